import { blockEngine, connectedRows } from "./block-engine.ts";
import type { Engine } from "./engine.types.ts";
import { type CrossedFactor, lowRankEngine } from "./low-rank-engine.ts";
import { type Nesting, nestedEngine, nestingOf } from "./nested-engine.ts";
import type { SamplingErrors } from "./sampling-errors.ts";
import type { Term } from "./terms.ts";

/** The nesting that leaves the fewest levels of crossed factors beside it. */
function bestNesting(
  factors: readonly CrossedFactor[],
  variances: Float64Array,
): { nesting: Nesting; crossed: CrossedFactor[]; q: number } | null {
  let best: { nesting: Nesting; crossed: CrossedFactor[]; q: number } | null = null;
  for (let chosen = 0; chosen < 2 ** factors.length; chosen++) {
    const inside = factors.filter((_, f) => chosen & (1 << f));
    const crossed = factors.filter((_, f) => !(chosen & (1 << f)));
    const q = crossed.reduce((sum, { count }) => sum + count, 0);
    if (best !== null && q >= best.q) continue;
    const nesting = nestingOf(inside, variances);
    if (nesting !== null) best = { nesting, crossed, q };
  }
  return best;
}

/** More factors than this are not tried in all combinations. */
const MOST_FACTORS = 12;

/**
 * The cheapest exact way to factor the total covariance of a model: sums along a nesting, a low-rank update of it for
 * crossed factors, or dense blocks of connected rows.
 */
export function chooseEngine(terms: readonly Term[], errors: SamplingErrors): Engine {
  const blocks = connectedRows(terms, errors);
  const simple = errors.blocks.length === 0 && terms.every((term) => term.innerLabels.length === 1);
  if (simple && terms.length <= MOST_FACTORS) {
    const factors = terms.map(({ outer, outerLabels }, term) => ({ term, outer, count: outerLabels.length }));
    const best = bestNesting(factors, errors.variances);
    if (best?.q === 0) return nestedEngine(best.nesting);
    const dense = blocks.reduce((sum, { length }) => sum + length ** 3, 0);
    if (best !== null && errors.n * best.q ** 2 * terms.length < dense)
      return lowRankEngine(best.nesting, best.crossed);
  }
  return blockEngine(terms, errors, blocks);
}
