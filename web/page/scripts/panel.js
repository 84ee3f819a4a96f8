// One open chat: who it is, what was said, what can be done.

import { $, calmly, h, icon } from "./dom.js";
import { drawLog } from "./bubbles.js";
import { Composer } from "./composer.js";
import { complain } from "./notes.js";
import { avatar } from "./people.js";
import { start } from "./sending.js";
import { chatPath, post } from "./server.js";
import { closeChat } from "./opened.js";
import { chatOf, loadOlder, markRead, state, stateOf, tileOf } from "./state.js";
import { label, t } from "./words.js";

const NEAR = 80;

export class Panel {
  constructor(chat) {
    this.chat = chat;
    this.drawn = new Map();
    this.head = h("header");
    this.log = h("div", { class: "log", role: "log", tabindex: 0 });
    this.older = h("button", { type: "button", class: "older", on: { click: () => this.loadOlder() } });
    this.jump = h("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.toEnd(true) } });
    this.invitation = h("div", { class: "invitation", hidden: true });
    this.scroller = h("div", { class: "scroller" }, this.older, this.log, this.invitation);
    this.node = h("article", { class: "panel", data: { chat } }, this.head, h("div", { class: "view" }, this.scroller, this.jump));
    this.composer = new Composer(chat, this.node);
    this.node.append(this.composer.form);
    this.follows = true;
    this.scroller.addEventListener("scroll", () => {
      this.follows = this.atEnd();
      if (this.follows) this.seen();
    });
    // Drawn out of sight (another tab of a phone) it has no height yet, and no end to go to.
    new IntersectionObserver(([entry]) => entry.isIntersecting && this.follows && this.toEnd(false)).observe(this.node);
    this.node.addEventListener("focusin", () => (state.active = chat));
    this.seenCalmly = calmly(400, () => this.seen());
  }

  get person() {
    return state.people.get(this.chat) ?? { chat: this.chat, name: this.chat, role: "guest", unit: "", unit_name: "", talk: { bot_ids: [] } };
  }

  /** Draw everything that may have changed. */
  draw() {
    const stays = this.follows;
    this.drawHead();
    this.drawInvitation();
    this.drawMessages();
    if (stays) this.toEnd(false);
  }

  // ---- what was said ------------------------------------------------------------------------------------------

  messages() {
    const stays = this.follows;
    const own = chatOf(this.chat).pending.length > 0;
    this.drawMessages();
    this.drawInvitation();
    if (stays || own) this.toEnd(false);
    else this.jump.hidden = false;
  }

  drawMessages() {
    const { messages, more, pending, loaded } = chatOf(this.chat);
    this.older.hidden = !more;
    this.older.textContent = t("chats.older");
    this.jump.replaceChildren(icon("down"), t("chats.newer"));
    drawLog(this.log, this.drawn, this.chat, messages, pending);
    if (loaded && !messages.length && !pending.length) this.log.replaceChildren(h("p", { class: "event" }, h("span", {}, t("chats.nothing_yet"))));
  }

  async loadOlder() {
    const height = this.scroller.scrollHeight;
    const top = this.scroller.scrollTop;
    await loadOlder(this.chat).catch(complain);
    this.scroller.scrollTop = top + this.scroller.scrollHeight - height;
    this.jump.hidden = true;
  }

  atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toEnd(smooth) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    // Pictures that are still loading would push the end away again.
    for (const image of this.log.querySelectorAll("img:not([data-met])")) {
      image.dataset.met = "";
      if (!image.complete) image.addEventListener("load", () => this.scroller.scrollTo({ top: this.scroller.scrollHeight }), { once: true });
    }
    this.seenCalmly();
  }

  seen() {
    this.jump.hidden = true;
    if (!document.hidden && this.node.offsetParent !== null && this.atEnd()) markRead(this.chat);
  }

  // ---- who it is ----------------------------------------------------------------------------------------------

  drawHead() {
    const { person } = this;
    const tile = person.role === "secretary" ? tileOf(person.unit) : null;
    const detail = [person.unit_name, person.role === "secretary" ? state.groups[person.group] : t(`people.role_${person.role}`)].filter(Boolean).join(" · ");
    const signature = JSON.stringify([person.name, detail, tile, person.mine, person.blocked, document.documentElement.lang]);
    label(this.node, t("chats.with", { name: person.name }));
    if (this.head.dataset.signature === signature) return;
    this.head.dataset.signature = signature;
    const mine = person.mine && person.role !== "guest";
    const back = h("button", { type: "button", class: "round quiet narrow", on: { click: () => (document.body.dataset.view = "people") } }, icon("back"));
    label(back, t("chats.back"));
    const close = h("button", { type: "button", class: "round quiet", on: { click: () => closeChat(this.chat) } }, icon("close"));
    label(close, t("chats.close", { name: person.name }));
    const names = h("div", { class: "names" }, h("h3", {}, h("span", {}, person.name), mine && h("span", { class: "mine", title: t("chats.mine") }, t("people.you"))), h("p", {}, tile && chip(tile), h("span", {}, detail)));
    this.head.replaceChildren(back, avatar(person, null), names, this.menu(person), close);
    this.composer.speak();
  }

  menu(person) {
    const items = h("div", { class: "menu", role: "menu", hidden: true });
    const open = h("button", { type: "button", class: "round quiet", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("menu"));
    const show = (on) => {
      items.hidden = !on;
      open.setAttribute("aria-expanded", String(on));
    };
    const item = (text, act) => h("button", { type: "button", role: "menuitem", on: { click: () => (show(false), act()) } }, text);
    if (person.mine && person.role !== "guest" && person.role !== "admin") items.append(item(t("chats.hand_back"), () => this.tell("hand-back")));
    items.append(item(t(person.blocked ? "chats.unblock" : "chats.block"), () => this.tell("block", { on: !person.blocked })));
    open.addEventListener("click", () => (show(items.hidden), items.hidden || items.firstElementChild.focus()));
    const wrap = h("div", { class: "more" }, open, items);
    wrap.addEventListener("focusout", (event) => wrap.contains(event.relatedTarget) || show(false));
    wrap.addEventListener("keydown", (event) => event.key === "Escape" && (show(false), open.focus()));
    label(open, t("chats.menu", { name: person.name }));
    return wrap;
  }

  tell(what, document = {}) {
    post(chatPath(this.chat, what), document).catch(complain);
  }

  // ---- not linked yet, or blocked -----------------------------------------------------------------------------------

  drawInvitation() {
    const { person } = this;
    const begun = chatOf(this.chat).messages.some((message) => !message.bot);
    const kind = person.blocked ? "blocked" : person.linked || begun || !chatOf(this.chat).loaded ? "" : person.code ? "invited" : person.role === "guest" ? "stranger" : "unlinked";
    this.node.classList.toggle("blocked", Boolean(person.blocked));
    this.invitation.hidden = !kind;
    const signature = `${kind} ${document.documentElement.lang}`;
    if (this.invitation.dataset.signature === signature) return;
    this.invitation.dataset.signature = signature;
    this.invitation.replaceChildren(...this.invitationParts(kind, person));
  }

  invitationParts(kind, person) {
    if (!kind) return [];
    const parts = [h("p", {}, t(`chats.${kind}`))];
    const button = (text, act) => h("button", { type: "button", class: "main", on: { click: act } }, text);
    if (kind === "invited") parts.push(h("p", { class: "code" }, h("span", {}, t("chats.code")), h("code", {}, person.code)), button(t("chats.open_invitation"), () => start(this.chat)));
    if (kind === "stranger") parts.push(button(t("chats.begin"), () => start(this.chat)));
    if (kind === "blocked") parts.push(button(t("chats.unblock"), () => this.tell("block", { on: false })));
    return parts;
  }

  focus() {
    this.node.scrollIntoView({ behavior: "smooth", block: "nearest", inline: "nearest" });
    $("textarea", this.node).focus({ preventScroll: true });
  }
}

/** The unit's standing as a small label: sign, colour and count. */
function chip(tile) {
  const kind = stateOf(tile);
  const text = tile.required ? `${tile.counted}/${tile.required}` : "";
  return h("span", { class: `chip ${kind}`, title: t(`state.${kind}`) }, icon(kind), h("span", { class: "hidden" }, t(`state.${kind}`)), text);
}
