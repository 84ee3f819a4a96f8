// Where the visitor writes: text, photos that are chosen, dragged or pasted in, and what cannot be sent.

import { $, h, icon } from "./dom.js";
import { sentence } from "./notes.js";
import { isPicture, sendFiles, sendSample, sendText } from "./sending.js";
import { name, on, state } from "./state.js";
import { givenName, label, size, t } from "./words.js";

/** The chats of people with names of their own: secretaries and coordinators, not the admin, not strangers. */
const PERSONAL = /^[sc]-/;

export class Composer {
  /** `panel` is what accepts dragged files. */
  constructor(chat, panel) {
    this.chat = chat;
    this.files = [];
    this.text = h("textarea", { rows: 1, maxlength: 20000, enterkeyhint: "send" });
    this.picker = h("input", { type: "file", multiple: true, accept: "image/*", class: "hidden", tabindex: -1, "aria-hidden": "true" });
    this.attach = this.button("attach", () => this.picker.click());
    this.sample = this.button("sample", () => sendSample(chat));
    this.send = h("button", { type: "submit", class: "send round" }, icon("send"));
    this.tray = h("div", { class: "tray", hidden: true });
    this.fault = h("p", { class: "fault", role: "alert", hidden: true });
    const row = h("div", { class: "row" }, this.attach, this.sample, this.text, this.send);
    this.form = h("form", { class: "composer" }, this.fault, this.tray, row, this.picker);
    this.listen(panel);
    this.speak();
  }

  button(name, act) {
    return h("button", { type: "button", class: "round quiet", on: { click: act } }, icon(name));
  }

  speak() {
    const values = { name: name(this.chat) };
    label(this.text, t("composer.label", values));
    label(this.attach, t("composer.attach"));
    label(this.sample, t("composer.sample"));
    label(this.send, t("composer.send"));
    this.text.placeholder = this.files.length ? t("composer.caption") : t("composer.hint", { name: PERSONAL.test(this.chat) ? givenName(values.name) : values.name });
  }

  listen(panel) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("input", () => {
      this.complain([]);
      this.grow();
    });
    this.text.addEventListener("keydown", (event) => {
      // While a Vietnamese letter is being composed, Enter belongs to the keyboard.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("paste", (event) => {
      if (event.clipboardData.files.length) event.preventDefault();
      this.add([...event.clipboardData.files]);
    });
    this.picker.addEventListener("change", () => {
      this.add([...this.picker.files]);
      this.picker.value = "";
    });
    panel.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      panel.dataset.drop = t("composer.drop", { name: name(this.chat) });
    });
    panel.addEventListener("dragleave", (event) => panel.contains(event.relatedTarget) || delete panel.dataset.drop);
    panel.addEventListener("drop", (event) => {
      event.preventDefault();
      delete panel.dataset.drop;
      this.add([...event.dataTransfer.files]);
      this.text.focus();
    });
    on("refused", ({ chat, entry }) => {
      if (chat !== this.chat || entry.kind !== "text" || this.text.value) return;
      this.text.value = entry.text;
      this.grow();
    });
  }

  submit() {
    const text = this.text.value.trim();
    const { limits } = state.world;
    const limit = this.files.length ? limits.caption : limits.text;
    if (text.length > limit) {
      this.complain([{ error: "text_too_long", facts: { length: text.length, limit } }]);
      return;
    }
    if (this.files.length) sendFiles(this.chat, this.files.map(({ file }) => file), text);
    else if (text) sendText(this.chat, text);
    this.text.value = "";
    this.empty();
    this.grow();
  }

  /** Take files into the tray; what is too heavy stays out, and is said. */
  add(files) {
    const faults = [];
    for (const file of files) {
      const fault = this.faultOf(file);
      if (fault) faults.push(fault);
      else this.files.push({ file, url: isPicture(file) ? URL.createObjectURL(file) : null });
    }
    this.complain(faults);
    this.draw();
  }

  /** Say beside the box what was not sent; what was written and chosen stays. No faults take earlier words away. */
  complain(faults) {
    this.fault.textContent = [...new Set(faults.map(sentence))].join(" ");
    this.fault.hidden = !faults.length;
  }

  faultOf(file) {
    const { limits } = state.world;
    if (file.size === 0) return { error: "empty_file", facts: { name: file.name } };
    if (file.size > limits.file_bytes) return { error: "too_large", facts: { name: file.name, size: size(file.size), limit: limits.file_bytes } };
    if (this.files.length >= limits.pictures) return { error: "too_many_pictures", facts: { limit: limits.pictures } };
    return null;
  }

  draw() {
    this.tray.hidden = !this.files.length;
    this.tray.replaceChildren(...this.files.map((entry) => this.thumb(entry)));
    this.speak();
  }

  thumb(entry) {
    const remove = h("button", { type: "button", class: "round", on: { click: () => this.remove(entry) } }, icon("close"));
    label(remove, t("composer.remove", { name: entry.file.name }));
    const picture = entry.url ? h("img", { src: entry.url, alt: entry.file.name }) : h("span", { class: "file" }, icon("file"), entry.file.name);
    return h("span", { class: "thumb" }, picture, remove);
  }

  remove(entry) {
    this.files.splice(this.files.indexOf(entry), 1);
    if (entry.url) URL.revokeObjectURL(entry.url);
    this.draw();
    this.text.focus();
  }

  empty() {
    for (const { url } of this.files) if (url) URL.revokeObjectURL(url);
    this.files = [];
    this.fault.hidden = true;
    this.draw();
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 140)}px`;
  }
}

export const composerOf = (panel) => $("textarea", panel);
