import { seededRng } from "#numerics";
import type { FeatureExtraction, Features, LearnerDocument } from "#screening";

const SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split(" ");

function word(n: number): string {
  return `${SYLLABLES[n % 20]}${SYLLABLES[Math.floor(n / 20) % 20]}${SYLLABLES[(n * 7 + 3) % 20]}`;
}

/** Simulated records: two in ten are about a topic of their own; every tenth has no abstract. */
export function simulatedSet(
  size: number,
  seed: number,
): { readonly documents: readonly LearnerDocument[]; readonly labels: Uint8Array } {
  const rng = seededRng(seed);
  const labels = new Uint8Array(size);
  const documents = Array.from({ length: size }, (_, row): LearnerDocument => {
    labels[row] = row % 5 === 2 ? 1 : 0;
    const draw = (count: number): string =>
      Array.from({ length: count }, () => {
        const about = labels[row] === 1 && rng.next() < 0.3;
        return word(about ? Math.floor(rng.next() * 12) : 12 + Math.floor(rng.next() ** 2 * 300));
      }).join(" ");
    return {
      id: `r${row}`,
      title: draw(8),
      abstract: row % 10 === 7 ? "" : draw(60),
      authors: [`${word(row % 40)} ${word(300 + (row % 30))}`],
    };
  });
  return { documents, labels };
}

/** Labels of the first rows, -1 for the others. */
export function firstLabels(labels: Uint8Array, count: number): Int8Array {
  return Int8Array.from(labels, (label, row) => (row < count ? label : -1));
}

/** What an extraction makes of documents. */
export function featuresOf(extraction: FeatureExtraction, documents: readonly LearnerDocument[]): Features {
  const reader = extraction.read();
  for (const document of documents) reader.add(document);
  return reader.finish();
}
