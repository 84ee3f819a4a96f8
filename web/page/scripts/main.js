// The page begins here: load the world, draw it, and listen.

import { $, $$, calmly } from "./dom.js";
import { startBoard } from "./board.js";
import { goToChat, reloadChats, startChats } from "./chats.js";
import { push, startClock } from "./clock.js";
import { startLight } from "./light.js";
import { banner, say } from "./notes.js";
import { startPeople } from "./people.js";
import { startSending } from "./sending.js";
import { Listening, get } from "./server.js";
import { openChat, recallOpen, setOpen } from "./opened.js";
import { hear, listenToOtherTabs, loadBoard, loadPeople, now, on, past, recallReading, state, takeFace, tell, tileOf } from "./state.js";
import { chooseLanguage, chosenLanguage, longDay, speak, spoken, t } from "./words.js";

const RETRY = 1500;
const URGENT = ["AT_RISK", "GRACE", "OPEN", "MISSED"];

async function begin() {
  const world = await get("api/world");
  state.world = world;
  await speak(chosenLanguage() ?? world.language, world.zone);
  recallReading();
  recallOpen();
  start();
  takeFace(world.face);
  drawWorld();
  new Listening(world.after, heard, line);
  if (world.open) patiently(load);
}

function start() {
  startClock();
  startPeople();
  startChats();
  startBoard();
  startLight();
  startSending();
  startKeys();
  listenToOtherTabs();
  for (const button of $$(".languages button")) button.addEventListener("click", () => changeLanguage(button.dataset.language));
  for (const button of $$(".tabs button")) button.addEventListener("click", () => changeView(button.dataset.view));
  $("#help-open").addEventListener("click", () => $("#help").showModal());
  $("#help .shut").addEventListener("click", () => $("#help").close());
  $("#help").addEventListener("click", (event) => event.target === $("#help") && $("#help").close());
  on("face", drawPast);
  new MutationObserver(markView).observe(document.body, { attributes: true, attributeFilter: ["data-view"] });
  markView();
}

async function changeLanguage(language) {
  await chooseLanguage(language);
  drawWorld();
  tell("language");
}

function changeView(view) {
  document.body.dataset.view = view;
  document.body.classList.remove("wide-board");
  markView();
}

const markView = () => $$(".tabs button").forEach((button) => button.setAttribute("aria-current", String(button.dataset.view === document.body.dataset.view)));

function drawWorld() {
  $("#organisation").textContent = state.world.organisation;
  for (const button of $$(".languages button")) button.setAttribute("aria-pressed", String(button.dataset.language === spoken()));
  drawPast();
}

// ---- what happens -------------------------------------------------------------------------------------------

const patiently = (work) => work().catch(() => setTimeout(() => patiently(work), RETRY));
const refreshBoard = calmly(300, () => loadBoard().catch(() => {}));
const refreshPeople = calmly(2000, () => loadPeople().catch(() => {}));
const soonPeople = calmly(200, () => loadPeople().catch(() => {}));

function heard(kind, data) {
  if (kind === "message") hear(data);
  if (kind === "clock") takeFace(data);
  if (kind === "board") refreshBoard();
  if (kind === "people") (past() || state.face.phase === "passing" ? refreshPeople : soonPeople)();
  if (kind === "opened" || kind === "reset") patiently(again);
}

/** Everything anew: the program was restarted, or this tab slept too long. */
async function again() {
  const world = await get("api/world");
  if (world.world !== state.world.world) {
    location.reload();
    return;
  }
  state.world = world;
  takeFace(world.face);
  if (world.open) await load();
}

/** The province: its people, its board, the chats that are open. */
async function load() {
  await Promise.all([loadPeople(), loadBoard()]);
  await reloadChats();
  if (!past()) openFirst();
  tell("online"); // what waited for the province can go now
}

/** On a first visit two chats that belong together: a secretary who is short, and the coordinator. */
function openFirst() {
  if (state.open.length) return;
  const people = [...state.people.values()];
  const linked = people.filter((person) => person.role === "secretary" && person.linked);
  const urgent = (person) => URGENT.indexOf(tileOf(person.unit)?.state);
  const [secretary] = linked.filter((person) => urgent(person) >= 0).sort((one, other) => urgent(one) - urgent(other)).concat(linked);
  const coordinator = people.find((person) => person.role === "coordinator" && person.unit === secretary?.group);
  const chosen = [secretary, coordinator].filter(Boolean).map((person) => person.chat);
  setOpen(chosen, chosen[0]);
}

function line(up) {
  if (up === state.online) return;
  state.online = up;
  document.body.classList.toggle("offline", !up);
  banner(up ? null : t("net.lost"));
  if (up) say(t("net.back"));
  tell("online");
}

// ---- before the visitor comes in --------------------------------------------------------------------------------

let wasPast = false;

function drawPast() {
  const { face } = state;
  if (!face) return;
  const going = face.phase === "past" && face.since && face.until;
  $("#past-title").textContent = t(going ? "past.title" : "past.preparing");
  $("#past-text").hidden = !going;
  $("#past-when").textContent = going ? longDay(now()) : "";
  const part = going ? (face.now - face.since) / (face.until - face.since) : 0;
  $("#past .meter span").style.transform = `scaleX(${part})`;
  if (wasPast && !past()) patiently(load);
  wasPast = past();
}

// ---- the keyboard -------------------------------------------------------------------------------------------

function startKeys() {
  document.addEventListener("keydown", (event) => {
    const writing = event.target.matches?.("input, textarea, select");
    if (event.key === "/" && !writing) {
      event.preventDefault();
      changeView("people");
      $("#search").focus();
    }
    if (event.key === "?" && !writing) $("#help").showModal();
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    if (digit) goToChat(Number(digit) - 1);
    else if (event.code === "KeyB") goToBoard();
    else if (event.code === "KeyN") push({ push: "next" });
    else return;
    event.preventDefault();
  });
}

function goToBoard() {
  changeView("board");
  $("#groups .tile[tabindex='0']")?.focus();
}

patiently(begin);
