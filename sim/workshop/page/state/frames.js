// @ts-check
// Binary frames of the server: a header in JSON, then arrays that are used where they lie, without a copy.

/** @typedef {(Uint8Array|Int16Array|Float32Array|Float64Array) & {shape: number[]}} Shaped */

const KINDS = { u1: Uint8Array, i2: Int16Array, f4: Float32Array, f8: Float64Array };
const PREFIX = 4;
const ALIGNMENT = 8;

/**
 * Read one frame.
 *
 * @param {ArrayBuffer} frame 4 bytes little-endian length of the header, the header and its padding, then arrays
 * @returns {any} the header; `arrays` by name, each a typed array with its `.shape`
 * @throws {Error} where the frame is cut short or names a kind that is not known
 */
export function decode(frame) {
  if (frame.byteLength < PREFIX) throw new Error("A frame of the server is cut short.");
  const length = new DataView(frame).getUint32(0, true);
  if (PREFIX + length > frame.byteLength) throw new Error("A frame of the server is cut short.");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(frame, PREFIX, length)));
  // Offsets are counted from the end of the header, which is padded.
  const start = Math.ceil((PREFIX + length) / ALIGNMENT) * ALIGNMENT;
  /** @type {Record<string, Shaped>} */
  const arrays = {};
  for (const { name, kind, shape, offset } of header.arrays ?? []) {
    // @ts-ignore an unknown kind is caught below
    const Kind = KINDS[kind];
    if (!Kind) throw new Error(`A frame of the server holds an array of the unknown kind '${kind}'.`);
    const count = shape.reduce((/** @type {number} */ product, /** @type {number} */ part) => product * part, 1);
    const place = start + offset;
    if (place + count * Kind.BYTES_PER_ELEMENT > frame.byteLength)
      throw new Error("A frame of the server is cut short.");
    arrays[name] = Object.assign(new Kind(frame, place, count), { shape });
  }
  return { ...header, arrays };
}
