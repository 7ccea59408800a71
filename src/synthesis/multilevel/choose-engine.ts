import { blockEngine, connectedRows } from "./block-engine.ts";
import type { Engine } from "./engine.types.ts";
import { type CrossedFactor, lowRankEngine } from "./low-rank-engine.ts";
import { type Nesting, nestedEngine, nestingOf } from "./nested-engine.ts";
import type { SamplingErrors } from "./sampling-errors.ts";
import type { Term } from "./terms.ts";

/** The nesting that leaves the fewest levels of other factors beside it; related levels are always beside it. */
function bestNesting(
  factors: readonly CrossedFactor[],
  variances: Float64Array,
): { nesting: Nesting; crossed: CrossedFactor[]; q: number } | null {
  let best: { nesting: Nesting; crossed: CrossedFactor[]; q: number } | null = null;
  for (let chosen = 0; chosen < 2 ** factors.length; chosen++) {
    const inside = factors.filter((_, f) => chosen & (1 << f));
    if (inside.some(({ root }) => root !== undefined)) continue;
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

function factorOf({ outer, outerLabels, inner, innerLabels, relation }: Term, term: number): CrossedFactor {
  if (relation === undefined) return { term, outer, count: outerLabels.length };
  return { term, outer: inner, count: innerLabels.length, root: relation.root };
}

/**
 * The cheapest exact way to factor the total covariance of a model: sums along a nesting, a low-rank update of it for
 * crossed factors and for known correlations, or dense blocks of connected rows.
 */
export function chooseEngine(terms: readonly Term[], errors: SamplingErrors): Engine {
  const blocks = connectedRows(terms, errors);
  const simple =
    errors.blocks.length === 0 &&
    terms.every((term) => term.innerLabels.length === 1 || term.relation !== undefined);
  if (simple && terms.length <= MOST_FACTORS) {
    const best = bestNesting(terms.map(factorOf), errors.variances);
    if (best?.q === 0) return nestedEngine(best.nesting);
    const dense = blocks.reduce((sum, { length }) => sum + length ** 3, 0);
    const update = best === null ? 0 : (errors.n * best.q ** 2 + best.q ** 3) * terms.length;
    if (best !== null && update < dense) return lowRankEngine(best.nesting, best.crossed);
  }
  return blockEngine(terms, errors, blocks);
}
