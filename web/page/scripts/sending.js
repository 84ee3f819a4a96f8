// What the visitor sends: one thing after another in each chat, kept while the line is down, never twice.

import { Refused, chatPath, once, post, upload } from "./server.js";
import { chatOf, hear, on, state, tell } from "./state.js";
import { complain } from "./notes.js";

const busy = new Set();

export function startSending() {
  on("online", () => state.online && [...state.chats.keys()].forEach(flush));
}

export const sendText = (chat, text) => queue(chat, { kind: "text", text, go: (key) => post(chatPath(chat, "say"), { text, once: key }) });

export const sendSample = (chat) => queue(chat, { kind: "photo", text: "", go: (key) => post(chatPath(chat, "sample"), { once: key }) });

export const start = (chat) => queue(chat, { kind: "start", text: "", go: (key) => post(chatPath(chat, "start"), { once: key }) });

export const press = (chat, message, option) =>
  queue(chat, { kind: "press", text: option.label, go: (key) => post(chatPath(chat, "press"), { message: message.id, action: option.action, once: key }) });

/** Pictures go together as a photo or an album, anything else one by one as a file. */
export function sendFiles(chat, files, caption) {
  const pictures = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  if (pictures.length) {
    const sizes = pictures.map((file) => file.size).join(",");
    const go = (key) => upload(`${chatPath(chat, "pictures")}?${new URLSearchParams({ sizes, caption, once: key })}`, new Blob(pictures));
    queue(chat, { kind: "photo", text: caption, pictures, go });
  }
  for (const file of others) {
    const go = (key) => upload(`${chatPath(chat, "file")}?${new URLSearchParams({ name: file.name, type: file.type, once: key })}`, file);
    queue(chat, { kind: "file", text: "", file_name: file.name, go });
  }
  if (caption && !pictures.length) sendText(chat, caption);
}

export const isPicture = (file) => file.type.startsWith("image/") && file.type !== "image/svg+xml";

function queue(chat, entry) {
  Object.assign(entry, { once: once(), state: state.online ? "sending" : "waiting", urls: (entry.pictures ?? []).map((file) => URL.createObjectURL(file)) });
  chatOf(chat).pending.push(entry);
  tell("messages", chat);
  flush(chat);
}

async function flush(chat) {
  if (busy.has(chat)) return;
  busy.add(chat);
  try {
    const { pending } = chatOf(chat);
    while (pending.length && (await sent(chat, pending[0]))) remove(chat, pending[0]);
  } finally {
    busy.delete(chat);
  }
}

/** Whether this entry is done with: sent, or refused for good. Otherwise it waits for the line. */
async function sent(chat, entry) {
  entry.state = "sending";
  try {
    const { messages } = await entry.go(entry.once);
    messages.forEach(hear);
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.error === "offline" || error.error === "preparing") {
      entry.state = "waiting";
      tell("messages", chat);
      return false;
    }
    complain(error);
    tell("refused", { chat, entry });
    return true;
  }
}

function remove(chat, entry) {
  const { pending } = chatOf(chat);
  pending.splice(pending.indexOf(entry), 1);
  entry.urls.forEach(URL.revokeObjectURL);
  tell("messages", chat);
}
