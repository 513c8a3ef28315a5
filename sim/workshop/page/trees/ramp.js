// @ts-check
// The one colour scale of the page: strain, from pale straw to a dark indigo. Lightness falls all the way, so the order can be
// read in print, in greys and by every kind of colour vision; red and green never stand against each other.

/** Levels of the scale: a byte of the picture, 0 to 250, is its own index. */
export const LEVELS = 251;

/** Stops in OKLCH: lightness, chroma, hue in degrees. */
const STOPS = [
  [0.955, 0.05, 95],
  [0.83, 0.115, 82],
  [0.66, 0.115, 52],
  [0.47, 0.11, 352],
  [0.33, 0.1, 312],
  [0.2, 0.06, 282],
];

/** @param {number} channel linear light, 0 to 1 @returns {number} 0 to 255 */
function encode(channel) {
  const clipped = Math.min(1, Math.max(0, channel));
  return Math.round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055));
}

/** @param {number} share place on the scale, 0 to 1 @returns {number[]} red, green and blue, 0 to 255 */
function rgb(share) {
  const place = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
  const before = Math.min(STOPS.length - 2, Math.floor(place));
  const part = place - before;
  const at = STOPS.slice(before, before + 2).map(([lightness, chroma, hue]) => {
    const angle = (hue * Math.PI) / 180;
    return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
  });
  const [l, a, b] = [0, 1, 2].map((index) => at[0][index] + (at[1][index] - at[0][index]) * part);
  // From OKLab to linear light (Ottosson 2020, bottosson.github.io/posts/oklab).
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
    encode(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
    encode(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
  ];
}

/** Colours of the levels, made once: playback only looks them up. */
export const COLOURS = Array.from({ length: LEVELS }, (_, level) => {
  const [red, green, blue] = rgb(level / (LEVELS - 1));
  return `rgb(${red},${green},${blue})`;
});

/** Colour that can be read on a level: dark ink on the pale half, paper on the dark half. */
export const ON_LEVEL = Array.from({ length: LEVELS }, (_, level) => {
  const [red, green, blue] = rgb(level / (LEVELS - 1)).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return light > 0.18 ? "#131a2b" : "#ffffff";
});

/** @param {number} share 0 to 1 @returns {number} level, 0 to 250 */
export function levelOf(share) {
  return Math.round(Math.min(1, Math.max(0, share)) * (LEVELS - 1));
}

/** @returns {string} the scale as a CSS gradient, from left to right */
export function gradient() {
  const colours = Array.from({ length: 11 }, (_, index) => COLOURS[index * 25]);
  return `linear-gradient(to right, ${colours.join(", ")})`;
}
