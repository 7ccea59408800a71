import { mix } from "./hashing.ts";

/** How many hashes stand for an abstract. */
export const SIGNATURE_SIZE = 8;
/** Letters looked at: what cut abstracts still have. */
const LENGTH = 700;
const FEWEST_WORDS = 12;

/**
 * Hashes by which abstracts are compared: least hash of their words under eight orders, so that the
 * share of equal hashes estimates the share of common words. Zeros when there is no abstract to speak of.
 *
 * @param out written at `at` … `at + 7`
 * @returns hash of the first forty letters, 0 without an abstract
 * Source: Broder 1997, doi:10.1109/SEQUEN.1997.666900. Cost linear in the first 700 letters.
 */
export function abstractSignature(abstract: string | null, out: Uint32Array, at: number): number {
  if (abstract === null) return 0;
  const length = Math.min(abstract.length, LENGTH);
  let opening = 0x811c9dc5;
  let openingLeft = 40;
  let word = 0x811c9dc5;
  let letters = 0;
  let words = 0;
  for (let k = 0; k < SIGNATURE_SIZE; k++) out[at + k] = 0xffffffff;
  for (let i = 0; i <= length; i++) {
    let code = i === length ? 32 : abstract.charCodeAt(i);
    if (code >= 65 && code <= 90) code += 32;
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
      word = Math.imul(word ^ code, 0x01000193);
      letters += 1;
      if (openingLeft > 0) {
        opening = Math.imul(opening ^ code, 0x01000193);
        openingLeft -= 1;
      }
      continue;
    }
    // A label ends here: `BACKGROUND:` is left out of the opening.
    if (code === 58 && words === 0 && letters > 0) {
      opening = 0x811c9dc5;
      openingLeft = 40;
    }
    if (letters >= 4 && i < length) {
      words += 1;
      for (let k = 0; k < SIGNATURE_SIZE; k++) {
        const hash = mix(word + Math.imul(k, 0x9e3779b1));
        if (hash < out[at + k]!) out[at + k] = hash;
      }
    }
    word = 0x811c9dc5;
    letters = 0;
  }
  if (words >= FEWEST_WORDS) return mix(opening) || 1;
  for (let k = 0; k < SIGNATURE_SIZE; k++) out[at + k] = 0;
  return 0;
}

/** Equal hashes of two signatures, 0 … 8; -1 when one has no abstract. */
export function equalHashes(signatures: Uint32Array, a: number, b: number): number {
  const [x, y] = [a * SIGNATURE_SIZE, b * SIGNATURE_SIZE];
  if (signatures[x] === 0 || signatures[y] === 0) return -1;
  let equal = 0;
  for (let k = 0; k < SIGNATURE_SIZE; k++) if (signatures[x + k] === signatures[y + k]) equal += 1;
  return equal;
}
