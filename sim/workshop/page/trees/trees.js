// @ts-check
// The two trees side by side: what is really happening, and what leaders believe. Pointing, choosing, and going about by keys.

import { setArm } from "../state/actions.js";
import { now, onFrame, redraw } from "../state/clock.js";
import { byId, el, fill, setText } from "../parts/dom.js";
import { indexOf, everOpen, postAt } from "./moments.js";
import { arrange } from "./places.js";
import { gradient } from "./ramp.js";
import { CLOSED } from "./kinds.js";
import { Tree } from "./tree.js";
import { spoken } from "./inspector.js";

const TITLES = ["What is really happening", "What leaders believe"];
/** What one circle, square and tile is, with single posts and with teams as tiles: a square stands in the place of a manager. */
const WAITING = "Working out the picture …";
const BELIEVED = "Square: what that manager believes of them.";
const UNDER_TILES = ["Tile: one team. Square: all below a manager.", BELIEVED];
const UNDER = ["Circle: a person. Square: all below a manager.", BELIEVED];

/**
 * @param {HTMLElement} element
 * @param {typeof import("../state/store.js").store} store
 */
export function mount(element, store) {
  const { story } = store.get();
  const canvases = TITLES.map(() => el("canvas", { "aria-hidden": "true" }));
  const trees = canvases.map((canvas, index) => new Tree(canvas, story, index === 1));
  const numbers = TITLES.map(() => el("output", { class: "figure-number", "aria-live": "off" }));
  const spokenText = el("p", { class: "unseen", "aria-live": "polite" });
  const field = (/** @type {number} */ index) =>
    el(
      "div",
      {
        class: "field",
        tabindex: "0",
        role: "application",
        "aria-roledescription": "organisation tree",
        "aria-label": `${TITLES[index]}: arrow keys go from post to post, Enter chooses one, Escape lets it go`,
        on: listeners(trees[index]),
      },
      canvases[index],
      el("p", { class: "waiting-words" }, WAITING),
    );
  const unders = UNDER.map((words) => el("p", { class: "tree-under" }, words));
  const parts = TITLES.map((title, index) =>
    el(
      "div",
      { class: `tree ${index ? "believed" : "true"}` },
      el("div", { class: "tree-head" }, el("h2", {}, title), numbers[index]),
      unders[index],
      field(index),
    ),
  );
  const caption = el("p", { class: "caption" });
  const arms = armButtons(store);
  const top = story.tiers[story.tiers.length - 1].one;
  fill(element, ...parts, spokenText);
  fill(byId("legend"), legend(), caption);
  byId("arms").append(arms.node);

  /** @type {Uint8Array} */
  const open = new Uint8Array(story.posts.length);
  let laid = false;

  function lay() {
    const width = Math.floor(canvases[0].parentElement?.clientWidth ?? 0);
    const height = Math.floor(canvases[0].parentElement?.clientHeight ?? 0);
    if (!store.get().picture || width < 40 || height < 40) return;
    const places = arrange(story, open, width, height);
    for (const tree of trees) tree.lay(places);
    const tiled = places.tiles.length > 0;
    document.documentElement.classList.toggle("teams-as-tiles", tiled);
    unders.forEach((under, index) => setText(under, (tiled ? UNDER_TILES : UNDER)[index]));
    laid = true;
    draw(now());
  }

  /** @param {number} position */
  function draw(position) {
    const { picture, pointed, selected } = store.get();
    if (!picture || !laid) return;
    for (let index = 0; index < trees.length; index++)
      trees[index].draw(picture, position, pointed ?? -1, selected ?? -1);
  }

  function listeners(/** @type {Tree} */ tree) {
    const rowAt = (/** @type {PointerEvent|MouseEvent} */ event) => {
      const { picture, week } = store.get();
      const box = tree.canvas.getBoundingClientRect();
      const row = picture ? tree.at(event.clientX - box.left, event.clientY - box.top, picture, week) : -1;
      return row < 0 ? null : row;
    };
    return {
      pointermove: (/** @type {PointerEvent} */ event) => store.set({ pointed: rowAt(event) }),
      pointerleave: () => store.set({ pointed: null }),
      click: (/** @type {MouseEvent} */ event) => {
        const row = rowAt(event);
        store.set({ selected: row === store.get().selected ? null : row });
      },
      focus: () => {
        const { selected, picture } = store.get();
        if (selected !== null && picture) point(selected);
      },
      blur: () => store.set({ pointed: null }),
      keydown: byKey,
    };
  }

  /** @param {number} row */
  function point(row) {
    store.set({ pointed: row });
    setText(spokenText, spoken(store.get(), row));
  }

  /** @param {KeyboardEvent} event */
  function byKey(event) {
    const { pointed, selected, picture, week } = store.get();
    if (!picture || event.altKey || event.ctrlKey || event.metaKey) return;
    const top = story.units.find((/** @type {any} */ unit) => unit.parent < 0).manager;
    const from = pointed ?? selected;
    let to = null;
    if (event.key === "Escape") {
      store.set({ selected: null, pointed: null });
      return;
    } else if (event.key === "Enter" && from !== null) {
      store.set({ selected: from === selected ? null : from });
      event.preventDefault();
      event.stopPropagation();
      return;
    } else if (event.key === "Home") to = top;
    else if (event.key.startsWith("Arrow")) to = from === null ? top : neighbour(story, picture, week, from, event.key);
    if (to === null) return;
    // The keys of the story are the same ones: while a tree has the focus they belong to the tree.
    event.preventDefault();
    event.stopPropagation();
    point(to);
  }

  /** Where there is no picture: that it is on its way, or that there is none. @param {import("../state/store.js").State} state */
  function sayWhyEmpty({ picture, pending }) {
    for (const words of element.querySelectorAll(".waiting-words"))
      setText(words, picture ? "" : pending ? WAITING : "There is no picture of what you have set.");
  }

  onFrame(draw);
  const root = document.documentElement;
  root.classList.toggle("without-picture", true);
  store.subscribe(["picture"], ({ picture }) => {
    root.classList.toggle("without-picture", !picture);
    sayWhyEmpty(store.get());
    if (!picture) return;
    const more = everOpen(picture, open);
    if (more || !laid) lay();
    else redraw();
  });
  store.subscribe(["pending"], sayWhyEmpty);
  store.subscribe(["pointed", "selected"], ({ playing }) => !playing && redraw());
  store.subscribe(["picture", "week", "hidden", "arm"], (state) => {
    const { picture, week } = state;
    arms.show(state);
    if (!picture) return;
    const index = indexOf(picture, week);
    setText(numbers[0], `strain ${Math.round(100 * picture.arrays.strain_all[index])}`);
    setText(numbers[1], `${top} believes ${Math.round(100 * picture.arrays.belief_top[index])}`);
    setText(caption, `One run of ${story.runs}, the nearest to the median: seed ${picture.seed}`);
  });
  window.addEventListener("beforeprint", lay);
  new ResizeObserver(lay).observe(/** @type {Element} */ (canvases[0].parentElement));
}

/**
 * The post that an arrow key leads to: left and right within the tier, up to the manager, down to the first post below.
 *
 * @param {any} story @param {any} picture @param {number} week @param {number} row @param {string} key
 */
function neighbour(story, picture, week, row, key) {
  const post = story.posts[row];
  const isOpen = (/** @type {number} */ other) => postAt(story, picture, week, other).kind !== CLOSED;
  if (key === "ArrowUp") return post.parent >= 0 ? post.parent : row;
  if (key === "ArrowDown") {
    if (post.unit < 0) return row;
    const { first, last } = story.units[post.unit];
    for (let below = first; below < last; below++) if (isOpen(below)) return below;
    return row;
  }
  const by = key === "ArrowRight" ? 1 : -1;
  for (let other = row + by; other >= 0 && other < story.posts.length; other += by) {
    const beside = story.posts[other];
    // Posts that open only by an intervention lie between; managers hold a unit.
    if (beside.tier === post.tier && (post.tier === 0 || beside.unit >= 0) && isOpen(other)) return other;
  }
  return row;
}

/** What the marks mean. */
function legend() {
  const sample = (/** @type {string} */ name, /** @type {string} */ words) =>
    el("li", {}, el("span", { class: `sample ${name}`, "aria-hidden": "true" }), words);
  return el(
    "div",
    { class: "legend" },
    el(
      "div",
      { class: "scale" },
      el("span", {}, "Strain 0"),
      el("span", { class: "scale-bar", "aria-hidden": "true", style: { background: gradient() } }),
      el("span", {}, "100"),
    ),
    el(
      "ul",
      {},
      sample("vacant", "vacant post"),
      sample("agency", "agency staff"),
      sample("tile", "team, and posts vacant in it"),
      sample("gauge", "manager's exhaustion"),
      sample("unpictured", "no picture held"),
    ),
  );
}

/** Which arm the trees show. @param {typeof import("../state/store.js").store} store */
function armButtons(store) {
  const button = (/** @type {"now"|"changed"} */ arm, /** @type {string} */ words) =>
    el("button", { type: "button", "aria-pressed": "false", on: { click: () => setArm(arm) } }, words);
  const buttons = { now: button("now", "As now"), changed: button("changed", "With your changes") };
  const node = el(
    "div",
    { class: "segments", role: "group", "aria-label": "The trees show" },
    buttons.now,
    buttons.changed,
  );
  return {
    node,
    /** @param {import("../state/store.js").State} state */
    show({ picture, hidden, arm }) {
      const shown = hidden ? "now" : (picture?.arm ?? arm);
      buttons.now.setAttribute("aria-pressed", String(shown === "now"));
      buttons.changed.setAttribute("aria-pressed", String(shown === "changed"));
      buttons.changed.disabled = hidden;
      setText(buttons.changed, hidden ? "With your changes: hidden" : "With your changes");
    },
  };
}
