// @ts-check
/** Why people left in what is set: shares of leaving by reason, as now and with the changes. Asked for, since it takes time. */
import { isChanged } from "../state/actions.js";
import { send } from "../state/connection.js";
import { el, fill, setText } from "../parts/dom.js";
import { lift } from "../controls/lift.js";
import { sceneWords } from "./results.js";
import { capital, number, signed } from "../parts/words.js";

/** Row that adds up all who left. */
const ALL = "all";

let lastId = 0;

/**
 * A share with a bar beside it; the bar says nothing that the number does not.
 * @param {number | null | undefined} share
 * @param {string} arm
 */
function shareCell(share, arm) {
  if (share === null || share === undefined) return el("td", {}, "–");
  return el(
    "td",
    { class: "share" },
    `${number(share, 0)}%`,
    el("span", {
      class: `share-bar ${arm}`,
      "aria-hidden": "true",
      style: { "inline-size": `${Math.max(0, Math.min(100, share)) * 0.06}rem` },
    }),
  );
}

/**
 * @param {any[]} rows
 * @param {string} scene
 */
function table(rows, scene) {
  const both = rows.some((row) => row.changed !== undefined);
  const all = rows.find((row) => row.reason === ALL);
  const reasons = rows.filter((row) => row.reason !== ALL);
  const totals = all
    ? `${number(all.now_a_year, 0)} people a year leave as now${both ? `, ${number(all.changed_a_year, 0)} with your changes` : ""}. `
    : "";
  return [
    el(
      "p",
      {},
      `${capital(scene)}. ${totals}The reasons add up to all of leaving; parts of exhaustion stand below it.`,
    ),
    el(
      "table",
      {},
      el("caption", {}, "Share of leaving, by reason, from the end of the warm-up to the end"),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ["Reason", "As now", ...(both ? ["With changes", "Difference in points, 95% interval"] : [])].map((words) =>
            el("th", { scope: "col" }, words),
          ),
        ),
      ),
      el(
        "tbody",
        {},
        reasons.map((row) =>
          el(
            "tr",
            { class: row.kind === "reason" ? "" : "part" },
            el("th", { scope: "row" }, capital(row.label)),
            shareCell(row.now, "now"),
            both
              ? [
                  shareCell(row.changed, "changed"),
                  el(
                    "td",
                    {},
                    row.difference === null
                      ? "–"
                      : `${signed(row.difference, 1)} (${signed(row.difference_ci_low, 1)} to ${signed(row.difference_ci_high, 1)})`,
                  ),
                ]
              : null,
          ),
        ),
      ),
    ),
  ];
}

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  lift(element);
  // A file without a server holds no log of those who left.
  if (document.getElementById("exported")) {
    element.hidden = true;
    return;
  }
  const { story } = store.get();
  const told = el("p", { role: "status", "aria-live": "polite" });
  const place = el("div", {
    class: "compared",
    tabindex: "0",
    role: "region",
    "aria-label": "Why people left",
    hidden: true,
  });
  /** @type {any} */
  let asked = null;
  const ask = el("button", { type: "button", on: { click: work } }, "Work out why people left");
  element.append(el("h2", {}, "Why people left"), el("div", { class: "take-buttons" }, ask), told, place);

  function work() {
    lastId += 1;
    asked = store.get().scene;
    send({ type: "leaving", id: lastId, scene: asked });
    setText(told, "All runs are made again with a log of everyone who leaves. This takes some seconds …");
  }

  function update() {
    const { leaving, scene, hidden } = store.get();
    if (hidden && isChanged(scene)) {
      place.hidden = true;
      if (asked) setText(told, "Hidden until you reveal the result.");
      return;
    }
    if (!leaving || leaving.id !== lastId) return;
    if (!leaving.rows) {
      place.hidden = true;
      setText(told, leaving.words);
      return;
    }
    fill(place, table(leaving.rows, sceneWords(asked, story)));
    place.hidden = false;
    setText(told, asked === scene ? "Ready." : "This belongs to what was set before; ask again for what is set now.");
  }
  store.subscribe(["leaving", "scene", "hidden"], update);
}
