// A photo, large. Arrow keys go through the album.

import { $ } from "./dom.js";
import { t } from "./words.js";

let shown = { sources: [], place: 0, alt: "" };

export function startLight() {
  const light = $("#light");
  $(".before", light).addEventListener("click", () => step(-1));
  $(".next", light).addEventListener("click", () => step(1));
  $(".shut", light).addEventListener("click", () => light.close());
  light.addEventListener("click", (event) => event.target === light && light.close());
  light.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  });
}

/** Show these pictures, beginning with one of them. */
export function look(sources, place, alt) {
  shown = { sources, place, alt };
  draw();
  $("#light").showModal();
}

function step(by) {
  shown.place = (shown.place + by + shown.sources.length) % shown.sources.length;
  draw();
}

function draw() {
  const { sources, place, alt } = shown;
  const light = $("#light");
  const image = $("img", light);
  image.src = sources[place];
  image.alt = alt;
  light.classList.toggle("single", sources.length < 2);
  $(".of", light).textContent = t("light.of", { n: place + 1, all: sources.length });
}
