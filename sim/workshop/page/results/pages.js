// @ts-check
/** Cards in one row: how many stand side by side, which of them make a page, and turning the pages. */
import { el, setText } from "../parts/dom.js";
import { GROUPS } from "./results.js";

/** Cards that a back row can read at once. */
const AT_A_TIME = 3;
/** Width below which a card cannot be read, in rem. */
const LEAST = 13;
/** The most that stand side by side, however wide the screen. */
const MOST = 6;

/** @typedef {{group: string, slots: number}} Placed */
/** @typedef {{first: number, last: number, slots: number}} Page */

/**
 * Cards by page. A group stays together where a page can hold it, and the first page begins with the first group.
 *
 * @param {Placed[]} cards in their order; `slots`: 1, or 2 for a card that is enlarged
 * @param {number} room slots of a page
 * @returns {Page[]}
 */
function pagesOf(cards, room) {
  /** @type {Page[]} */
  const pages = [];
  for (let at = 0; at < cards.length; ) {
    let end = at;
    while (end < cards.length && cards[end].group === cards[at].group) end += 1;
    const whole = cards.slice(at, end).reduce((sum, { slots }) => sum + slots, 0);
    let page = pages[pages.length - 1];
    if (!page || (whole <= room && page.slots + whole > room)) page = opened(pages, at);
    for (; at < end; at++) {
      if (page.slots && page.slots + cards[at].slots > room) page = opened(pages, at);
      page.slots += cards[at].slots;
      page.last = at;
    }
  }
  return pages;
}

/** @param {Page[]} pages @param {number} first */
function opened(pages, first) {
  pages.push({ first, last: first, slots: 0 });
  return pages[pages.length - 1];
}

/**
 * The row and the buttons that turn it. All cards stay in the row, those of other pages beyond its edge: whoever goes through them
 * by keyboard, or by ear, meets every one.
 *
 * @param {HTMLElement} row
 * @param {{node: HTMLElement, group: string}[]} cards
 */
export function pager(row, cards) {
  const back = button("◀", "Cards before", () => turn(-1));
  const on = button("More cards ▶", "", () => turn(1));
  const which = el("span", { class: "which", "aria-live": "polite" });
  const node = el("div", { class: "pages", role: "group", "aria-label": "Pages of cards" }, back, which, on);
  /** @type {Page[]} */
  let pages = [];
  let page = 0;
  /** The card that stays in view, by its place, when the row becomes wider or narrower. */
  let kept = 0;
  /** Width of the row when it was last arranged. */
  let arranged = 0;
  let enlarged = -1;
  let isRow = false;
  let isLarge = false;

  /** @param {number} by */
  function turn(by) {
    goTo((page + by + pages.length) % pages.length);
  }

  /** @param {number} next */
  function goTo(next) {
    page = Math.max(0, Math.min(pages.length - 1, next));
    if (kept < pages[page].first || kept > pages[page].last) kept = pages[page].first;
    if (isRow) row.scrollTo({ left: page * (row.clientWidth + gap()), behavior: "instant" });
    tell();
  }

  /** Space between two cards, in pixels. */
  function gap() {
    return parseFloat(getComputedStyle(row).columnGap) || 0;
  }

  function room() {
    if (isLarge && !isRow) return AT_A_TIME;
    const least = LEAST * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const fits = Math.max(1, Math.floor((row.clientWidth + gap()) / (least + gap())));
    return isLarge ? Math.min(AT_A_TIME, fits) : Math.min(MOST, fits);
  }

  function tell() {
    node.hidden = pages.length < 2 || !(isRow || isLarge);
    if (node.hidden) return;
    const { first, last } = pages[page];
    const groups = new Set(cards.slice(first, last + 1).map(({ group }) => GROUPS[group] ?? ""));
    // Two names fit beside the buttons; of more the number alone says where one is.
    const named = groups.size > 2 ? "Cards" : [...groups].join(", ");
    const words = named.replace(/, (\w)/g, (all) => all.toLowerCase());
    setText(which, `${words}: ${page + 1} of ${pages.length}`);
    for (let at = 0; at < cards.length; at++)
      cards[at].node.hidden = isLarge && !isRow && (at < first || at > last);
  }

  function arrange() {
    const slots = room();
    row.classList.toggle("narrow", slots < 2);
    const weigh = (/** @type {number} */ at) => (at === enlarged ? Math.min(2, slots) : 1);
    pages = pagesOf(
      cards.map(({ group }, at) => ({ group, slots: weigh(at) })),
      slots,
    );
    for (const { first, last, slots: taken } of pages) {
      // A page that is nearly full fills its width; a lone card does not.
      const across = Math.max(taken, Math.min(slots, cards.length) - 1);
      for (let at = first; at <= last; at++) {
        const { style } = cards[at].node;
        style.setProperty("--across", String(across));
        style.setProperty("--slots", String(weigh(at)));
        style.setProperty("--spare", String(at === last ? across - taken : 0));
        cards[at].node.hidden = false;
      }
    }
    arranged = row.clientWidth;
    goTo(pages.findIndex(({ last }) => kept <= last));
  }

  row.addEventListener("scroll", () => {
    // A row whose width has just changed has been moved by nobody: it is arranged anew in a moment.
    if (!isRow || !row.clientWidth || row.clientWidth !== arranged) return;
    const seen = Math.round(row.scrollLeft / (row.clientWidth + gap()));
    if (seen === page) return;
    page = Math.max(0, Math.min(pages.length - 1, seen));
    kept = pages[page].first;
    tell();
  });
  new ResizeObserver(arrange).observe(row);

  return {
    node,
    /** @param {boolean} large large type */
    set(large) {
      isLarge = large;
      isRow = document.documentElement.classList.contains("one-screen");
      arrange();
    },
    /** A card enlarged, by its place; -1 for none. @param {number} at */
    enlarge(at) {
      enlarged = at;
      if (at >= 0) kept = at;
      arrange();
    },
  };
}

/** @param {string} words @param {string} label @param {() => void} click */
function button(words, label, click) {
  return el("button", { type: "button", "aria-label": label || null, title: label || null, on: { click } }, words);
}
