// @ts-check
/** Scenes A, B and C: kept, brought back, and laid side by side. */
import { loadScene, newestRequest, saveScene, sceneAsked } from "../state/actions.js";
import { el, fill, setText } from "../parts/dom.js";
import { lift } from "../controls/lift.js";
import { GROUPS, ordered, sceneInShort, sceneWords, verdict } from "./results.js";
import { capital, number } from "../parts/words.js";

const LETTERS = ["A", "B", "C"];

/**
 * Answers to kept scenes, by letter, each with the scene it belongs to. One from more runs takes the place of an earlier one.
 * @type {Record<string, {scene: any, answer: any}>}
 */
const answers = {};

/**
 * The kept scenes with their answers, for what is taken away.
 * @param {import("../state/store.js").State} state
 */
export function keptScenes({ saved }) {
  return LETTERS.filter((letter) => saved[letter]).map((letter) => ({
    letter,
    scene: saved[letter],
    answer: answers[letter]?.answer ?? null,
  }));
}

/**
 * @param {any} one
 * @param {any} other
 */
function sameScene(one, other) {
  return canonical(one) === canonical(other);
}

/**
 * A scene as text in which the order of levers and assumptions does not count.
 * @param {any} scene
 */
function canonical(scene) {
  const sorted = (/** @type {Record<string, any>} */ held) =>
    Object.keys(held)
      .sort()
      .map((key) => [key, held[key]]);
  const levers = sorted(scene.levers).map(([name, set]) => [name, set.mode, set.dose]);
  return JSON.stringify([scene.demand, scene.shock, scene.goodwill, levers, sorted(scene.assumptions)]);
}

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const table = el("div", { class: "compared", tabindex: "0", role: "region", "aria-label": "Scenes compared" });
  const told = el("p", { class: "unseen", role: "status", "aria-live": "polite" });
  const slots = LETTERS.map((letter) => {
    const words = el("p");
    const load = el("button", { type: "button", on: { click: () => loadScene(letter) } }, `Show ${letter}`);
    const save = el(
      "button",
      {
        type: "button",
        on: {
          click: () => {
            saveScene(letter);
            setText(told, `What is set is kept as scene ${letter}.`);
          },
        },
      },
      `Keep as ${letter}`,
    );
    const node = el(
      "li",
      {},
      el("div", { class: "kept" }, el("strong", { "aria-hidden": "true" }, letter), words),
      el("div", { class: "take-buttons" }, save, load),
    );
    return { letter, words, load, node };
  });
  element.append(
    el("h2", {}, "Scenes A, B and C"),
    told,
    table,
    el(
      "ul",
      { class: "slots" },
      slots.map((slot) => slot.node),
    ),
  );

  /** The answer on screen belongs to every kept scene that is the same as the one asked for. */
  function remember() {
    const { answer, saved, hidden } = store.get();
    for (const letter of LETTERS) {
      const kept = saved[letter];
      if (answers[letter] && answers[letter].scene !== kept) delete answers[letter];
      if (!kept || !answer || hidden || answer.id !== newestRequest() || !sameScene(kept, sceneAsked())) continue;
      answers[letter] = { scene: kept, answer };
    }
  }

  /** @param {import("../state/store.js").State} state */
  function update(state) {
    remember();
    for (const slot of slots) {
      const kept = state.saved[slot.letter];
      setText(slot.words, kept ? capital(sceneWords(kept, story)) : "empty");
      slot.load.toggleAttribute("disabled", !kept);
    }
    compare(state);
  }

  /** @param {import("../state/store.js").State} state */
  function compare(state) {
    const kept = keptScenes(state);
    table.hidden = !kept.length;
    if (!kept.length) return;
    const rows = ordered(story.charts).map(({ chart, index }) =>
      el(
        "tr",
        {},
        el("td", {}, GROUPS[chart.group]),
        el("th", { scope: "row" }, `${capital(chart.label)} (${chart.unit})`),
        kept.map(({ answer }) => {
          if (!answer) return el("td", {}, "show it once");
          const said = verdict(answer, index, chart);
          return el(
            "td",
            {},
            el("span", { class: "level" }, number(answer.arrays.level[index * 2 + 1], chart.digits)),
            said.way === "same"
              ? ` ${said.word}`
              : ` ${said.mark} ${said.word} ${said.difference} (${said.low} to ${said.high})`,
          );
        }),
      ),
    );
    fill(
      table,
      el(
        "table",
        {},
        el(
          "caption",
          {},
          el(
            "span",
            { class: "caption-words" },
            `With each scene, ${story.window_words}; then the difference from as now under the same demand and shock, ` +
              "with its 95% interval",
          ),
        ),
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ["For", "Outcome"].map((words) => el("th", { scope: "col" }, words)),
            kept.map(({ letter, scene }) => head(letter, scene)),
          ),
        ),
        el("tbody", {}, rows),
      ),
    );
  }
  /**
   * The head of a column: which scene, and what it changes.
   * @param {string} letter
   * @param {any} scene
   */
  function head(letter, scene) {
    const whole = `Scene ${letter}: ${sceneWords(scene, story)}`;
    return el(
      "th",
      { scope: "col", title: whole, "aria-label": whole },
      `Scene ${letter}`,
      el("span", { class: "scene-words" }, sceneInShort(scene, story)),
    );
  }

  const raise = lift(element);
  const arrange = () => raise(Boolean(story.steps[store.get().step]?.compare));
  store.subscribe(["step"], arrange);
  arrange();
  store.subscribe(["saved", "answer", "hidden"], update);
  update(store.get());
}
