/**
 * Synthetic RIS records for measuring. Every word, name and identifier is drawn from fixed lists and
 * a seed; nothing describes a work that exists. DOIs use the prefix `10.5555`.
 */
import { seededRng } from "#numerics";

const WORDS =
  "synthetic record trial placebo sample outcome memory anxiety effect response design control baseline group measure session therapy receptor pathway model rat human adult week month score change mean risk ratio interval blind random".split(
    " ",
  );
const FAMILIES = "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Sigma Tau Omega".split(" ");
const JOURNALS = [
  "Synthetic Journal",
  "Records of Simulation",
  "Placebo Letters",
  "Annals of Generated Text",
];
/** Every so many records one is another entry for the document of an earlier one. */
const DUPLICATE_EVERY = 10;
const CHUNK_RECORDS = 200;

/**
 * RIS text with the given number of records, abstracts of about 1.5 kB, one in ten a duplicate of an
 * earlier record with another abstract.
 *
 * @param count how many records
 * @param seed same seed, same text
 * @returns chunks to be written or joined, in order
 */
export function* syntheticRis(count: number, seed: number): Generator<string, void> {
  const rng = seededRng(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(rng.next() * list.length)]!;
  const words = (howMany: number): string => Array.from({ length: howMany }, () => pick(WORDS)).join(" ");
  /** What entries for one document have in common. */
  const identity = (n: number): readonly string[] => {
    const own = seededRng(seed * 1_000_003 + n);
    const one = <T>(list: readonly T[]): T => list[Math.floor(own.next() * list.length)]!;
    const start = 1 + Math.floor(own.next() * 900);
    return [
      `TI  - Synthetic record ${n}: ${WORDS[n % WORDS.length]} and ${WORDS[(n * 7) % WORDS.length]} in a generated sample`,
      ...Array.from(
        { length: 1 + Math.floor(own.next() * 6) },
        () => `AU  - ${one(FAMILIES)}, ${one(FAMILIES)[0]}.`,
      ),
      `PY  - ${1990 + Math.floor(own.next() * 35)}`,
      `T2  - ${one(JOURNALS)}`,
      `VL  - ${1 + Math.floor(own.next() * 60)}`,
      `IS  - ${1 + Math.floor(own.next() * 12)}`,
      `SP  - ${start}`,
      `EP  - ${start + 9}`,
      `DO  - 10.5555/synthetic.${seed}.${n}`,
    ];
  };
  let chunk = "";
  for (let n = 1; n <= count; n++) {
    const repeats = n % DUPLICATE_EVERY === 0;
    chunk += `${[
      "TY  - JOUR",
      ...identity(repeats ? 1 + Math.floor(rng.next() * (n - 1)) : n),
      `AN  - SYN-${seed}-${n}`,
      `AB  - ${words(200)}.`,
      `KW  - ${pick(WORDS)}`,
      `KW  - ${pick(WORDS)}`,
      "ER  - ",
      "",
    ].join("\n")}\n`;
    if (n % CHUNK_RECORDS === 0 || n === count) {
      yield chunk;
      chunk = "";
    }
  }
}
