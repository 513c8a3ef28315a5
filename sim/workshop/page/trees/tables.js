// @ts-check
// The trees as a table: every manager with what is and what is believed, and the posts of one team at a time.

import { byId, el, fill, setText } from "../parts/dom.js";
import { lift, toggleLift } from "../controls/lift.js";
import { KINDS, postAt, sinceWords, unitAt } from "./moments.js";
import { CLOSED, VACANT } from "./kinds.js";
import { capital, weekWords } from "../parts/words.js";

let turn = () => {};

/** Show the table, or put it away. */
export function toggleTable() {
  turn();
}

/**
 * The button and the table below it.
 *
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const teams = story.units.filter((/** @type {any} */ unit) => unit.tier === 1);
  const button = el(
    "button",
    { type: "button", "aria-expanded": "false", "aria-controls": "tables", title: "The trees as a table (T)" },
    "As a table",
  );
  element.hidden = true;
  const chooser = el(
    "select",
    { on: { change: show } },
    teams.map((/** @type {any} */ unit) => el("option", { value: unit.unit }, unit.label)),
  );
  const managers = table("Managers", [
    "Manager",
    "Strain below",
    "Believes",
    "Gap",
    "Own exhaustion",
    "Posts vacant",
    "of these, reported",
  ]);
  const posts = table("Posts of the team", ["Post", "Who", "Since", "Cases", "Strain", "Their manager believes"]);
  fill(element, el("h2", {}, "The trees as a table"), managers.node, el("label", {}, "Team ", chooser), posts.node);
  byId("time-more").append(button);

  lift(element, (up) => {
    element.hidden = !up;
    button.setAttribute("aria-expanded", String(up));
    setText(button, up ? "Table away" : "As a table");
    show();
  });
  turn = () => toggleLift(element.id);
  button.addEventListener("click", () => turn());

  function show() {
    const { picture, week, playing } = store.get();
    if (element.hidden || !picture || playing) return;
    const at = (/** @type {number} */ row) => postAt(story, picture, week, row);
    const points = (/** @type {number} */ value) => (Number.isNaN(value) ? "none" : String(Math.round(value)));
    managers.fill(
      `Managers, ${weekWords(week).toLowerCase()}. Strain, belief and exhaustion in points of 100.`,
      [...story.units].reverse().map((/** @type {any} */ unit) => {
        const real = 100 * unitAt(picture, "unit_strain", week, unit.unit);
        const believed = 100 * unitAt(picture, "unit_belief", week, unit.unit);
        const manager = at(unit.manager);
        const below = [];
        for (let row = unit.first; row < unit.last; row++) below.push(at(row));
        const vacant = below.filter(({ kind }) => kind === VACANT);
        return [
          `${capital(story.tiers[unit.tier].one)}, ${unit.label}${manager.kind === VACANT ? " (vacant)" : ""}`,
          points(real),
          points(believed),
          points(real - believed),
          points(manager.exhaustion),
          String(vacant.length),
          String(vacant.filter(({ known }) => known).length),
        ];
      }),
    );
    const team = story.units[Number(chooser.value)];
    const belief = 100 * unitAt(picture, "unit_belief", week, team.unit);
    const rows = [];
    for (let row = team.first; row < team.last; row++) {
      const post = at(row);
      if (post.kind === CLOSED) continue;
      rows.push([
        capital(story.posts[row].label),
        KINDS[post.kind],
        post.kind === VACANT ? "" : sinceWords(post.since).replace("since ", ""),
        post.kind === VACANT ? "" : String(post.cases),
        post.kind === VACANT ? "" : points(post.strain),
        post.kind === VACANT && post.known ? "vacant, as reported" : points(belief),
      ]);
    }
    posts.fill(`${team.label}, ${weekWords(week).toLowerCase()}`, rows);
  }

  store.subscribe(["picture", "week", "playing"], show);
}

/** A table that is filled anew. @param {string} words @param {string[]} columns */
function table(words, columns) {
  const caption = el("caption", {}, words);
  const body = el("tbody");
  const node = el(
    "div",
    { class: "scrolled", tabindex: "0", role: "region", "aria-label": words },
    el(
      "table",
      {},
      caption,
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          columns.map((column) => el("th", { scope: "col" }, column)),
        ),
      ),
      body,
    ),
  );
  return {
    node,
    /** @param {string} title @param {string[][]} rows */
    fill(title, rows) {
      setText(caption, title);
      fill(
        body,
        rows.map(([first, ...others]) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, first),
            others.map((value) => el("td", {}, value)),
          ),
        ),
      );
    },
  };
}
