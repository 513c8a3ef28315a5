// @ts-check
/** The window of notes: a page of the server, or, from a file without one, a window that this page fills. */
import { goToStep } from "../state/actions.js";
import { el, fill } from "../parts/dom.js";
import { notesOfStep } from "./notesofstep.js";

const SIZE = "width=760,height=900";

/** @type {Window | null} */
let page = null;
/** @type {ReturnType<typeof notesOfStep> | null} */
let notes = null;

/** @param {typeof import("../state/store.js").store} store */
export function openNotes(store) {
  // Results stand in the page itself where it was opened as a file.
  if (!document.getElementById("exported")) {
    window.open("/notes", "notes", SIZE);
    return;
  }
  page = window.open("", "notes", SIZE);
  if (!page) {
    store.set({ message: "This browser opens no second window. Allow it for this file, and ask again." });
    return;
  }
  if (!notes) {
    notes = notesOfStep(store.get().story);
    store.subscribe(["step"], ({ step }) => notes?.update(step));
  }
  notes.update(store.get().step);
  /** @param {number} by */
  const turn = (by) => goToStep(store.get().step + by);
  page.document.title = "Trainer's notes";
  page.document.documentElement.lang = "en-GB";
  Object.assign(page.document.body.style, {
    font: "20px/1.5 system-ui, sans-serif",
    margin: "1rem auto",
    maxWidth: "42rem",
    padding: "0 1rem",
  });
  const button = (/** @type {string} */ words, /** @type {number} */ by) =>
    el(
      "button",
      { type: "button", style: { font: "inherit", "min-height": "44px" }, on: { click: () => turn(by) } },
      words,
    );
  fill(
    page.document.body,
    el("h1", {}, "Trainer's notes"),
    button("◀ Step back", -1),
    " ",
    button("Next step ▶", 1),
    notes.node,
  );
  page.focus();
}
