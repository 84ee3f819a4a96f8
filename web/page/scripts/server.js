// Talking with the program: asking, telling, and hearing what happens.

/** What the program refused, in its word for it; or "offline" when it did not answer at all. */
export class Refused extends Error {
  constructor(error, facts = {}) {
    super(error);
    this.error = error;
    this.facts = facts;
  }
}

export const get = (path) => answered(fetch(path, { headers: { accept: "application/json" } }));

export const post = (path, document = {}) =>
  answered(fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(document) }));

export const upload = (path, body) =>
  answered(fetch(path, { method: "POST", headers: { "content-type": "application/octet-stream" }, body }));

async function answered(asking) {
  let answer;
  try {
    answer = await asking;
  } catch {
    throw new Refused("offline");
  }
  const document = await answer.json().catch(() => ({ error: `http_${answer.status}` }));
  if (!answer.ok) throw new Refused(document.error ?? `http_${answer.status}`, document);
  return document;
}

export const chatPath = (chat, what = "") => `api/chats/${encodeURIComponent(chat)}${what && `/${what}`}`;

/** A key of this page's own, so that sending again is not sending twice. */
export const once = () => `${Date.now().toString(36)}-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;

const HIDDEN_FOR = 5 * 60 * 1000;
const AGAIN = 1500;

/** Hear what happens. `tell(kind, data)` gets each event, `line(up)` whether the line stands; it mends itself. */
export class Listening {
  constructor(after, tell, line) {
    this.last = after;
    this.tell = tell;
    this.line = line;
    this.open();
    let leaving;
    document.addEventListener("visibilitychange", () => {
      // A tab that nobody looks at lets its line go: a browser has few lines for one program.
      clearTimeout(leaving);
      if (document.hidden) leaving = setTimeout(() => this.shut(), HIDDEN_FOR);
      else if (!this.source) this.open();
    });
  }

  open() {
    this.shut();
    const source = new EventSource(`api/events?after=${encodeURIComponent(this.last)}`);
    this.source = source;
    source.onopen = () => this.line(true);
    source.onerror = () => {
      this.line(false);
      if (source.readyState === EventSource.CLOSED && this.source === source) {
        this.source = null;
        setTimeout(() => this.source ?? this.open(), AGAIN);
      }
    };
    for (const kind of ["message", "clock", "board", "people", "opened", "reset"]) {
      source.addEventListener(kind, (event) => {
        this.last = event.lastEventId || this.last;
        this.tell(kind, JSON.parse(event.data));
      });
    }
  }

  shut() {
    this.source?.close();
    this.source = null;
  }
}
