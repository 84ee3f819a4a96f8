// The clock at the top: what time it is in the province, pushing it, and that time passes.

import { $, h, icon } from "./dom.js";
import { Refused, post } from "./server.js";
import { now, on, past, state, takeFace } from "./state.js";
import { ahead, capital, clockTime, label, longDay, mediumDay, periodName, spoken, t } from "./words.js";
import { complain, say } from "./notes.js";

const what = (coming) => t(`coming.${coming.kind}`, { week: periodName(coming.week) });

const LEAP = 3 * 24 * 3600 * 1000;

let shownNow = 0;
let wasPassing = false;

export function startClock() {
  $("#push-hour").addEventListener("click", () => push({ push: "hour" }));
  $("#push-day").addEventListener("click", () => push({ push: "day" }));
  $("#push-next").addEventListener("click", () => push({ push: "next" }));
  $("#push-stop").addEventListener("click", () => push({ push: "stop" }));
  $("#push-more").addEventListener("click", () => openMenu($("#coming").hidden));
  $("#coming").addEventListener("keydown", moveInMenu);
  $("#alive").addEventListener("change", (event) => tellProgram("api/people-live", { on: event.target.checked }));
  document.addEventListener("click", (event) => $(".split").contains(event.target) || openMenu(false));
  on("face", drawFace);
  on("language", drawFace);
  on("board", drawFace);
  requestAnimationFrame(tick);
}

export const push = (wish) => past() || tellProgram("api/clock", wish);

async function tellProgram(path, document) {
  openMenu(false);
  try {
    takeFace(await post(path, document));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    complain(error);
    drawFace();
  }
}

// ---- what it shows ------------------------------------------------------------------------------------------

/** The hands: they glide to where the program says time is. */
function tick() {
  const target = now().getTime();
  const far = Math.abs(target - shownNow);
  const leaps = far < 1500 || far > LEAP || calm.matches;
  shownNow = leaps ? target : shownNow + (target - shownNow) * 0.22;
  drawHands(new Date(shownNow));
  requestAnimationFrame(tick);
}

let drawn = "";

/** Writes only when a minute has passed, not sixty times a second. */
function drawHands(shown) {
  const there = state.face && state.face.phase !== "preparing";
  const signature = `${there} ${Math.floor(shown / 60000)} ${spoken()} ${phone.matches}`;
  if (signature === drawn) return;
  drawn = signature;
  $("#time").textContent = there ? clockTime(shown) : "--:--";
  $("#date").textContent = there ? (phone.matches ? mediumDay(shown) : longDay(shown)) : "";
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const phone = matchMedia("(max-width: 759px)");

function drawFace() {
  const { face } = state;
  if (!face) return;
  const passing = face.phase === "passing" || face.phase === "past";
  const next = face.phase === "preparing" ? null : face.coming[0];
  $("#week").textContent = state.current ? capital(periodName(state.current.shown.week)) : "";
  $("#push-stop").hidden = face.phase !== "passing";
  for (const button of ["#push-hour", "#push-day", "#push-next", "#push-more"]) $(button).disabled = past();
  $("#push-next .what").textContent = next ? what(next) : t("clock.next");
  $("#push-next .when").textContent = next ? ahead(next.at, face.now) : "";
  label($("#push-next"), next ? t("clock.next_long", { what: what(next), at: ahead(next.at, face.now) }) : t("clock.next"));
  $("#alive").checked = face.people_live;
  $("#alive").disabled = past();
  drawProgress(face, passing);
  if (wasPassing && !passing) say(t("clock.passed", { at: `${clockTime(face.now)}, ${longDay(face.now)}` }));
  wasPassing = passing;
}

function drawProgress(face, passing) {
  const bar = $("#progress");
  bar.hidden = !passing || !face.until || !face.since;
  if (bar.hidden) return;
  const part = Math.min(1, (face.now - face.since) / Math.max(1, face.until - face.since));
  bar.firstElementChild.style.transform = `scaleX(${part})`;
  bar.setAttribute("aria-valuenow", Math.round(part * 100));
  bar.setAttribute("aria-label", t("clock.passing", { at: ahead(face.until, face.now) }));
}

// ---- choosing one of the coming moments -------------------------------------------------------------------------

function openMenu(open) {
  const menu = $("#coming");
  if (menu.hidden === !open) return;
  menu.hidden = !open;
  $("#push-more").setAttribute("aria-expanded", String(open));
  if (!open) return;
  menu.replaceChildren(...state.face.coming.map(menuItem), aliveItem());
  menu.firstElementChild?.focus();
}

function menuItem(coming) {
  const go = () => push({ until: coming.at.toISOString() });
  return h(
    "button",
    { type: "button", role: "menuitem", data: { kind: coming.kind }, on: { click: go } },
    icon(coming.kind === "remind" ? "bell" : "next"),
    h("span", {}, what(coming)),
    h("time", { datetime: coming.at.toISOString() }, ahead(coming.at, state.face.now)),
  );
}

/** Where there is no room for the switch. */
function aliveItem() {
  const on = state.face.people_live;
  const turn = () => tellProgram("api/people-live", { on: !on });
  const props = { type: "button", role: "menuitemcheckbox", "aria-checked": String(on), class: "alive", on: { click: turn } };
  return h("button", props, icon(on ? "MET" : "OPEN"), h("span", {}, t("clock.alive")));
}

function moveInMenu(event) {
  const items = [...event.currentTarget.children].filter((item) => item.offsetParent !== null);
  const here = items.indexOf(document.activeElement);
  const there = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape") {
    openMenu(false);
    $("#push-more").focus();
  } else if (there !== undefined) {
    event.preventDefault();
    items[(there + items.length) % items.length].focus();
  }
}
