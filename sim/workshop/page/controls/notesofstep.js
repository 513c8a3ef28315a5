// @ts-check
/** What a trainer reads at a step: what stands on the screen, what to say and ask, and what comes next. */
import { el, fill, setText } from "../parts/dom.js";

/**
 * Notes in paragraphs: a new one where a sentence begins with a cue in capitals, such as ASK or DO NOT CLAIM.
 * @param {string} notes
 * @returns {string[]}
 */
function cues(notes) {
  return notes.split(/(?<=[.?!:]["”]?)\s+(?=[A-Z]{2,}\b)/);
}

/**
 * @param {any} story
 * @returns {{node: HTMLElement, update: (step: number) => void}}
 */
export function notesOfStep(story) {
  const title = el("h2");
  const say = el("p", { class: "say" });
  const words = el("div", { class: "trainer" });
  const next = el("p", { class: "next" });
  const node = el(
    "div",
    {},
    el("div", { role: "status", "aria-live": "polite" }, title),
    el("h3", {}, "On the screen"),
    say,
    el("h3", {}, "For you"),
    words,
    el("h3", {}, "Next"),
    next,
  );

  /** @param {number} step */
  function update(step) {
    const now = story.steps[step];
    const after = story.steps[step + 1];
    setText(title, `${step + 1} of ${story.steps.length}: ${now.title}`);
    setText(say, now.say);
    fill(
      words,
      cues(now.notes).map((part) => el("p", {}, part)),
    );
    setText(next, after ? `${after.title}: ${after.say}` : "This is the last step.");
  }
  return { node, update };
}
