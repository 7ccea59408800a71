/** A person's weight in the allocation of work. */
export interface Share {
  readonly person: string;
  readonly weight: number;
}

/** Above so many steps the counts are not worked out. */
const MOST = 2_000_000;

/**
 * How large a part of the reports each person is to read: each report goes to `votes` people, drawn one
 * after another by weight without putting back.
 *
 * @param votes reports' votes, a whole number >= 1
 * @param secondShare share of the reports that need one vote more, from 0 to 1
 * @returns parts from 0 to 1 in the order of the shares; null: too many people to work it out
 * Source: successive sampling, as the weighted rendezvous of the program draws.
 * Checked: tests/web/screening-setup-numbers.test.ts.
 */
export function expectedParts(
  shares: readonly Share[],
  votes: number,
  secondShare: number,
): readonly number[] | null {
  const weights = shares.map(({ weight }) => weight);
  const deepest = Math.min(weights.length, votes + (secondShare > 0 ? 1 : 0));
  if (votes < weights.length && weights.length ** deepest > MOST) return null;
  const base = included(weights, votes);
  if (secondShare <= 0) return base;
  const more = included(weights, votes + 1);
  return base.map((part, at) => (1 - secondShare) * part + secondShare * (more[at] ?? 0));
}

/** Chance of each to be among the first `draws`. */
function included(weights: readonly number[], draws: number): readonly number[] {
  if (draws >= weights.length) return weights.map(() => 1);
  const parts = weights.map(() => 0);
  const taken = weights.map(() => false);
  const draw = (left: number, chance: number, rest: number): void => {
    if (left === 0) return;
    for (const [at, weight] of weights.entries()) {
      if (taken[at]) continue;
      const here = (chance * weight) / rest;
      parts[at] = (parts[at] ?? 0) + here;
      taken[at] = true;
      draw(left - 1, here, rest - weight);
      taken[at] = false;
    }
  };
  draw(
    draws,
    1,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  return parts;
}
