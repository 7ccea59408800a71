import { type RankOptions, rankTreatments } from "./rank-treatments.ts";
import { type SplitEstimate, splitNetwork } from "./split-network.ts";
import type { NetworkResult } from "./types.ts";

/** Treatment 1 against treatment 2; treatment 1 stands higher in the table. */
export interface LeagueCell {
  readonly treatment1: string;
  readonly treatment2: string;
  readonly evidence: "network" | "direct";
  /** `null` where no study compares the two directly. */
  readonly value: SplitEstimate | null;
}

export interface LeagueTable {
  /** Treatments of rows and columns; the best P-score first unless an order was given. */
  readonly treatments: readonly string[];
  readonly pScores: readonly number[];
  /** Network estimates below the diagonal, direct ones above it; `null` on the diagonal. */
  readonly cells: readonly (readonly (LeagueCell | null)[])[];
}

export interface LeagueOptions extends RankOptions {
  readonly order?: "p-score" | "as-given";
}

/**
 * The league table as data: network estimates below the diagonal, direct ones above. Each cell states the effect
 * of the treatment that stands higher in the table against the lower one, so that both halves read the same way.
 *
 * @param result of `networkMetaAnalysis`
 * @param options order, model
 * @returns one row a treatment; effects on the analysis scale
 * @throws EvidensError as `splitNetwork`
 * Source: the layout of netmeta 3.4 (`netleague`); Rücker 2012, doi:10.1002/jrsm.1058.
 * Checked: tests/synthesis/network.test.ts.
 */
export function leagueTable(result: NetworkResult, options: LeagueOptions = {}): LeagueTable {
  const ranked = rankTreatments(result, options).map((one, at) => ({ ...one, at }));
  if (options.order !== "as-given") ranked.sort((a, b) => b.pScore - a.pScore || a.at - b.at);
  const known = new Map<string, { network: SplitEstimate; direct: SplitEstimate | null }>();
  for (const { treatment1, treatment2, network, direct } of splitNetwork(
    result,
    options.model === undefined ? {} : { model: options.model },
  )) {
    known.set(JSON.stringify([treatment1, treatment2]), { network, direct });
    known.set(JSON.stringify([treatment2, treatment1]), {
      network: turned(network),
      direct: direct === null ? null : turned(direct),
    });
  }
  const cells = ranked.map((below, r) =>
    ranked.map((beside, c): LeagueCell | null => {
      if (r === c) return null;
      const [higher, lower] = r > c ? [beside, below] : [below, beside];
      const [treatment1, treatment2] = [higher.treatment, lower.treatment];
      const found = known.get(JSON.stringify([treatment1, treatment2]))!;
      return r > c
        ? { treatment1, treatment2, evidence: "network", value: found.network }
        : { treatment1, treatment2, evidence: "direct", value: found.direct };
    }),
  );
  return {
    treatments: ranked.map(({ treatment }) => treatment),
    pScores: ranked.map(({ pScore }) => pScore),
    cells,
  };
}

function turned(one: SplitEstimate): SplitEstimate {
  return { ...one, estimate: -one.estimate, low: -one.high, high: -one.low };
}
