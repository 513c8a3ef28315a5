// @ts-check
// The keyboard of the trainer: arrows or a clicker go through the story, single letters do the rest and can be turned off.

import { goToStep, pause, play, redo, setBlack, stepMonths, toggleFrozen, togglePresenter, undo } from "./actions.js";
import { toggleTable } from "../trees/tables.js";

/** @typedef {typeof import("./store.js").store} Store */

let letters = true;

/** @returns {boolean} whether single letters are keys */
export function keysOn() {
  return letters;
}

/** @param {boolean} on */
export function turnKeys(on) {
  letters = on;
}

/**
 * Keys by name as the help shows them. `single`: a letter or sign without a modifier, which can be turned off.
 * @type {{name: string, keys: string[], words: string, single: boolean, act: (store: Store) => void}[]}
 */
export const KEYS = [
  {
    name: "→ or Page Down",
    keys: ["ArrowRight", "PageDown"],
    words: "next step of the story",
    single: false,
    act: (store) => goToStep(store.get().step + 1),
  },
  {
    name: "← or Page Up",
    keys: ["ArrowLeft", "PageUp"],
    words: "the step before",
    single: false,
    act: (store) => goToStep(store.get().step - 1),
  },
  {
    name: "Space",
    keys: [" "],
    words: "play or pause",
    single: true,
    act: (store) => (store.get().playing ? pause() : play()),
  },
  { name: ",", keys: [","], words: "a month back", single: true, act: () => stepMonths(-1) },
  { name: ".", keys: ["."], words: "a month on", single: true, act: () => stepMonths(1) },
  { name: "P", keys: ["p"], words: "large type", single: true, act: () => togglePresenter() },
  { name: "F", keys: ["f"], words: "freeze what is on the screen", single: true, act: () => toggleFrozen() },
  { name: "B", keys: ["b"], words: "black screen", single: true, act: () => setBlack(true) },
  { name: "T", keys: ["t"], words: "the trees as a table", single: true, act: () => toggleTable() },
  {
    name: "?",
    keys: ["?"],
    words: "this list",
    single: true,
    act: () => document.dispatchEvent(new CustomEvent("coalface-keys")),
  },
];

/** Elements that use these keys themselves. */
const OWN = "input, select, textarea, [contenteditable], [role=application]";

/** @param {Store} store */
export function listen(store) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const target = event.target instanceof Element ? event.target : null;
    const isTyped = target?.closest("input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea");
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "z" || isTyped) return;
      event.preventDefault();
      (event.shiftKey ? redo : undo)();
      return;
    }
    if (store.get().black && event.key !== "Tab") {
      event.preventDefault();
      setBlack(false);
      return;
    }
    const found = KEYS.find(({ keys }) => keys.includes(event.key.length === 1 ? event.key.toLowerCase() : event.key));
    if (!found || (found.single && !letters)) return;
    if (target?.closest("dialog")) return;
    // A slider, a list or a tree uses the arrows; a button uses the space bar; a field uses every letter.
    if (target?.closest(OWN) && (!found.single || isTyped || target.closest("select"))) return;
    if (event.key === " " && target?.closest("button, summary, a, input")) return;
    event.preventDefault();
    found.act(store);
  });
}
