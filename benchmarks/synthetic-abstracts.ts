import type { LearnerDocument } from "#screening";

/** Synthetic records with text: words by Zipf's law, topics that prefer some of them. Labels: topic 0 is relevant. */
export interface SyntheticSet {
  readonly documents: readonly LearnerDocument[];
  readonly labels: Uint8Array;
}

const VOCABULARY = 120_000;
const TOPICS = 60;
const WORDS_OF_TOPIC = 400;

/** @param count records; the same count gives the same records */
export function syntheticAbstracts(count: number): SyntheticSet {
  let state = 0x2545f491;
  const draw = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
  const words = Array.from({ length: VOCABULARY }, (_, i) => `w${i.toString(36)}`);
  // Inverse of the harmonic sum: rank 1 is likeliest, as in running text.
  const common = (): string => words[Math.min(VOCABULARY - 1, Math.floor(VOCABULARY ** draw()) - 1)]!;
  const topics = Array.from({ length: TOPICS }, () =>
    Array.from({ length: WORDS_OF_TOPIC }, () => words[200 + Math.floor(draw() * (VOCABULARY - 200))]!),
  );
  const labels = new Uint8Array(count);
  const documents = Array.from({ length: count }, (_, i): LearnerDocument => {
    const topic = draw() < 0.02 ? 0 : 1 + Math.floor(draw() * (TOPICS - 1));
    labels[i] = topic === 0 ? 1 : 0;
    const text = (length: number): string =>
      Array.from({ length }, () =>
        draw() < 0.2 ? topics[topic]![Math.floor(WORDS_OF_TOPIC * draw() ** 2)]! : common(),
      ).join(" ");
    return {
      id: String(i),
      title: text(10 + Math.floor(draw() * 8)),
      abstract: text(140 + Math.floor(draw() * 120)),
    };
  });
  return { documents, labels };
}
