// @ts-check
/**
 * The results strip: a card for each outcome, families first. A card says what changed, by how much and how surely, and
 * never whether that is good.
 */
import { LineChart } from "./charts.js";
import { isChanged, newestRequest, sceneAsked } from "../state/actions.js";
import { el, setText } from "../parts/dom.js";
import { pager } from "./pages.js";
import { changesFrom, GROUPS, ordered, sentence, verdict } from "./results.js";
import { resultTables } from "./resulttables.js";
import { onLayout } from "../controls/screen.js";
import { capital, many, number, unitAfter, weekWords } from "../parts/words.js";

/** @typedef {import("../state/store.js").State} State */

/** One card: its nodes are made once, later only words and lines change. */
class Card {
  /**
   * @param {any} chart description of the chart in the story
   * @param {number} index where it stands in an answer
   * @param {(name: string) => void} enlarge
   */
  constructor(chart, index, enlarge) {
    this.chart = chart;
    this.index = index;
    const title = capital(chart.label);
    this.mark = el("span", { class: "mark", "aria-hidden": "true" });
    this.word = el("span", { class: "word" });
    this.size = el("span", { class: "size" });
    this.unit = el("span", { class: "unit" });
    this.interval = el("span", { class: "interval" });
    this.levels = el("span", { class: "levels" });
    this.aloud = el("p", { class: "aloud" });
    this.place = el("div", { class: "chart", role: "img", "aria-label": `${title}: no answer yet` });
    this.button = el(
      "button",
      {
        type: "button",
        class: "enlarge",
        "aria-pressed": "false",
        "aria-label": `Read aloud and enlarge: ${title}`,
        title: "Read aloud and enlarge",
        on: { click: () => enlarge(chart.name) },
      },
      "⤢",
    );
    this.node = el(
      "article",
      { class: "card", "data-group": chart.group, "data-name": chart.name, "aria-label": title },
      el("p", { class: "group" }, GROUPS[chart.group] ?? ""),
      el("h3", {}, title),
      this.button,
      // Spaces between the parts: where a card is narrow a line ends between two words, and not within one.
      el("p", { class: "verdict" }, this.mark, " ", this.word, " ", this.size, this.unit),
      el("p", { class: "figures" }, this.interval, " ", this.levels),
      this.aloud,
      this.place,
    );
    this.lines = new LineChart(this.place);
  }

  /**
   * What may be said of an answer; null while there is nothing to say.
   * @param {State} state
   * @param {boolean} old whether the answer belongs to what was set before results were hidden
   */
  verdict({ answer, hidden }, old) {
    return answer && !hidden && !old ? verdict(answer, this.index, this.chart) : null;
  }

  /**
   * @param {State} state
   * @param {boolean} old as in `verdict`
   */
  draw(state, old) {
    const { answer, story } = state;
    if (!answer) return;
    const said = this.verdict(state, old);
    this.lines.show({
      series: answer.arrays.series,
      chart: this.index,
      weeks: story.weeks,
      changeWeek: changesFrom(sceneAsked(), story),
      both: said !== null && said.way !== "same",
    });
  }

  /**
   * @param {State} state
   * @param {boolean} old as in `verdict`
   */
  say(state, old) {
    const { answer, hidden, story, scene } = state;
    const { chart } = this;
    const said = this.verdict(state, old);
    const same = !said || said.way === "same";
    const without = noAnswer(state);
    this.node.dataset.way = said ? said.way : "none";
    setText(this.mark, said ? said.mark : hidden ? "?" : "");
    setText(this.word, said ? said.word : hidden ? "hidden" : (without?.word ?? "…"));
    setText(this.size, said && !same ? said.size : "");
    setText(this.unit, said && !same ? said.unit : "");
    setText(
      this.interval,
      said
        ? same
          ? sameWords(scene)
          : said.interval
        : hidden
          ? "until the room has predicted"
          : (without?.advice ?? ""),
    );
    setText(
      this.levels,
      !answer
        ? ""
        : same
          ? `as now ${this.level(answer, 0)}`
          : `as now ${this.bare(answer, 0)}, changed ${this.bare(answer, 1)}`,
    );
    setText(this.aloud, said ? sentence(answer, this.index, chart, story) : "");
    this.node.classList.toggle("unanswered", !answer);
    if (answer) this.place.setAttribute("aria-label", this.described(answer, story, !same));
    else if (without) this.place.setAttribute("aria-label", `${capital(chart.label)}: ${without.word}`);
  }

  /**
   * @param {any} answer
   * @param {number} arm 0 as now, 1 changed
   */
  bare(answer, arm) {
    return number(answer.arrays.level[this.index * 2 + arm], this.chart.digits);
  }

  /**
   * The same with its unit.
   * @param {any} answer
   * @param {number} arm
   */
  level(answer, arm) {
    return this.bare(answer, arm) + unitAfter(this.chart.unit);
  }

  /**
   * What the lines show, for those who do not see them.
   * @param {any} answer
   * @param {any} story
   * @param {boolean} both
   */
  described(answer, story, both) {
    const { chart } = this;
    const { series } = answer.arrays;
    const from = this.index * 6 * story.weeks;
    const at = (/** @type {number} */ row, /** @type {number} */ week) =>
      number(series[from + row * story.weeks + week], chart.digits) + unitAfter(chart.unit);
    const start = Math.min(51, story.weeks - 1);
    const end = story.weeks - 1;
    const now = `As now: ${at(0, start)} in ${weekWords(start)}, ${at(0, end)} in ${weekWords(end)}.`;
    return `${capital(chart.label)}, line chart. ${now}${both ? ` With your changes: ${at(3, end)} at the end.` : ""}`;
  }
}

/**
 * Why a card is empty although nothing is under way, and what to do; null where an answer is there or on its way. A file holds
 * no more than was worked out for it; a server has refused, and its message says why.
 * @param {State} state
 * @returns {{word: string, advice: string} | null}
 */
function noAnswer({ answer, pending, hidden, online, story }) {
  if (answer || pending || hidden || !online) return null;
  return story.exported
    ? { word: "not in this file", advice: "undo, or set it in the full workshop" }
    : { word: "no answer", advice: "undo, or start again" };
}

/**
 * Why there is no difference.
 * @param {any} scene
 */
function sameWords(scene) {
  return isChanged(scene) ? "your changes make no difference to it" : "nothing is changed yet";
}

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const story = store.get().story;
  const progress = el("p", { class: "progress" });
  const spoken = el("p", { class: "unseen", role: "status", "aria-live": "polite" });
  // Two rows on a wide screen: eight in two rows of four, six in two of three.
  const columns = story.charts.length > 4 ? Math.ceil(story.charts.length / 2) : story.charts.length;
  const grid = el("div", { class: "cards", style: { "--columns": columns } });
  /** @type {string | null} */
  let enlarged = null;
  /** The answer on screen when results were hidden: it is not what is revealed. @type {any} */
  let before = null;
  const cards = ordered(story.charts).map(({ chart, index }) => new Card(chart, index, (name) => enlarge(name)));
  grid.append(...cards.map((card) => card.node));

  const pages = pager(
    grid,
    cards.map(({ node, chart }) => ({ node, group: chart.group })),
  );
  const tables = resultTables(store);
  const asTable = el(
    "button",
    { type: "button", "aria-expanded": "false", "aria-controls": "result-tables", on: { click: () => showTables() } },
    "Show as tables",
  );
  element.append(
    el("header", { class: "strip-head" }, el("h2", {}, "What comes of it"), progress, pages.node, asTable),
    legend(),
    spoken,
    grid,
    tables.node,
  );

  function showTables() {
    const shown = tables.node.hidden;
    tables.node.hidden = !shown;
    grid.hidden = shown;
    asTable.setAttribute("aria-expanded", String(shown));
    setText(asTable, shown ? "Show as charts" : "Show as tables");
    if (shown) fillTables(store.get(), store.get().answer === before);
  }

  /**
   * @param {State} state
   * @param {boolean} old whether the answer belongs to what was set before results were hidden
   */
  function fillTables(state, old) {
    tables.update(old && !state.hidden ? { ...state, answer: null } : state);
  }

  /** @param {string | null} name */
  function enlarge(name) {
    enlarged = enlarged === name ? null : name;
    arrange();
  }

  /** Which card is large, and which stand there. */
  function arrange() {
    for (const card of cards) {
      const large = card.chart.name === enlarged;
      card.node.classList.toggle("enlarged", large);
      card.button.setAttribute("aria-pressed", String(large));
    }
    pages.enlarge(cards.findIndex((card) => card.chart.name === enlarged));
  }

  function redraw() {
    const state = store.get();
    if (state.hidden) before = state.answer;
    const old = state.answer !== null && state.answer === before;
    // All lines before all words: a canvas that is drawn upon after words have changed lays the whole page out anew.
    for (const card of cards) card.draw(state, old);
    for (const card of cards) card.say(state, old);
    if (!tables.node.hidden) fillTables(state, old);
  }

  function tell() {
    const { answer, pending, hidden, ready, runs, scene, online } = store.get();
    const of = answer?.of ?? story.runs;
    element.setAttribute("aria-busy", String(pending));
    // An answer that belongs to what was set before stays until there is a new one, and says so.
    const isOld = pending && answer && (runs >= of || scene !== sceneAsked() || answer.id !== newestRequest());
    const words = hidden
      ? `Hidden until you reveal it${ready ? `: ${many(ready, "run")} ready` : ""}`
      : !answer
        ? !online
          ? "Waiting for the server …"
          : pending
            ? "Working out the first answer …"
            : "What you have set has no answer here"
        : isOld
          ? "Working out what you have set …"
          : pending
            ? `${runs} of ${of} runs so far: a first impression`
            : `${isChanged(scene) ? `${runs} pairs of runs` : many(runs, "run")}, ${story.window_words}`;
    setText(progress, words);
    // What was announced of an earlier answer does not stay beside a later one, or none.
    const without = noAnswer(store.get());
    if (hidden) setText(spoken, "Results are hidden.");
    else if (without) setText(spoken, `What you have set: ${without.word}. To see results, ${without.advice}.`);
    else setText(spoken, answer && !pending ? summary(answer, story) : "");
  }

  store.subscribe(["answer", "hidden"], redraw);
  // Without an answer the cards say whether one is on its way; with one there is nothing to draw anew.
  store.subscribe(["pending", "online"], ({ answer }) => answer || cards.forEach((card) => card.say(store.get(), false)));
  store.subscribe(["answer", "hidden", "pending", "ready", "runs", "online", "scene"], tell);
  onLayout(({ large }) => {
    pages.set(large);
    for (const card of cards) if (card.lines.measure()) card.lines.draw();
  });
  store.subscribe(["step"], ({ step }) => {
    enlarged = story.steps[step]?.card ?? null;
    arrange();
  });
  store.subscribe(["week"], ({ week }) => {
    for (let at = 0; at < cards.length; at++) cards[at].lines.cursor(week, false);
  });
  arrange();
  redraw();
  tell();
}

/** What the lines and bands are. */
function legend() {
  return el(
    "ul",
    { class: "legend", "aria-label": "What the lines are" },
    el("li", {}, el("span", { class: "line-sample now", "aria-hidden": "true" }), "as now (broken)"),
    el("li", {}, el("span", { class: "line-sample changed", "aria-hidden": "true" }), "with your changes (whole)"),
    el("li", {}, el("span", { class: "line-sample band", "aria-hidden": "true" }), "band: 8 of 10 runs"),
    el(
      "li",
      {},
      "▲ up ▼ down ◆ unclear, 95% interval.",
      el("span", { class: "judge" }, " Good or bad? The room says."),
    ),
  );
}

/**
 * The result in one sentence, for a live region.
 * @param {any} answer
 * @param {any} story
 */
function summary(answer, story) {
  const found = { up: 0, down: 0, unclear: 0, same: 0 };
  for (const { way } of answer.words) found[/** @type {"up"} */ (way)] += 1;
  if (found.same === story.charts.length) return "Results are ready. Nothing differs from as now.";
  return `Results are ready: of ${story.charts.length}, ${found.up} up, ${found.down} down, ${found.unclear} unclear.`;
}
