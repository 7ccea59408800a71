import { chiSquareUpper } from "#numerics";
import { fitNetwork } from "./fit-network.ts";
import { excessOfQ } from "./network-tau2.ts";
import { designsOf, readNetwork } from "./read-network.ts";
import type { StudyBlock } from "./study-block.ts";
import type { NetworkResult } from "./types.ts";

/** A Q statistic with its upper-tail p (`null` without degrees of freedom). */
export interface QPart {
  readonly q: number;
  readonly df: number;
  readonly p: number | null;
}

export interface DesignDecomposition {
  /** Heterogeneity and inconsistency together. */
  readonly total: QPart;
  /** Heterogeneity between studies of the same design. */
  readonly within: QPart;
  /** Inconsistency between designs (full design-by-treatment interaction). */
  readonly between: QPart;
  /** The part of `within` of each design. */
  readonly designs: readonly (QPart & { readonly treatments: readonly string[]; readonly studies: number })[];
  /** Between designs when heterogeneity within designs is allowed for; `null` where it cannot be estimated. */
  readonly betweenRandom: (QPart & { readonly tau2Within: number }) | null;
}

/**
 * Splits Q of a network into heterogeneity within designs and inconsistency between designs.
 *
 * Source: Krahn, Binder and König 2013, doi:10.1186/1471-2288-13-35; Higgins et al. 2012, doi:10.1002/jrsm.1044;
 * Jackson, White and Riley 2012, doi:10.1002/sim.5453 (tau2 within designs by moments).
 * Checked: tests/synthesis/golden-network.test.ts.
 */
export function decomposeDesigns(result: NetworkResult): DesignDecomposition {
  const network = readNetwork(result.contrasts, result.treatments, result.tolerance);
  const designs = designsOf(network).map((design) => ({ ...design, blocks: design.blocks.map(renumbered) }));
  const within = (tau2: number): readonly QPart[] =>
    designs.map(({ treatments, blocks }) => {
      const { q, df } = fitNetwork(blocks, treatments.length, tau2);
      return part(df === 0 ? 0 : q, df);
    });
  const parts = within(0);
  const inner = part(sum(parts.map(({ q }) => q)), sum(parts.map(({ df }) => df)));
  const dfBetween = result.qDf - inner.df;
  const tau2Within = inner.df === 0 ? null : tau2WithinDesigns(designs);
  const qRandom = (tau2: number): number =>
    fitNetwork(network.blocks, network.treatments.length, tau2).q - sum(within(tau2).map(({ q }) => q));
  return {
    total: part(result.q, result.qDf),
    within: inner,
    between: part(result.q - inner.q, dfBetween),
    designs: designs.map(({ treatments, studies }, at) => ({
      treatments,
      studies: studies.length,
      ...parts[at]!,
    })),
    betweenRandom: tau2Within === null ? null : { ...part(qRandom(tau2Within), dfBetween), tau2Within },
  };
}

/** By moments, in the model where each design has effects of its own. */
function tau2WithinDesigns(
  designs: readonly { readonly treatments: readonly string[]; readonly blocks: readonly StudyBlock[] }[],
): number {
  // A design of one study says nothing of heterogeneity.
  const repeated = designs
    .filter(({ blocks }) => blocks.length > 1)
    .map(({ treatments, blocks }) => excessOfQ(blocks, treatments.length));
  return Math.max(0, sum(repeated.map(({ excess }) => excess)) / sum(repeated.map(({ rate }) => rate)));
}

/** A block whose arms are numbered within its design. */
function renumbered(block: StudyBlock): StudyBlock {
  return { ...block, arms: Int32Array.from(block.arms, (_, at) => at) };
}

/** Rounding may leave a difference of two sums of squares just below 0. */
function part(q: number, df: number): QPart {
  return { q: Math.max(0, q), df, p: df === 0 ? null : chiSquareUpper(Math.max(0, q), df) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
