// @ts-check
// Time: play, pause, a month back or on, scrub, speed, and the events of the story marked on the line.

import { goToWeek, pause, play, setSpeed, stepMonths } from "../state/actions.js";
import { el, fill, setText } from "../parts/dom.js";
import { gapAt, indexOf } from "../trees/moments.js";
import { weekWords } from "../parts/words.js";

const WEEKS_A_YEAR = 52;
/** Weeks into a year before a flag leaves room for the number of the year, and the longest story whose years are that wide. */
const CLEAR_OF_NUMBER = 20;
const MOST_WEEKS = 6 * WEEKS_A_YEAR;
const SPEEDS = [
  [2, "slow"],
  [8, "usual"],
  [16, "fast"],
  [32, "very fast"],
];

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const weeks = story.weeks;
  const button = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ click) =>
    el(
      "button",
      { type: "button", class: name, "aria-label": label, title: label, on: { click } },
      el("span", { "aria-hidden": "true" }),
    );
  const start = button("to-start", "To the start", () => goToWeek(0));
  const back = button("month-back", "A month back", () => stepMonths(-1));
  const on = button("month-on", "A month on", () => stepMonths(1));
  const playText = el("span", {}, "Play");
  const playButton = el(
    "button",
    { type: "button", class: "play", on: { click: () => (store.get().playing ? pause() : play()) } },
    el("span", { class: "play-sign", "aria-hidden": "true" }),
    playText,
  );
  const slider = el("input", {
    type: "range",
    min: 0,
    max: weeks - 1,
    step: 1,
    value: 0,
    "aria-label": "Week",
    on: { input: () => goToWeek(Number(slider.value)), pointerdown: () => store.get().playing && pause() },
  });
  const date = el("p", { class: "date" });
  const years = axis(weeks);
  const latestWords = el("span");
  const latest = el("p", { class: "latest", "aria-hidden": "true" }, el("span", { class: "mark-sign" }), latestWords);
  const marks = el("ol", { class: "marks", "aria-label": "Events and changes" });
  const speed = el(
    "select",
    { on: { change: () => setSpeed(Number(speed.value)) } },
    SPEEDS.map(([value, words]) => el("option", { value, selected: value === store.get().speed }, String(words))),
  );
  const said = el("p", { class: "unseen", "aria-live": "polite" });
  fill(
    element,
    el(
      "div",
      { id: "time-buttons", class: "time-buttons" },
      start,
      back,
      playButton,
      on,
      el("label", { id: "speed", class: "speed" }, "Speed", speed),
      el("span", { id: "time-more" }),
    ),
    el("div", { class: "time-line" }, slider, el("div", { class: "years", "aria-hidden": "true" }, years), marks),
    el("div", { class: "time-end" }, el("div", { class: "moment" }, date, latest), el("div", { id: "arms" })),
    said,
  );
  // What stands on the slider is spoken with the date, not as a bare number.
  store.subscribe(["week", "story"], ({ week }) => {
    slider.value = String(week);
    setText(date, weekWords(week));
    slider.setAttribute("aria-valuetext", weekWords(week));
  });
  setText(date, weekWords(0));
  slider.setAttribute("aria-valuetext", weekWords(0));
  store.subscribe(["playing"], ({ playing }) => {
    setText(playText, playing ? "Pause" : "Play");
    playButton.classList.toggle("playing", playing);
  });
  /** @type {{week: number, title: string}[]} */
  let events = [];
  const mark = () => {
    events = eventsOf(story, store.get().scene);
    fill(marks, markNodes(story, events));
    // On one screen marks and the numbers of the years stand in one line: a flag within a year moves its number aside, or takes
    // its place.
    years.forEach((year, index) => {
      const flags = events.map(({ week }) => week - index * WEEKS_A_YEAR).filter((at) => at >= 0 && at < WEEKS_A_YEAR);
      const isWithin = flags.some((at) => at > 0);
      const isClear = weeks <= MOST_WEEKS && flags.every((at) => at >= CLEAR_OF_NUMBER);
      year.classList.toggle("aside", isWithin && isClear);
      year.classList.toggle("marked", isWithin && !isClear);
    });
  };
  store.subscribe(["scene"], mark);
  // Where flags have no room for words, the last event that has come says its own beside the date; before it, what a flag is.
  store.subscribe(["scene", "week"], ({ week }) => {
    let come = 0;
    while (come < events.length && events[come].week <= week) come += 1;
    setText(latestWords, come ? events[come - 1].title : "is an event or a change");
    latest.hidden = !events.length;
  });
  mark();
  /** @type {number|undefined} */
  let timer;
  store.subscribe(["week", "playing", "picture"], ({ playing }) => {
    // During playback a screen reader would never fall silent: the moment is spoken when it stands.
    clearTimeout(timer);
    if (playing) return;
    timer = window.setTimeout(() => {
      const { picture, week } = store.get();
      if (!picture) return;
      const index = indexOf(picture, week);
      const points = (/** @type {Float32Array} */ values) => Math.round(100 * values[index]);
      setText(
        said,
        `${weekWords(week)}: strain ${points(picture.arrays.strain_all)} of 100, the top believes ` +
          `${points(picture.arrays.belief_top)}, gap ${gapAt(picture, week)} points.`,
      );
    }, 600);
  });
}

/** Years under the line, each at the week in which it begins. @param {number} weeks */
function axis(weeks) {
  return Array.from({ length: Math.ceil(weeks / WEEKS_A_YEAR) }, (_, year) =>
    el(
      "span",
      { style: { left: `${(100 * year * WEEKS_A_YEAR) / (weeks - 1)}%` } },
      el("i", {}, "Year "),
      el("b", {}, String(year + 1)),
    ),
  );
}

/**
 * What happens when, in the order of weeks; what happens in the same week stands together.
 *
 * @param {any} story @param {import("../state/store.js").Scene} scene
 * @returns {{week: number, title: string}[]}
 */
function eventsOf(story, scene) {
  const all = [...(story.events ?? [])];
  if (scene.demand !== 1)
    all.push({ week: story.demand.week, title: `Demand ${Math.round(100 * scene.demand)}% of now` });
  if (Object.keys(scene.levers).length) all.push({ week: story.change_week, title: "Your changes begin" });
  if (scene.shock) all.push({ week: story.shock.week, title: story.shock.title });
  if (scene.goodwill) all.push({ week: story.goodwill.week, title: story.goodwill.title });
  /** @type {Map<number, string[]>} */
  const byWeek = new Map();
  for (const { week, title } of all) byWeek.set(week, [...(byWeek.get(week) ?? []), title]);
  return [...byWeek]
    .sort(([one], [other]) => one - other)
    .map(([week, titles]) => ({ week, title: titles.join("; ") }));
}

/**
 * Flags on the line, with words that end where the next one begins. They bear no number: it would be read as that of a year.
 *
 * @param {any} story @param {{week: number, title: string}[]} events
 */
function markNodes(story, events) {
  const share = (/** @type {number} */ weeks) => `${(100 * weeks) / (story.weeks - 1)}%`;
  return events.map(({ week, title }, index) => {
    const go = () => {
      pause();
      goToWeek(week);
    };
    return el(
      "li",
      { style: { left: share(week), width: share((events[index + 1]?.week ?? story.weeks) - week) } },
      el(
        "button",
        {
          type: "button",
          title: `${weekWords(week)}: ${title}`,
          "aria-label": `Event in ${weekWords(week)}: ${title}`,
          on: { click: go },
        },
        el("span", { class: "mark-sign", "aria-hidden": "true" }),
        el("span", { class: "mark-words" }, title),
      ),
    );
  });
}
