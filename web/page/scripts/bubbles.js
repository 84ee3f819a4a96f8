// How a conversation looks: days, turns, bubbles, albums, buttons under the bot's last question.

import { arrange, h, icon } from "./dom.js";
import { look } from "./light.js";
import { press } from "./sending.js";
import { name, now } from "./state.js";
import { clockTime, dayName, sameDay, t } from "./words.js";

const TOGETHER = 5 * 60 * 1000;
const MARKED = /https?:\/\/[^\s]+|(?:✅|⛔|⚠|📵|✏)\uFE0F?/gu;
const SIGNS = { "✅": "done", "⛔": "nothing", "⚠": "partly", "📵": "unheard", "✏": "mending" };

/** Draw a chat into its log, touching only the turns that changed. `drawn` remembers them between calls. */
export function drawLog(log, drawn, chat, messages, pending) {
  const asking = messages.findLast((message) => message.bot && message.options);
  const nodes = [];
  const kept = new Map();
  let before = null;
  for (const turn of turns(messages)) {
    if (!before || !sameDay(before.at, turn[0].at)) nodes.push(day(drawn, kept, turn[0]));
    nodes.push(turnNode(drawn, kept, chat, turn, asking, messages));
    before = turn.at(-1);
  }
  drawn.clear();
  kept.forEach((node, key) => drawn.set(key, node));
  arrange(log, [...nodes, ...pending.map((entry) => pendingNode(entry))]);
}

/** What one side says in one go: an album, or messages close together. */
function turns(messages) {
  const found = [];
  for (const message of messages) {
    const last = found.at(-1)?.at(-1);
    const joins = last && last.bot === message.bot && message.at - last.at < TOGETHER && sameDay(last.at, message.at);
    if (joins && last.kind !== "start" && message.kind !== "start") found.at(-1).push(message);
    else found.push([message]);
  }
  return found;
}

function kindly(drawn, kept, key, make) {
  const node = drawn.get(key) ?? make();
  kept.set(key, node);
  return node;
}

function day(drawn, kept, message) {
  const text = dayName(message.at, now());
  return kindly(drawn, kept, `day ${message.id} ${text}`, () => h("p", { class: "day" }, h("span", {}, text)));
}

function turnNode(drawn, kept, chat, turn, asking, messages) {
  const asked = turn.includes(asking);
  const answer = asked ? messages.find((message) => message.under === asking.id)?.text : "";
  const key = `${turn.map((message) => message.id).join(",")} ${asked} ${answer ?? ""}`;
  return kindly(drawn, kept, key, () => {
    if (turn[0].kind === "start") return h("p", { class: "event" }, h("span", {}, t(turn[0].invited ? "chats.started" : "chats.begun"), " · ", clockTime(turn[0].at)));
    const side = turn[0].bot ? "bot" : "own";
    const bubbles = albums(turn).map((part, place, parts) => bubble(chat, part, place === parts.length - 1));
    const node = h("div", { class: `turn ${side}` }, bubbles);
    if (asked) node.append(options(chat, asking, answer));
    return node;
  });
}

/** The pictures of an album are one bubble. */
function albums(turn) {
  const parts = [];
  for (const message of turn) {
    const last = parts.at(-1)?.[0];
    if (last?.album && last.album === message.album) parts.at(-1).push(message);
    else parts.push([message]);
  }
  return parts;
}

function bubble(chat, part, last) {
  const [first] = part;
  const who = first.bot ? t("chats.bot") : name(chat);
  const time = h("time", { datetime: first.at.toISOString() }, clockTime(first.at));
  const classes = ["bubble", first.kind, last && "last"].filter(Boolean).join(" ");
  const node = h("div", { class: classes, data: { id: first.id } }, h("span", { class: "hidden" }, `${who}: `));
  const pictures = part.filter((message) => message.kind === "photo");
  if (pictures.length) node.append(photos(chat, pictures));
  node.append(...part.filter((message) => message.kind === "file").map(file));
  if (first.kind === "press") node.append(icon("tap"));
  if (first.text) node.append(h("p", { class: "text" }, marked(first.text)));
  node.append(time);
  return node;
}

/**
 * The text with its addresses and the bot's few signs marked. Addresses lead nowhere: the page loads nothing from
 * elsewhere. The signs are drawn, because not every machine has letters for them.
 */
function marked(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(MARKED)) {
    const sign = SIGNS[[...found[0]][0]];
    const shown = sign ? h("span", { class: `emoji ${sign}`, role: "img", "aria-label": found[0] }, icon(sign)) : h("span", { class: "link" }, found[0]);
    parts.push(text.slice(end, found.index), shown);
    end = found.index + found[0].length;
  }
  return [...parts, text.slice(end)];
}

function photos(chat, part) {
  const sources = part.map((message) => `uploads/${message.upload}`);
  const pictures = part.map((message, place) => {
    const alt = t("chats.photo_of", { name: name(chat), at: clockTime(message.at) });
    const image = h("img", { src: sources[place], alt, loading: "lazy", decoding: "async" });
    image.addEventListener("error", () => image.replaceWith(h("span", { class: "broken" }, icon("file"), t("chats.photo"))));
    return h("button", { type: "button", class: "photo", on: { click: () => look(sources, place, alt) } }, image);
  });
  return h("div", { class: "album", data: { count: Math.min(pictures.length, 4) } }, pictures);
}

/** A file that came can be saved. */
function file(message) {
  const name = message.file_name ?? t("chats.file");
  const shown = message.upload ? h("a", { href: `uploads/${message.upload}`, download: name, title: name }, name) : h("span", {}, name);
  return h("p", { class: "file" }, icon("file"), shown);
}

/** The bot's last question: buttons with their numbers. What was pressed last is marked, and may be pressed again. */
function options(chat, asking, answer) {
  const buttons = asking.options.map((option, place) =>
    h(
      "button",
      { type: "button", class: option.label === answer ? "option chosen" : "option", on: { click: () => press(chat, asking, option) } },
      h("kbd", {}, place + 1),
      h("span", {}, option.label),
    ),
  );
  return h("div", { class: "options", role: "group", "aria-label": t("chats.choose") }, buttons);
}

/** Something on its way. */
function pendingNode(entry) {
  const bubble = h("div", { class: `bubble ${entry.kind} last` });
  if (entry.urls.length) {
    bubble.append(h("div", { class: "album", data: { count: Math.min(entry.urls.length, 4) } }, entry.urls.map((url) => h("span", { class: "photo" }, h("img", { src: url, alt: "" })))));
  }
  if (entry.file_name) bubble.append(h("p", { class: "file" }, icon("file"), h("span", {}, entry.file_name)));
  if (entry.text) bubble.append(h("p", { class: "text" }, entry.text));
  bubble.append(h("time", {}, t(entry.state === "waiting" ? "chats.waiting" : "chats.sending")));
  return h("div", { class: "turn own pending" }, bubble);
}
