// Which chats are open side by side: kept for this tab, and for the next one that is opened.

import { chatOf, loadChat, state, tell } from "./state.js";
import { remember, remembered } from "./words.js";

const openKey = () => `nhacnop.open.${state.world?.world}`;
const MOST_OPEN = 8;

export function recallOpen() {
  try {
    state.open = JSON.parse(sessionStorage.getItem(openKey()) ?? remembered(openKey()) ?? "[]");
  } catch {
    state.open = [];
  }
}

export function setOpen(chats, active) {
  state.open = chats.slice(-MOST_OPEN);
  state.active = active ?? state.open.at(-1) ?? null;
  const text = JSON.stringify(state.open);
  remember(openKey(), text);
  try {
    sessionStorage.setItem(openKey(), text);
  } catch {
    // Without storage the open chats are forgotten with the page.
  }
  tell("open");
}

/** Open a chat beside the others, or show it if it is open. */
export function openChat(id, focus = true) {
  const place = state.open.indexOf(id);
  setOpen(place < 0 ? [...state.open, id] : state.open, id);
  if (!chatOf(id).loaded) loadChat(id).catch(() => {});
  tell("show", { chat: id, focus });
}

export function closeChat(id) {
  const place = state.open.indexOf(id);
  const rest = state.open.filter((each) => each !== id);
  setOpen(rest, rest[Math.min(place, rest.length - 1)] ?? null);
}
