// The board: every unit of a week, district by district. A sign says the same as the colour.

import { $, arrange, calmly, h, icon, roving } from "./dom.js";
import { openChat } from "./opened.js";
import { chooseWeek, now, on, state, stateOf } from "./state.js";
import { ahead, capital, label, left, periodName, t } from "./words.js";

const ORDER = ["MET", "LATE", "OPEN", "AT_RISK", "GRACE", "MISSED", "EXCUSED", "VACANT", "NOT_YET"];
const WORDS_BEFORE = /^(Xã|Phường|Thị trấn|Đặc khu)\s+(?=\D)/u;

let only = null;
const tiles = new Map();
const groups = new Map();

export function startBoard() {
  on("board", draw);
  on("language", draw);
  on("open", markOpen);
  on("people", calmly(500, draw));
  on("face", calmly(1000, drawDue));
  $("#period").addEventListener("change", (event) => choose(...event.target.value.split(" ")));
  $("#newer").addEventListener("click", () => choose(state.current.shown.task, state.current.shown.code));
  $("#board-size").addEventListener("click", resize);
  roving($("#groups"), ".tile");
  setInterval(drawDue, 30000);
}

const choose = (task, code) => chooseWeek(task, code).catch(() => {});

function resize() {
  document.body.classList.toggle("wide-board");
  draw();
}

// ---- the whole ----------------------------------------------------------------------------------------------

function draw() {
  const { shown } = state;
  const wide = document.body.classList.contains("wide-board");
  $("#board-size").setAttribute("aria-pressed", String(wide));
  $("#board-size use").setAttribute("href", `icons.svg#${wide ? "shrink" : "expand"}`);
  label($("#board-size"), t(wide ? "board.shrink" : "board.expand"));
  if (!shown) return;
  drawPeriods(shown);
  drawSummary(shown);
  arrange($("#groups"), shown.groups.map(group));
  const stop = $("#groups .tile[tabindex='0']");
  if (!stop) $("#groups .tile")?.setAttribute("tabindex", "0");
  markOpen();
}

function drawPeriods(shown) {
  const many = new Set(shown.periods.map((period) => period.task)).size > 1;
  const options = shown.periods.map((period) => {
    const text = capital(periodName(period.week)) + (many && typeof period.week === "number" ? ` · ${period.title}` : "");
    return [`${period.task} ${period.code}`, text];
  });
  const select = $("#period");
  const signature = JSON.stringify(options);
  if (select.dataset.signature !== signature) {
    select.dataset.signature = signature;
    select.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
  }
  select.value = `${shown.shown.task} ${shown.shown.code}`;
  const newest = state.current.shown;
  $("#newer").hidden = newest.task === shown.shown.task && newest.code === shown.shown.code;
  $("#newer").textContent = capital(t("board.newer", { week: periodName(newest.week) }));
}

function counts(shown) {
  const found = Object.fromEntries(ORDER.map((kind) => [kind, 0]));
  for (const each of shown.groups) for (const tile of each.tiles) found[stateOf(tile)] += 1;
  return found;
}

function drawSummary(shown) {
  const found = counts(shown);
  const owing = ORDER.slice(0, 7).reduce((sum, kind) => sum + found[kind], 0);
  const there = ORDER.filter((kind) => found[kind] > 0);
  if (only && !found[only]) only = null;
  const bar = h("div", { class: "bar", "aria-hidden": "true" }, there.filter((kind) => kind !== "VACANT" && kind !== "NOT_YET").map((kind) => segment(kind, found[kind])));
  const legend = h("div", { class: "legend" }, there.map((kind) => legendItem(kind, found[kind])));
  $("#summary").replaceChildren(
    h("p", { class: "met" }, h("strong", {}, `${Math.floor((100 * (found.MET + found.LATE)) / Math.max(1, owing))} %`), h("span", {}, t("board.met", { met: found.MET + found.LATE, all: owing }), h("br"), h("span", { id: "due" }))),
    bar,
    legend,
  );
  drawDue();
}

function segment(kind, count) {
  const node = h("span", { class: `segment ${kind}` });
  node.style.flexGrow = count;
  return node;
}

function legendItem(kind, count) {
  const act = () => {
    only = only === kind ? null : kind;
    draw();
  };
  const button = h("button", { type: "button", class: `key ${kind}`, "aria-pressed": String(only === kind), data: { kind }, on: { click: act } }, h("span", { class: `sign ${kind}` }, icon(kind)), h("span", {}, t(`state.${kind}`)), h("b", {}, count));
  button.title = t("board.only", { state: t(`state.${kind}`) });
  return button;
}

function drawDue() {
  const due = $("#due");
  if (!due || !state.shown || !state.face) return;
  const moment = new Date(state.shown.due_at);
  const wait = moment - now();
  const rest = wait > 0 ? t("board.left", { left: left(wait) }) : t(new Date(state.shown.closes_at) > now() ? "board.over" : "board.closed");
  due.textContent = `${t("board.due", { at: ahead(moment, now()) })}, ${rest}`;
}

// ---- districts and their units ------------------------------------------------------------------------------

function group(found) {
  if (!groups.has(found.code)) groups.set(found.code, h("section", { class: "district" }, h("h3", {}, h("span"), h("b")), h("div", { class: "tiles" })));
  const node = groups.get(found.code);
  const [title, count] = [$("span", node), $("b", node)];
  const owing = found.tiles.filter((tile) => tile.required);
  const met = owing.filter((tile) => tile.state === "MET").length;
  title.textContent = found.name || t("board.other");
  count.textContent = t("board.group_count", { met, all: owing.length });
  node.classList.toggle("complete", met === owing.length && met > 0);
  arrange($(".tiles", node), found.tiles.map(tileNode));
  return node;
}

function tileNode(tile) {
  if (!tiles.has(tile.code)) tiles.set(tile.code, h("button", { type: "button", tabindex: -1, data: { unit: tile.code }, on: { click: () => openUnit(tile.code) } }));
  const node = tiles.get(tile.code);
  const kind = stateOf(tile);
  const changed = node.dataset.kind && node.dataset.kind !== kind && node.dataset.period === state.shown.shown.code;
  const signature = [kind, tile.name, tile.counted, tile.required, tile.flag, tile.member, only, document.documentElement.lang].join("|");
  if (node.dataset.signature !== signature) {
    Object.assign(node.dataset, { signature, kind, period: state.shown.shown.code });
    const name = tile.name.replace(WORDS_BEFORE, "");
    node.className = `tile ${kind}${only && only !== kind ? " dim" : ""}${tile.flag ? " flagged" : ""}`;
    node.replaceChildren(h("span", { class: `sign ${kind}` }, icon(kind)), h("span", { class: "name" }, name));
    const values = { unit: tile.name, state: t(`state.${kind}`), counted: tile.counted, required: tile.required };
    const spoken = [t(tile.required ? "board.tile" : "board.tile_none", values), tile.member && t("board.secretary", { name: tile.member }), tile.flag && t("board.called")].filter(Boolean);
    node.setAttribute("aria-label", spoken.join(". "));
    node.title = spoken.join("\n");
  }
  if (changed) flash(node);
  return node;
}

function flash(node) {
  node.classList.remove("fresh");
  requestAnimationFrame(() => node.classList.add("fresh"));
  node.addEventListener("animationend", () => node.classList.remove("fresh"), { once: true });
}

function openUnit(unit) {
  const person = [...state.people.values()].find((each) => each.role === "secretary" && each.unit === unit);
  if (person) openChat(person.chat);
}

function markOpen() {
  const units = new Set(state.open.map((chat) => state.people.get(chat)?.unit));
  for (const [unit, node] of tiles) node.classList.toggle("opened", units.has(unit));
}
