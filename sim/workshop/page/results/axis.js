// @ts-check
/** The upright axis of a chart: where it begins and ends, in easy steps, and the digits that tell these apart. */

/** Parts of a power of ten that make easy steps. */
const EASY = [1, 2, 2.5, 5, 10];

/**
 * Two to four easy steps that take in the range from low to high with the least room to spare.
 * @param {number} low
 * @param {number} high
 * @returns {{low: number, high: number, step: number}}
 */
export function roundRange(low, high) {
  if (!(high > low)) high = low + (Math.abs(low) || 1) * 0.5;
  let best = { low, high, step: high - low };
  let least = Infinity;
  for (let parts = 2; parts <= 4; parts++) {
    const rough = (high - low) / parts;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = (EASY.find((part) => part >= rough / power - 1e-9) ?? 10) * power;
    const first = Math.floor(low / step + 1e-9) * step;
    const last = Math.ceil(high / step - 1e-9) * step;
    if (last - first < least - 1e-9 * step) {
      best = { low: first, high: last, step };
      least = last - first;
    }
  }
  return best;
}

/**
 * Digits that tell the steps of an axis apart.
 * @param {number} step
 * @returns {number}
 */
export function digitsOf(step) {
  for (let digits = 0; digits < 5; digits++) {
    if (Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-6) return digits;
  }
  return 5;
}
