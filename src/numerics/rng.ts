import type { Rng } from "#kernel";

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** FNV-1a over UTF-16 units: turns a readable seed into 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ (text.charCodeAt(i) & 0xff), 0x01000193);
    h = Math.imul(h ^ (text.charCodeAt(i) >>> 8), 0x01000193);
  }
  return h;
}

/** SplitMix32: spreads one 32-bit seed over the state, so that near seeds give unlike streams. */
function spread(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}

/**
 * A seeded stream of uniform numbers in [0, 1) with 53 random bits each; the same seed gives the same
 * stream on every machine.
 *
 * @param seed any number (its text is used, so 1 and "1" agree) or text
 * Source: xoshiro128**, Blackman and Vigna 2021, doi:10.1145/3460772. Not for secrets.
 * Checked: tests/numerics/rng.test.ts.
 */
export function seededRng(seed: number | string): Rng {
  const word = spread(hash(String(seed)));
  let [a, b, c, d] = [word(), word(), word(), word() | 1];
  const bits = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result >>> 0;
  };
  return {
    next: () => {
      const high = bits() >>> 5;
      const low = bits() >>> 6;
      return (high * 67108864 + low) / 9007199254740992;
    },
  };
}
