// The chats side by side.

import { $, arrange } from "./dom.js";
import { Panel } from "./panel.js";
import { setOpen } from "./opened.js";
import { chatOf, loadChat, on, past, state } from "./state.js";

const panels = new Map();
const narrow = matchMedia("(max-width: 759px)");

export function startChats() {
  on("open", draw);
  on("people", drawPanels);
  on("board", drawPanels);
  on("face", draw);
  on("language", () => panels.forEach(redraw));
  on("messages", (chat) => panels.get(chat)?.messages());
  on("show", ({ chat, focus }) => show(chat, focus));
  document.addEventListener("visibilitychange", () => panels.forEach((panel) => panel.seen()));
}

function draw() {
  for (const chat of panels.keys()) if (!state.open.includes(chat)) panels.delete(chat);
  const nodes = state.open.map((chat) => panelOf(chat).node);
  arrange($("#strip"), nodes);
  $("#past").hidden = !past();
  $("#strip").hidden = past() || !nodes.length;
  $("#empty").hidden = past() || nodes.length > 0;
}

function panelOf(chat) {
  if (!panels.has(chat)) {
    const panel = new Panel(chat);
    panels.set(chat, panel);
    if (!chatOf(chat).loaded) loadChat(chat).catch(() => {});
    panel.draw();
    requestAnimationFrame(() => panel.toEnd(false));
  }
  return panels.get(chat);
}

const drawPanels = () => panels.forEach((panel) => panel.draw());

function redraw(panel) {
  panel.drawn.clear();
  panel.log.replaceChildren();
  panel.draw();
}

function show(chat, focus) {
  document.body.dataset.view = "chats";
  document.body.classList.remove("wide-board");
  draw();
  const panel = panelOf(chat);
  panel.draw();
  requestAnimationFrame(() => {
    panel.toEnd(false);
    // On a phone the keyboard would jump up over what was just opened.
    if (focus && !narrow.matches) panel.focus();
    else panel.node.scrollIntoView({ block: "nearest", inline: "start" });
  });
}

/** The nth open chat, from the keyboard. */
export function goToChat(place) {
  const chat = state.open[place];
  if (chat) show(chat, true);
}

/** After a long absence: what was said meanwhile, in the chats that are open. */
export async function reloadChats() {
  setOpen(state.open.filter((chat) => state.people.has(chat)), state.active);
  for (const [chat, talk] of state.chats) if (!state.open.includes(chat) && !talk.pending.length) state.chats.delete(chat);
  await Promise.all(state.open.map((chat) => loadChat(chat).catch(() => {})));
}
