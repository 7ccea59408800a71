import type { Words } from "../app/text.ts";

/** Bytes in the largest unit that leaves a number people read: `980 B`, `12 kB`, `3.4 MB`. */
export function fileSize(bytes: number, words: Pick<Words, "number">): string {
  if (bytes < 1_000) return `${words.number(bytes)} B`;
  if (bytes < 1_000_000) return `${words.number(bytes / 1_000)} kB`;
  if (bytes < 1_000_000_000) return `${words.number(bytes / 1_000_000, 1)} MB`;
  return `${words.number(bytes / 1_000_000_000, 2)} GB`;
}
