// Telling the visitor something: that the line is down, that something was not done, what just happened.

import { $, h } from "./dom.js";
import { known, size, t } from "./words.js";

/** The sentence for a refusal. Sizes are given in bytes and said in words. */
export function sentence(error) {
  const facts = { ...error.facts };
  if (error.error === "offline") return t("net.lost");
  if (error.error === "too_large") facts.limit = size(facts.limit);
  const key = `error.${error.error}`;
  return known(key) ? t(key, facts) : t("error.other", { error: error.error });
}

let going;

/** Show for a while that something was not done. */
export function complain(error) {
  note(sentence(error));
}

export function note(text) {
  $("#toast")?.remove();
  clearTimeout(going);
  const toast = h("p", { id: "toast", class: "toast", role: "alert" }, text);
  document.body.append(toast);
  going = setTimeout(() => toast.remove(), 7000);
}

/** Say something to those who do not see the page. */
export function say(text) {
  $("#said").textContent = text;
}

/** The banner under the clock; null takes it away. */
export function banner(text) {
  $("#notice").hidden = text === null;
  $("#notice").textContent = text ?? "";
}
