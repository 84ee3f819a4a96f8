// What the page knows: the clock, the people, the board, the chats that are open. One place, and who wants to hear.

import { chatPath, get } from "./server.js";
import { calmly } from "./dom.js";
import { remember, remembered } from "./words.js";

const KEPT = 400;
const UNREAD_SHOWN = 20;
const RECENT = 15 * 60 * 1000;

export const state = {
  world: null,
  face: null,
  faceAt: 0,
  people: new Map(),
  groups: {},
  current: null,
  tiles: new Map(),
  shown: null,
  wanted: null,
  chats: new Map(),
  open: [],
  active: null,
  online: true,
  read: {},
};

const listeners = new Map();

/** Hear of one kind of change: face, people, board, messages, open, online, language. */
export function on(kind, listener) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
}

export function tell(kind, what) {
  for (const listener of listeners.get(kind) ?? []) listener(what);
}

// ---- the clock ----------------------------------------------------------------------------------------------

export function takeFace(face) {
  const fresh = { ...face };
  for (const name of ["now", "since", "until"]) fresh[name] = face[name] && new Date(face[name]);
  fresh.coming = face.coming.map((each) => ({ ...each, at: new Date(each.at) }));
  state.face = fresh;
  state.faceAt = performance.now();
  document.body.dataset.phase = face.phase;
  tell("face", fresh);
}

/** The province's moment. While it runs it goes on with real time between two words of the program. */
export function now() {
  const { face, faceAt } = state;
  if (!face) return new Date(0);
  return face.phase === "running" ? new Date(face.now.getTime() + performance.now() - faceAt) : face.now;
}

export const past = () => !state.face || state.face.phase === "preparing" || state.face.phase === "past";

// ---- people -------------------------------------------------------------------------------------------------

export async function loadPeople() {
  const { people, groups } = await get("api/people");
  state.groups = groups;
  const first = Object.keys(state.read).length === 0 && !past();
  state.people = new Map(people.map((person) => [person.chat, tidied(person)]));
  if (first) beginReading();
  tell("people");
}

function tidied(person) {
  return { ...person, talk: { ...person.talk, at: person.talk.at && new Date(person.talk.at) } };
}

export const name = (chat) => state.people.get(chat)?.name ?? chat;

/** On a first visit only what came in the last minutes is new. */
function beginReading() {
  for (const { chat, talk } of state.people.values()) {
    const last = talk.bot_ids.at(-1) ?? 0;
    state.read[chat] = talk.from_bot && talk.at && now() - talk.at < RECENT ? last - 1 : last;
  }
  keepReading();
}

export function unread(person) {
  const seen = Math.max(state.read[person.chat] ?? 0, person.talk.own_id);
  return person.talk.bot_ids.filter((id) => id > seen).length;
}

export const unreadText = (count) => (count >= UNREAD_SHOWN ? `${UNREAD_SHOWN}+` : `${count}`);

/** The visitor sees this chat: nothing in it is new any more. */
export function markRead(chat) {
  const last = state.people.get(chat)?.talk.bot_ids.at(-1) ?? 0;
  if (last <= (state.read[chat] ?? 0)) return;
  state.read[chat] = last;
  keepReading();
  tell("people");
}

const readKey = () => `nhacnop.read.${state.world?.world}`;
const keepReading = calmly(300, () => remember(readKey(), JSON.stringify(state.read)));

export function recallReading() {
  try {
    state.read = JSON.parse(remembered(readKey()) ?? "{}") ?? {};
  } catch {
    state.read = {};
  }
}

/** Another tab has read something. */
export function listenToOtherTabs() {
  addEventListener("storage", (event) => {
    if (event.key !== readKey() || !event.newValue) return;
    for (const [chat, id] of Object.entries(JSON.parse(event.newValue))) {
      state.read[chat] = Math.max(state.read[chat] ?? 0, id);
    }
    tell("people");
  });
}

// ---- the board ----------------------------------------------------------------------------------------------

const LINGER = 12 * 60 * 60 * 1000;
const same = (one, other) => one?.task === other?.task && one?.code === other?.code;

/**
 * The newest week and the one that is shown. Nobody's choice is overruled; without one the shown week stays until it
 * has been closed for a while, so that its end is seen although the next one opens before.
 */
export async function loadBoard() {
  const current = await get("api/board");
  state.current = current;
  state.shown = current;
  state.tiles = new Map(current?.groups.flatMap((group) => group.tiles.map((tile) => [tile.code, tile])));
  if (current) {
    state.wanted ??= { ...current.shown, chosen: false };
    if (!same(state.wanted, current.shown)) await loadShown(current);
  }
  tell("board");
}

async function loadShown(current) {
  const { task, code, chosen } = state.wanted;
  const shown = await get(`api/board?${new URLSearchParams({ task, period: code })}`);
  const over = !chosen && now() - new Date(shown.closes_at) > LINGER;
  if (over || !same(shown.shown, state.wanted)) state.wanted = { ...current.shown, chosen: false };
  else state.shown = shown;
}

/** Show this week from now on; the newest one goes on with time. */
export function chooseWeek(task, code) {
  const newest = state.current && same({ task, code }, state.current.shown);
  state.wanted = { task, code, chosen: !newest };
  return loadBoard();
}

/** How a unit stands in the newest week. */
export const tileOf = (unit) => state.tiles.get(unit) ?? null;

export const stateOf = (tile) => (tile.late ? "LATE" : tile.state);

// ---- chats --------------------------------------------------------------------------------------------------

function chat(id) {
  if (!state.chats.has(id)) state.chats.set(id, { messages: [], more: false, loaded: false, pending: [] });
  return state.chats.get(id);
}

export const chatOf = chat;

export async function loadChat(id) {
  const answer = await get(chatPath(id));
  const messages = answer.messages.map(dated);
  // What was heard while the answer was on its way is newer than the answer.
  const newest = messages.at(-1)?.id ?? -Infinity;
  const talk = chat(id);
  Object.assign(talk, { messages: [...messages, ...talk.messages.filter((each) => each.id > newest)], more: answer.more, loaded: true });
  tell("messages", id);
}

export async function loadOlder(id) {
  const talk = chat(id);
  const answer = await get(`${chatPath(id)}?before=${talk.messages[0]?.id ?? ""}`);
  talk.messages = [...answer.messages.map(dated), ...talk.messages];
  talk.more = answer.more;
  tell("messages", id);
}

const dated = (message) => ({ ...message, at: new Date(message.at) });

/** Somebody said something. Heard twice it is one thing. */
export function hear(raw) {
  const message = dated(raw);
  const talk = state.chats.get(message.chat);
  if (talk && !talk.messages.some((each) => each.id === message.id)) {
    talk.messages.push(message);
    talk.messages.sort((one, other) => one.id - other.id);
    if (talk.messages.length > KEPT) {
      talk.messages.splice(0, talk.messages.length - KEPT);
      talk.more = true;
    }
    tell("messages", message.chat);
  }
  const person = state.people.get(message.chat);
  if (!person || (person.talk.bot_ids.at(-1) ?? 0) >= message.id || person.talk.own_id >= message.id) return;
  const { talk: summary } = person;
  if (message.bot) summary.bot_ids = [...summary.bot_ids, message.id].slice(-UNREAD_SHOWN);
  else summary.own_id = message.id;
  Object.assign(summary, { last: message.text, last_kind: message.kind, from_bot: message.bot, at: message.at });
  tell("people");
}
