// Making elements. Texts only ever become text nodes, so nobody's words can become markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element. `props`: class, on (listeners), data, and anything else as an attribute (null and false: none). */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An icon of icons.svg, for the eye only. */
export function icon(name, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `icons.svg#${name}`);
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

/** Make `parent` hold exactly these nodes in this order, touching only what differs. */
export function arrange(parent, nodes) {
  nodes.forEach((node, place) => {
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] ?? null);
  });
  while (parent.children.length > nodes.length) parent.lastElementChild.remove();
}

/** Call at most once in `pause` milliseconds, the last wish always being granted. */
export function calmly(pause, act) {
  let waiting = null;
  let last = -Infinity;
  return () => {
    if (waiting !== null) return;
    const wait = Math.max(0, last + pause - performance.now());
    waiting = setTimeout(() => {
      waiting = null;
      last = performance.now();
      act();
    }, wait);
  };
}

/** Arrow keys move between the items that match; Home and End go to the ends. Only one of them is a tab stop. */
export function roving(container, selector) {
  container.addEventListener("keydown", (event) => {
    const items = $$(selector, container).filter((item) => item.offsetParent !== null);
    const here = items.indexOf(document.activeElement);
    if (here < 0) return;
    const there = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: items.length - 1 }[event.key] ?? beside(items, here, event.key);
    if (there === null || !items[there]) return;
    event.preventDefault();
    for (const item of items) item.tabIndex = -1;
    items[there].tabIndex = 0;
    items[there].focus();
  });
}

/** The nearest item in the row above or below. */
function beside(items, here, key) {
  if (key !== "ArrowDown" && key !== "ArrowUp") return null;
  const from = items[here].getBoundingClientRect();
  const down = key === "ArrowDown";
  let best = null;
  let least = Infinity;
  items.forEach((item, place) => {
    const box = item.getBoundingClientRect();
    const rows = down ? box.top - from.top : from.top - box.top;
    if (rows < 4) return;
    const distance = rows * 1000 + Math.abs(box.left - from.left);
    if (distance < least) [best, least] = [place, distance];
  });
  return best;
}
