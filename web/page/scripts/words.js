// What the page says, in the chosen language, and how moments, sizes and names are written.

import { $$ } from "./dom.js";

const LANGUAGE = "nhacnop.language";
const LOCALES = { vi: "vi-VN", en: "en-GB" };

let texts = {};
let language = "vi";
let zone = "Asia/Ho_Chi_Minh";
const formats = new Map();

/** Load the texts: in the language chosen before, else in the organisation's. */
export async function speak(wanted, timeZone) {
  zone = timeZone ?? zone;
  language = wanted in LOCALES ? wanted : "vi";
  const answer = await fetch(`api/texts/${language}`);
  texts = await answer.json();
  formats.clear();
  document.documentElement.lang = language;
  for (const node of $$("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of $$("[data-t-title]")) node.title = t(node.dataset.tTitle);
  for (const node of $$("[data-t-placeholder]")) node.placeholder = t(node.dataset.tPlaceholder);
  for (const node of $$("[data-t-label]")) label(node, t(node.dataset.tLabel));
}

export const chosenLanguage = () => remembered(LANGUAGE);
export const spoken = () => language;

export function chooseLanguage(wanted) {
  remember(LANGUAGE, wanted);
  return speak(wanted);
}

/** The text with its values filled in; the key itself when there is none, so that a hole is seen. */
export function t(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A week by its number, the period of a task with one deadline by its title. */
export const periodName = (name) => (typeof name === "number" ? t("clock.period", { n: name }) : `“${name}”`);

export const known = (key) => key in texts;

/** Name a control for those who do not see it, and for the mouse that rests on it. */
export function label(node, text) {
  node.setAttribute("aria-label", text);
  if (node.tagName === "BUTTON") node.title = text;
}

function format(name, options) {
  if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat(LOCALES[language], { timeZone: zone, ...options }));
  return formats.get(name);
}

export const clockTime = (moment) => format("time", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
export const longDay = (moment) => capital(format("long", { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" }).format(moment));
const part = (moment, name, options) => format(name, options).formatToParts(moment).find((each) => each.type === name).value;
export const shortDay = (moment) => `${part(moment, "day", { day: "2-digit" })}/${part(moment, "month", { month: "2-digit" })}`;
export const mediumDay = (moment) => `${capital(format("weekday long", { weekday: "long" }).format(moment))} ${shortDay(moment)}`;
const weekday = (moment) => capital(format("weekday", { weekday: "short" }).format(moment));
const dayKey = (moment) => format("key", { year: "numeric", month: "2-digit", day: "2-digit" }).format(moment);
const DAY = 86400000;

export const sameDay = (one, other) => dayKey(one) === dayKey(other);

/** "Hôm nay", "Hôm qua", or the day. */
export function dayName(moment, now) {
  if (sameDay(moment, now)) return t("chats.today");
  if (sameDay(moment, new Date(now - DAY))) return t("chats.yesterday");
  return longDay(moment);
}

/** A moment that lies ahead: "20:00 T7 14/10", without the day when it is today. */
export function ahead(moment, now) {
  return sameDay(moment, now) ? clockTime(moment) : `${clockTime(moment)} ${weekday(moment)} ${shortDay(moment)}`;
}

/** In a list: the time today, the weekday within a week, else the day. */
export function brief(moment, now) {
  if (sameDay(moment, now)) return clockTime(moment);
  return now - moment < 6 * DAY ? weekday(moment) : shortDay(moment);
}

export function left(milliseconds) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60000));
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60), minutes % 60];
  const hours = Math.floor((minutes % 1440) / 60);
  if (d > 0) return hours ? t("left.days", { d, h: hours }) : t("left.only_days", { d });
  return h > 0 ? t("left.hours", { h, m }) : t("left.minutes", { m });
}

export function size(bytes) {
  const number = (value, digits) => new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits }).format(value);
  return bytes < 1048576 ? `${number(Math.max(1, bytes / 1024), 0)} kB` : `${number(bytes / 1048576, 1)} MB`;
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** For searching: no diacritics, no capitals, đ as d. */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");

/** The given name, which comes last. */
export const givenName = (name) => name.trim().split(/\s+/).at(-1) ?? "";

/** What this browser remembers. Without storage (a private window) nothing is remembered, and nothing breaks. */
export function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}
