// @ts-check
// The staff poll of the week: the simulated share, and beside it the published one, drawn in another way, since its readers
// chose to answer and are no sample of anybody's staff.

import { el, fill, setText } from "../parts/dom.js";
import { liftAtItsStep } from "../controls/lift.js";
import { indexOf } from "./moments.js";

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const { poll } = story;
  const share = el("span", { class: "poll-number" }, "–");
  const bar = el("div", { class: "poll-fill" });
  const published = el(
    "div",
    { class: "poll-published" },
    el("p", {}, el("span", { class: "poll-number" }, `${poll.published}%`), " said yes in the published poll"),
    el("div", { class: "poll-outline", "aria-hidden": "true" }, el("div", { style: { width: `${poll.published}%` } })),
    el("p", { class: "hint" }, poll.published_words),
  );
  const simulated = el(
    "div",
    {},
    el("p", {}, share, " would say yes in the simulated service, this week"),
    el("div", { class: "poll-bar", "aria-hidden": "true" }, bar),
  );
  const waiting = el("p", { class: "hint" }, "Shown when the room has voted.");
  fill(
    element,
    el("h2", {}, "Staff poll of the week"),
    el("p", { class: "poll-question" }, poll.question),
    simulated,
    published,
    waiting,
  );
  let drawn = NaN;
  store.subscribe(["picture", "week"], ({ picture, week }) => {
    if (!picture) return;
    const value = Math.round(picture.arrays.poll[indexOf(picture, week)]);
    if (value === drawn) return;
    drawn = value;
    setText(share, `${value}%`);
    bar.style.width = `${value}%`;
  });
  const voting = story.steps.findIndex((/** @type {any} */ step) => step.question);
  const show = () => {
    const { step, votes } = store.get();
    // A figure on the wall sways a vote: both wait until the room has been asked.
    const asked = Object.values(votes).some((vote) => vote.open);
    simulated.hidden = asked;
    published.hidden = asked || step <= voting;
    waiting.hidden = !asked && step > voting;
    setText(waiting, asked ? "Shown when the room has voted." : "The published figure is shown after the vote.");
  };
  store.subscribe(["step", "votes", "story"], show);
  liftAtItsStep(element, store);
  show();
}
