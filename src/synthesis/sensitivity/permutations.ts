import type { Rng } from "#kernel";

/** How many different orders a list with repeated labels has; Infinity beyond doubles. */
export function orderCount(labels: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  let count = 1;
  for (let n = 1; n <= labels.length; n++) {
    const label = labels[n - 1]!;
    const same = (counts.get(label) ?? 0) + 1;
    counts.set(label, same);
    // Stays whole at each step: it is the count for the first n labels.
    count = (count * n) / same;
  }
  return Math.round(count);
}

/**
 * Turns labels into their next order, the first being the rising one.
 *
 * @returns false at the last order, which is then left as it is
 * Source: Knuth, The Art of Computer Programming 4A, 7.2.1.2, algorithm L.
 */
export function nextOrder(labels: Int32Array): boolean {
  let i = labels.length - 2;
  while (i >= 0 && labels[i]! >= labels[i + 1]!) i--;
  if (i < 0) return false;
  let j = labels.length - 1;
  while (labels[j]! <= labels[i]!) j--;
  [labels[i], labels[j]] = [labels[j]!, labels[i]!];
  labels.subarray(i + 1).reverse();
  return true;
}

/** Puts whole numbers in a random order, every order equally likely. */
export function shuffle(order: Int32Array, rng: Rng): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(rng.next() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}
