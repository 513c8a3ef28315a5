// @ts-check
// The gap: strain of the front line less what the top believes, in points of 100. The largest number on the screen.

import { el, fill, setText } from "../parts/dom.js";
import { gapAt, has } from "./moments.js";

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const number = el("span", { class: "gap-number" }, "–");
  const words = el("p", { class: "gap-words" });
  const beside = el("p", { class: "gap-beside" });
  fill(
    element,
    el("h2", {}, "The gap"),
    el("p", { class: "gap-line" }, number, el("span", { class: "gap-unit" }, "points of 100")),
    words,
    beside,
  );
  store.subscribe(["picture", "week", "pictureOfNow"], ({ picture, pictureOfNow, week }) => {
    if (!picture) return;
    const gap = gapAt(picture, week);
    setText(number, String(Math.abs(gap)));
    setText(words, wordsOf(gap));
    const comparable = picture.arm === "changed" && has(pictureOfNow, week) && pictureOfNow.world === picture.world;
    setText(beside, comparable ? `as now: ${gapAt(pictureOfNow, week)}` : "");
  });
}

/** @param {number} gap @returns {string} which way it points */
function wordsOf(gap) {
  if (gap > 0) return "more strain than the top believes";
  if (gap < 0) return "less strain than the top believes";
  return "the top believes what is";
}
