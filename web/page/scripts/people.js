// The list of people: groups, search without diacritics, unread marks, how each one's unit stands.

import { $, $$, arrange, calmly, h, icon } from "./dom.js";
import { post } from "./server.js";
import { openChat } from "./opened.js";
import { loadPeople, now, on, state, stateOf, tileOf, unread, unreadText } from "./state.js";
import { brief, folded, givenName, t } from "./words.js";
import { complain } from "./notes.js";

const SHORT = new Set(["OPEN", "AT_RISK", "GRACE", "MISSED"]);

let filter = "all";
const rows = new Map();
const sections = new Map();
const shut = new Set();

export function startPeople() {
  const draw = calmly(120, drawPeople);
  for (const kind of ["people", "board", "open", "language"]) on(kind, draw);
  $("#search").addEventListener("input", drawPeople);
  $("#search").addEventListener("keydown", fromSearch);
  $("#new-guest").addEventListener("click", addGuest);
  $("#list").addEventListener("keydown", moveInList);
  for (const button of $$("#filters button")) button.addEventListener("click", () => choose(button.dataset.filter));
  setInterval(draw, 30000);
}

function choose(wanted) {
  filter = filter === wanted ? "all" : wanted;
  for (const button of $$("#filters button")) button.setAttribute("aria-pressed", String(button.dataset.filter === filter));
  drawPeople();
}

async function addGuest() {
  try {
    const { chat } = await post("api/guests", { name: t("people.guest") });
    await loadPeople();
    openChat(chat);
  } catch (error) {
    complain(error);
  }
}

// ---- the list -----------------------------------------------------------------------------------------------

function drawPeople() {
  const asked = folded($("#search").value.trim());
  const everybody = [...state.people.values()];
  const shown = everybody.filter((person) => passes(person) && (!asked || searchable(person).includes(asked)));
  const groups = new Map();
  for (const person of shown) {
    const key = groupOf(person);
    groups.set(key, [...(groups.get(key) ?? []), person]);
  }
  const order = ["waiting", "admins", "coordinators", ...Object.keys(state.groups), "guests"].filter((key) => groups.has(key));
  const nodes = order.map((key) => section(key, groups.get(key), Boolean(asked) || filter !== "all"));
  if (!nodes.length && everybody.length) nodes.push(h("p", { class: "none" }, t("people.none")));
  arrange($("#list"), nodes);
  drawCounts(everybody);
}

function passes(person) {
  if (filter === "unread") return unread(person) > 0;
  return filter !== "short" || SHORT.has(tileOf(person.role === "secretary" && person.unit)?.state);
}

const searchable = (person) => (person.folded ??= folded(`${person.name} ${person.unit_name} ${state.groups[person.group] ?? ""}`));

function groupOf(person) {
  if (person.role === "admin") return "admins";
  if (person.role === "coordinator") return "coordinators";
  if (person.role === "guest") return "guests";
  return person.code ? "waiting" : person.group;
}

function section(key, people, open) {
  if (!sections.has(key)) {
    const head = h("button", { type: "button", class: "group", on: { click: () => toggle(key) } }, h("span"), h("b"), icon("down"));
    sections.set(key, h("section", { data: { group: key } }, h("h3", {}, head), h("ul")));
  }
  const node = sections.get(key);
  const [head, list] = [$(".group", node), $("ul", node)];
  const closed = shut.has(key) && !open;
  $("span", head).textContent = state.groups[key] ?? t(`people.${key}`);
  $("b", head).textContent = people.length;
  head.setAttribute("aria-expanded", String(!closed));
  list.hidden = closed;
  if (!closed) arrange(list, people.map(row));
  return node;
}

function toggle(key) {
  if (!shut.delete(key)) shut.add(key);
  drawPeople();
}

function drawCounts(everybody) {
  const unreadChats = everybody.filter((person) => unread(person) > 0).length;
  const short = everybody.filter((person) => SHORT.has(tileOf(person.role === "secretary" && person.unit)?.state)).length;
  $('[data-filter="unread"] b').textContent = unreadChats || "";
  $('[data-filter="short"] b').textContent = short || "";
  const tab = $('.tabs [data-view="people"] .count');
  tab.hidden = !unreadChats;
  tab.textContent = unreadChats;
  document.title = unreadChats ? `(${unreadChats}) ${t("page.title")}` : t("page.title");
}

// ---- one person ---------------------------------------------------------------------------------------------

function row(person) {
  if (!rows.has(person.chat)) rows.set(person.chat, emptyRow(person.chat));
  const node = rows.get(person.chat);
  const tile = person.role === "secretary" ? tileOf(person.unit) : null;
  const fresh = unread(person);
  const signature = [person.name, person.unit_name, person.talk.last, brief(person.talk.at ?? now(), now()), fresh, tile && stateOf(tile), person.mine,
    person.blocked, state.open.includes(person.chat), t("people.you")].join("|");
  if (node.dataset.signature === signature) return node;
  node.dataset.signature = signature;
  const button = node.firstElementChild;
  button.replaceChildren(avatar(person, tile), ...lines(person, fresh));
  button.classList.toggle("open", state.open.includes(person.chat));
  button.setAttribute("aria-label", spokenRow(person, tile, fresh));
  return node;
}

function emptyRow(chat) {
  return h("li", {}, h("button", { type: "button", class: "person", data: { chat }, on: { click: () => openChat(chat) } }));
}

function lines(person, fresh) {
  const time = person.talk.at ? brief(person.talk.at, now()) : "";
  const detail = person.unit_name || t(`people.role_${person.role}`);
  return [
    h("span", { class: "line" }, h("strong", {}, person.name), h("time", {}, time)),
    h("span", { class: "line" }, h("span", { class: "detail" }, detail), person.mine && h("span", { class: "you" }, t("people.you")),
      fresh > 0 && h("b", { class: "unread" }, unreadText(fresh))),
  ];
}

function spokenRow(person, tile, fresh) {
  const parts = [person.name, person.unit_name || t(`people.role_${person.role}`)];
  if (tile) parts.push(t(`state.${stateOf(tile)}`));
  if (fresh) parts.push(t("people.unread_count", { n: unreadText(fresh) }));
  return parts.join(", ");
}

/** A round picture with the initial; the sign of the unit's standing at its edge. */
export function avatar(person, tile) {
  const round = h("span", { class: "avatar", data: { role: person.role, hue: hue(person.chat) }, "aria-hidden": "true" }, initial(person));
  if (tile) round.append(h("span", { class: `sign ${stateOf(tile)}` }, icon(stateOf(tile))));
  return round;
}

const initial = (person) => (person.role === "guest" ? person.name : givenName(person.name)).charAt(0).toUpperCase();
const hue = (text) => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 6, 7);

// ---- the keyboard -------------------------------------------------------------------------------------------

const visible = () => $$(".person, .group", $("#list")).filter((item) => item.offsetParent !== null);

function moveInList(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = visible();
  const there = items[items.indexOf(document.activeElement) + step];
  (there ?? $("#search")).focus();
}

function fromSearch(event) {
  const first = $$(".person", $("#list")).find((item) => item.offsetParent !== null);
  if (event.key === "ArrowDown" || event.key === "Enter") {
    event.preventDefault();
    if (event.key === "Enter") first?.click();
    else first?.focus();
  } else if (event.key === "Escape") {
    event.target.value = "";
    drawPeople();
  }
}
