// @ts-check
/** The hand-out: what was asked, what was set, what came of it, and questions for the talk afterwards. Only for print. */
import { addressOf } from "../state/address.js";
import { el, fill } from "../parts/dom.js";
import { ordered, sceneWords, sentence, verdict } from "./results.js";
import { keptScenes } from "./scenes.js";
import { capital, number, unitAfter } from "../parts/words.js";

/** Most of the learning is in the talk afterwards. */
const QUESTIONS = [
  "What did you expect, and where were you wrong?",
  "What in the model is like the place where you work, and what is not?",
  "Who knew what was happening at the front line, and why did others not?",
  "What did the change cost, and who paid: families, staff, managers?",
  "What was the same lever worth as an add-on?",
  "What would have to be true where you work for this to come out the same way?",
  "What will you look at, ask or stop within the next month?",
];

/**
 * @param {import("../state/store.js").State} state
 * @returns {HTMLElement}
 */
export function handout(state) {
  const { story, scene, answer, hidden, votes } = state;
  const seen = answer && !hidden;
  return el(
    "article",
    { id: "handout" },
    el("h1", {}, story.title),
    el("p", {}, story.subtitle),
    el("p", {}, el("strong", {}, story.limits)),
    el("h2", {}, "What the room said"),
    voted(story, votes),
    el("h2", {}, "What was set"),
    el("p", {}, `${capital(sceneWords(scene, story))}.`),
    el("h2", {}, "What came of it"),
    seen
      ? el(
          "ul",
          {},
          ordered(story.charts).map(({ chart, index }) => el("li", {}, sentence(answer, index, chart, story))),
        )
      : el("p", {}, hidden ? "Not yet revealed." : "Not yet worked out."),
    kept(state),
    el("h2", {}, "To talk about"),
    el(
      "ol",
      { class: "talk" },
      QUESTIONS.map((question) => el("li", {}, question)),
    ),
    el("h2", {}, "To do it again"),
    el("p", {}, "This screen: ", el("code", {}, addressOf(state))),
    answer?.command ? el("p", {}, "The same figures from a command line: ", el("code", {}, answer.command)) : null,
  );
}

/**
 * @param {any} story
 * @param {import("../state/store.js").State["votes"]} votes
 */
function voted(story, votes) {
  const said = story.steps
    .filter((/** @type {any} */ step) => step.question && votes[step.question.id]?.counts.length)
    .map((/** @type {any} */ { question }) => {
      const { counts, by } = votes[question.id];
      const parts = question.choices.map(
        (/** @type {string} */ choice, /** @type {number} */ at) => `${choice} ${counts[at] ?? 0}`,
      );
      return el("li", {}, `${question.text} ${parts.join(", ")} (${by === "hands" ? "raised hands" : "phones"}).`);
    });
  return said.length ? el("ul", {}, said) : el("p", {}, "No vote was taken.");
}

/** @param {import("../state/store.js").State} state */
function kept(state) {
  const { story } = state;
  const scenes = keptScenes(state);
  if (!scenes.length) return null;
  return el(
    "section",
    {},
    el("h2", {}, "Scenes kept"),
    scenes.map(({ letter, scene, answer }) => [
      el("h3", {}, `${letter}: ${sceneWords(scene, story)}`),
      answer
        ? el(
            "ul",
            {},
            ordered(story.charts).map(({ chart, index }) => {
              const said = verdict(answer, index, chart);
              const level = number(answer.arrays.level[index * 2 + 1], chart.digits) + unitAfter(chart.unit);
              return el(
                "li",
                {},
                `${capital(chart.label)}: ${level}, ${said.way === "same" ? "no change" : `${said.word} ${said.difference} (${said.low} to ${said.high})`}`,
              );
            }),
          )
        : null,
    ]),
  );
}

/**
 * Print the hand-out alone.
 * @param {import("../state/store.js").State} state
 */
export function printHandout(state) {
  const sheet = handout(state);
  const place = el("div", { id: "print-only" });
  fill(place, sheet);
  document.body.append(place);
  document.body.classList.add("printing-handout");
  const after = () => {
    place.remove();
    document.body.classList.remove("printing-handout");
    window.removeEventListener("afterprint", after);
  };
  window.addEventListener("afterprint", after);
  window.print();
}
