// @ts-check
// The way up: what is, and what each tier believes about it. For the whole service, or for the post that is pointed at or
// chosen: since when, strain, caseload, and what became of the last report on its way to the top.

import { byId, el, fill, setText } from "../parts/dom.js";
import { KINDS, indexOf, postAt, sinceWords, unitAt, unitsAbove } from "./moments.js";
import { COLOURS, levelOf } from "./ramp.js";
import { CLOSED, VACANT } from "./kinds.js";
import { capital, many } from "../parts/words.js";

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const title = el("h2", {}, "On the way up");
  const rungs = story.tiers.map(() => rung());
  const name = el("strong");
  const who = el("span");
  const report = el("span");
  fill(
    element,
    title,
    el(
      "ol",
      { class: "ladder" },
      rungs.map((/** @type {any} */ one) => one.node),
    ),
  );
  fill(byId("post"), el("p", {}, name, " ", who, " ", report));
  const all = ofAll(story);
  store.subscribe(["picture", "week", "pointed", "selected"], (state) => {
    const { picture, week, pointed, selected } = state;
    if (!picture) return;
    const row = pointed ?? selected;
    const shown = row === null ? all.at(picture, week) : ofPost(story, picture, week, row);
    setText(title, row === null ? "On the way up" : `On the way up from ${shown.title}`);
    byId("post").classList.toggle("of-post", row !== null);
    setText(name, row === null ? "" : `${shown.title}.`);
    setText(who, shown.facts);
    setText(report, shown.note);
    for (let index = 0; index < rungs.length; index++) rungs[index].show(shown.rungs[index]);
  });
}

/** @typedef {{words: string, value: number, reported?: number, real?: boolean}} Rung */

/** One line of the way up: words, a bar and a number. What is has a solid bar; what is believed an outlined one. */
function rung() {
  const words = el("span", { class: "rung-words" });
  const number = el("span", { class: "rung-number" });
  const bar = el("span", { class: "rung-bar" });
  const node = el(
    "li",
    { hidden: true },
    words,
    el("span", { class: "rung-track", "aria-hidden": "true" }, bar),
    number,
  );
  let drawn = -1;
  return {
    node,
    /** @param {Rung|undefined} shown */
    show(shown) {
      node.hidden = !shown;
      if (!shown) return;
      const { value, real } = shown;
      setText(words, shown.words);
      // A bar that stands as it stood is left alone: each that moves has the page laid out again.
      const next = Number.isNaN(value) ? -2 : 2 * Math.round(value) + (real ? 1 : 0);
      if (next === drawn) return;
      drawn = next;
      setText(number, Number.isNaN(value) ? "no picture" : String(Math.round(value)));
      bar.style.width = `${Number.isNaN(value) ? 0 : Math.max(0, Math.min(100, value))}%`;
      bar.style.backgroundColor = Number.isNaN(value) ? "transparent" : COLOURS[levelOf(value / 100)];
      bar.className = real ? "rung-bar real" : "rung-bar";
    },
  };
}

/** The whole service: the mean of what each tier believes about what is below it. Filled in place at each week. */
function ofAll(/** @type {any} */ story) {
  const unitsOf = story.tiers.map((/** @type {any} */ tier) =>
    Int32Array.from(
      story.units
        .filter((/** @type {any} */ unit) => unit.tier === tier.tier)
        .map((/** @type {any} */ unit) => unit.unit),
    ),
  );
  const shown = {
    title: "",
    facts: "On the way up: strain at the front line, and what each tier believes it to be.",
    rungs: story.tiers.map((/** @type {any} */ tier, /** @type {number} */ index) => ({
      words: index ? capital(unitsOf[index].length > 1 ? tier.many : tier.one) : "What is",
      value: NaN,
      real: index === 0,
    })),
    note: "Point at a post to see who is there, or go about the trees with the arrow keys.",
  };
  return {
    /** @param {any} picture @param {number} week */
    at(picture, week) {
      const index = indexOf(picture, week);
      shown.rungs[0].value = 100 * picture.arrays.strain_all[index];
      const belief = picture.arrays.unit_belief;
      for (let tier = 1; tier < unitsOf.length; tier++) {
        let sum = 0;
        let count = 0;
        for (let place = 0; place < unitsOf[tier].length; place++) {
          const value = belief[index * belief.shape[1] + unitsOf[tier][place]];
          if (Number.isNaN(value)) continue;
          sum += value;
          count += 1;
        }
        shown.rungs[tier].value = (100 * sum) / count;
      }
      return shown;
    },
  };
}

/** One post. */
function ofPost(
  /** @type {any} */ story,
  /** @type {any} */ picture,
  /** @type {number} */ week,
  /** @type {number} */ row,
) {
  const post = story.posts[row];
  const at = postAt(story, picture, week, row);
  const above = unitsAbove(story, row);
  /** @type {Rung[]} */
  const rungs = [];
  if (post.tier === 0) rungs.push({ words: "This person", value: at.strain, real: true });
  else {
    const unit = story.units[post.unit];
    rungs.push({ words: "What is, below", value: 100 * unitAt(picture, "unit_strain", week, unit.unit), real: true });
    rungs.push({ words: "Believes", value: 100 * unitAt(picture, "unit_belief", week, unit.unit) });
  }
  for (const unit of above) {
    const name = capital(story.tiers[unit.tier].one);
    rungs.push({ words: name, value: 100 * unitAt(picture, "unit_belief", week, unit.unit) });
  }
  return {
    title: capital(post.label),
    facts: factsOf(story, picture, week, row),
    rungs,
    note: reportOf(story, picture, week, row),
  };
}

/** Who is there, since when, with how much. */
function factsOf(
  /** @type {any} */ story,
  /** @type {any} */ picture,
  /** @type {number} */ week,
  /** @type {number} */ row,
) {
  const at = postAt(story, picture, week, row);
  const { one } = story.tiers[story.posts[row].tier];
  if (at.kind === CLOSED) return "This post is not part of the service this week.";
  if (at.kind === VACANT)
    return `Vacant ${one} post. ${at.known ? "Reported as vacant." : "The vacancy is not yet reported."}`;
  const parts = [`${capital(KINDS[at.kind])} ${one}, ${sinceWords(at.since)}.`];
  if (!Number.isNaN(at.cases) && (story.posts[row].tier === 0 || at.cases > 0))
    parts.push(`${many(at.cases, "case")}.`);
  parts.push(`Exhaustion ${Math.round(at.exhaustion)}.`);
  return parts.join(" ");
}

/** The last report, and what became of it. */
function reportOf(
  /** @type {any} */ story,
  /** @type {any} */ picture,
  /** @type {number} */ week,
  /** @type {number} */ row,
) {
  const post = story.posts[row];
  const unit = post.unit >= 0 ? story.units[post.unit] : unitsAbove(story, row)[0];
  const signal = 100 * unitAt(picture, "unit_signal", week, unit.unit);
  const real = 100 * unitAt(picture, "unit_strain", week, unit.unit);
  const belief = 100 * unitAt(picture, "unit_belief", week, unit.unit);
  if (Number.isNaN(signal)) return "";
  const held = Number.isNaN(belief) ? "nobody in the post to hear it" : `believed: ${Math.round(belief)}`;
  return `Last report of ${unit.label} said ${Math.round(Math.max(0, signal))}; what is, ${Math.round(real)}; ${held}.`;
}

/**
 * A post in a sentence, to be spoken.
 *
 * @param {import("../state/store.js").State} state
 * @param {number} row
 */
export function spoken({ story, picture, week }, row) {
  const { title, facts, rungs, note } = ofPost(story, picture, week, row);
  const numbers = rungs
    .map(({ words, value }) => `${words} ${Number.isNaN(value) ? "no picture" : Math.round(value)}`)
    .join(", ");
  return `${title}. ${facts} ${numbers}. ${note}`;
}
