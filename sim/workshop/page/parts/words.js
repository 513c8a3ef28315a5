// @ts-check
/** Numbers, weeks and verdicts in words, the same wherever the page writes them. */

const formats = new Map();

/**
 * A number with so many digits after the point and commas between thousands.
 * @param {number} value
 * @param {number} digits
 * @returns {string}
 */
export function number(value, digits) {
  if (!Number.isFinite(value)) return "–";
  let format = formats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(digits, format);
  }
  // A value that rounds to nothing is written without a minus.
  const written = format.format(value);
  return (/[1-9]/.test(written) ? written : written.replace("-", "")).replace("-", "−");
}

/**
 * A difference with its sign: +3.1 or −3.1.
 * @param {number} value
 * @param {number} digits
 * @returns {string}
 */
export function signed(value, digits) {
  const written = number(value, digits);
  return value > 0 && /[1-9]/.test(written) ? `+${written}` : written;
}

/**
 * Week 0 is the first week after the warm-up: 'Year 1, week 1'.
 * @param {number} week
 * @returns {string}
 */
export function weekWords(week) {
  return `Year ${Math.floor(week / 52) + 1}, week ${(week % 52) + 1}`;
}

/** Verdict on a paired difference: never whether it is good, that is for the room to say. */
export const WAYS = /** @type {Record<string, {mark: string, word: string}>} */ ({
  up: { mark: "▲", word: "up" },
  down: { mark: "▼", word: "down" },
  unclear: { mark: "◆", word: "unclear" },
  same: { mark: "=", word: "no change" },
});

/**
 * Unit as it stands after a number: '12 cases', '31%', '9.5% a year', and nothing after a share of 0 to 1.
 * @param {string} unit
 * @returns {string}
 */
export function unitAfter(unit) {
  if (unit.startsWith("%")) return unit;
  return /^-?\d+ to /.test(unit) ? "" : `\u00a0${unit}`;
}

/**
 * Unit of a difference: between two percentages lie points, not per cent.
 * @param {string} unit
 * @returns {string}
 */
export function differenceUnit(unit) {
  return unit.startsWith("%") ? `\u00a0points` : unitAfter(unit);
}

/**
 * With a capital letter at the beginning.
 * @param {string} text
 * @returns {string}
 */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Plural in words: many(1, 'run') is '1 run', many(4, 'run') is '4 runs'.
 * @param {number} count
 * @param {string} noun
 * @returns {string}
 */
export function many(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
