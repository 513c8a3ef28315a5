// @ts-check
// The view from the middle and from below: what came up to a manager, what came down, load and room for decision, and what
// the people below believe about these beside what is.

import { el, fill, setText } from "../parts/dom.js";
import { liftAtItsStep } from "../controls/lift.js";
import { postAt, unitAt } from "./moments.js";
import { capital } from "../parts/words.js";

/**
 * A line: words, what is, and what is believed about it. `of`: value in points for a unit, nan for none.
 * @typedef {{words: string, real: string|null, believed: string|null, tip: string, said?: string}} Line
 */

const READING_MS = 400;

/** @type {{title: string, is: string, believed: string, lines: Line[]}[]} */
const PARTS = [
  {
    title: "What came up",
    is: "what is",
    believed: "manager believes",
    lines: [
      {
        words: "Strain of those below",
        real: "unit_strain",
        believed: "unit_belief",
        tip: "Mean strain of the front line below this manager, and what the manager believes it to be.",
      },
      {
        words: "The last report said",
        real: null,
        believed: "unit_signal",
        said: "reported",
        tip: "Strain of the unit as it was last reported to this manager, after softening.",
      },
    ],
  },
  {
    title: "What the manager carries",
    is: "what is",
    believed: "people below believe",
    lines: [
      {
        words: "Load",
        real: "unit_load",
        believed: "unit_seen_load",
        tip: "Hours needed beyond the contract, of the most that anybody works.",
      },
      {
        words: "Room for decision",
        real: "unit_discretion",
        believed: "unit_seen_discretion",
        tip: "What the manager may grant, as a share of full relief.",
      },
      {
        words: "Willingness to help",
        real: null,
        believed: "unit_seen_intent",
        tip: "How willing the people below believe leaders to be. What leaders want has no measure of its own here.",
      },
      { words: "Exhaustion", real: "exhaustion", believed: null, tip: "The manager's own exhaustion." },
    ],
  },
];

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const chooser = el(
    "select",
    { on: { change: choose } },
    story.tiers.slice(1).map((/** @type {any} */ tier) => group(story, tier)),
  );
  const relief = el("p", { class: "relief" });
  const lines = PARTS.flatMap((part) => part.lines.map((line) => pair(line)));
  const tables = PARTS.map((part) =>
    el(
      "div",
      { class: "pairs" },
      el("h3", {}, part.title),
      el(
        "p",
        { class: "hint key" },
        el("span", { class: "key-real" }, part.is),
        el("span", { class: "key-believed" }, part.believed),
      ),
      lines.filter(({ line }) => part.lines.includes(line)).map(({ node }) => node),
    ),
  );
  fill(
    element,
    el("h2", {}, "From below and from the middle"),
    el("label", { class: "chooser" }, "Manager ", chooser),
    el("div", { class: "ways" }, tables[0], el("div", { class: "pairs" }, el("h3", {}, "What came down"), relief)),
    tables[1],
    el(
      "details",
      { class: "meanings" },
      el("summary", {}, "What these mean"),
      el(
        "dl",
        {},
        PARTS.flatMap((part) => part.lines.map(({ words, tip }) => [el("dt", {}, words), el("dd", {}, tip)])),
      ),
    ),
  );

  function choose() {
    const [kind, value] = chooser.value.split(" ");
    store.set({ selected: kind === "row" ? Number(value) : null });
    show();
  }

  function show() {
    const { picture, week, selected } = store.get();
    if (!picture) return;
    if (selected !== null) {
      const post = story.posts[selected];
      chooser.value = `row ${post.unit >= 0 ? selected : post.parent}`;
    }
    const [kind, value] = chooser.value.split(" ");
    const units = story.units.filter((/** @type {any} */ unit) =>
      kind === "tier" ? unit.tier === Number(value) : unit.manager === Number(value),
    );
    const mean = (/** @type {string|null} */ name) => (name ? meanOf(story, picture, week, units, name) : NaN);
    for (const { line, set } of lines) set(mean(line.real), mean(line.believed));
    const granted = mean("unit_relief");
    setText(
      relief,
      Number.isNaN(granted) ? "–" : `Relief that reaches the people below: ${granted.toFixed(1)}% of their hours.`,
    );
  }

  liftAtItsStep(element, store);
  let last = 0;
  store.subscribe(["picture", "week", "selected", "playing"], ({ playing }) => {
    // Read more slowly than it plays: a few times a second is enough, and leaves the time to the trees.
    const time = performance.now();
    if (playing && time - last < READING_MS) return;
    last = time;
    show();
  });
}

/** Managers of one tier, with all of them first. */
function group(/** @type {any} */ story, /** @type {any} */ tier) {
  const units = story.units.filter((/** @type {any} */ unit) => unit.tier === tier.tier);
  const options = units.map((/** @type {any} */ unit) =>
    el("option", { value: `row ${unit.manager}` }, `${capital(tier.one)}, ${unit.label}`),
  );
  if (units.length > 1) options.unshift(el("option", { value: `tier ${tier.tier}` }, `All ${tier.many} (mean)`));
  return el("optgroup", { label: capital(tier.many) }, options);
}

/** Mean over units, in points of 100, of those that have a value. */
function meanOf(
  /** @type {any} */ story,
  /** @type {any} */ picture,
  /** @type {number} */ week,
  /** @type {any[]} */ units,
  /** @type {string} */ name,
) {
  let [sum, count] = [0, 0];
  for (const unit of units) {
    const value =
      name === "exhaustion"
        ? postAt(story, picture, week, unit.manager).exhaustion
        : 100 * unitAt(picture, name, week, unit.unit);
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return sum / count;
}

/** A line with a solid bar for what is and an outlined one for what is believed. @param {Line} line */
function pair(line) {
  const bars = [line.real, line.believed].map((name, index) => {
    const bar = el("span", { class: index ? "pair-bar believed" : "pair-bar real" });
    const number = el("span", { class: "pair-number" });
    const node = name
      ? el("span", { class: "pair-row" }, el("span", { class: "pair-track", "aria-hidden": "true" }, bar), number)
      : null;
    return { node, bar, number };
  });
  const node = el(
    "div",
    { class: "pair" },
    el("span", { class: "pair-words" }, line.words),
    el("span", { class: "pair-rows" }, bars[0].node, bars[1].node),
  );
  /** @type {number[]} */
  const drawn = [];
  return {
    line,
    node,
    /** @param {number} real @param {number} believed */
    set(real, believed) {
      [real, believed].forEach((value, index) => {
        const { bar, number } = bars[index];
        if (drawn[index] === Math.round(value)) return;
        drawn[index] = Math.round(value);
        bar.style.width = `${Number.isNaN(value) ? 0 : Math.max(0, Math.min(100, value))}%`;
        setText(
          number,
          Number.isNaN(value) ? "none" : `${Math.round(value)} ${index ? (line.said ?? "believed") : "real"}`,
        );
      });
    },
  };
}
