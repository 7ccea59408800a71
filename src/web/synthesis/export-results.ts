import { blups, type PooledResult } from "#synthesis";
import { attempt, type Computed, leftOutOnce, poolEffects } from "./compute.ts";
import { type Line, refusedLine, valueLine } from "./export-lines.ts";
import { regressionInput, regressionOptions } from "./inverse-variance.ts";
import { addedUp, influences, ORDERS } from "./sensitivity.ts";
import { METHODS, PREDICTIONS, shownValue } from "./specification.ts";

/** What a pooled result is in the columns of the file. */
export function resultNumbers(pooled: PooledResult): Line {
  const { k, estimate, ciLow: low, ciHigh: high, se, statistic, df, p, tau2, i2 } = pooled;
  return { k, estimate, low, high, se, statistic, df, p, tau2, i2_percent: i2 };
}

/** The pooled result, on the analysis scale and as readers see it, and how far the studies differ. */
export function pooledLines({ pooled, spec, problem }: Computed): readonly Line[] {
  if (pooled === null) return problem === null ? [] : [refusedLine("pooled", "", problem)];
  const shown = (value: number | null): number | null =>
    value === null ? null : shownValue(spec.measure, value);
  const item = [spec.model, spec.model === "random" ? spec.tau2 : "", pooled.test].filter(Boolean).join(" ");
  const spread = "heterogeneity";
  const { tau2, tau2Low, tau2High, seTau2, i2, i2Low, i2High, h2, h2Low, h2High } = pooled;
  const root = (value: number | null): number | null => (value === null ? null : Math.sqrt(value));
  return [
    { part: "pooled", item, ...resultNumbers(pooled) },
    {
      ...{ part: "pooled", item, scale: "shown", k: pooled.k },
      ...{ estimate: shown(pooled.estimate), low: shown(pooled.ciLow), high: shown(pooled.ciHigh) },
    },
    {
      ...{ part: "prediction", item: spec.prediction, effect: true },
      ...{ low: pooled.predictionLow, high: pooled.predictionHigh },
    },
    { part: spread, item: "tau2", estimate: tau2, low: tau2Low, high: tau2High, se: seTau2 },
    { part: spread, item: "tau", estimate: root(tau2), low: root(tau2Low), high: root(tau2High) },
    { part: spread, item: "I2 percent", estimate: i2, low: i2Low, high: i2High },
    { part: spread, item: "H2", estimate: h2, low: h2Low, high: h2High },
    { part: spread, item: "Q", statistic: pooled.q, df: pooled.qDf, p: pooled.qP },
  ];
}

/** Other estimators of the spread, the other prediction interval, and the studies' true effects as the model sees them. */
export function spreadLines(computed: Computed): readonly Line[] {
  const { spec, effects, pooled } = computed;
  if (spec.model !== "random" || pooled === null || effects.length < 2) return [];
  const other = PREDICTIONS.filter((one) => one !== spec.prediction);
  const shrunken = attempt(() => ({ list: blups(regressionInput(computed), regressionOptions(spec)) }));
  return [
    ...other.flatMap((prediction): readonly Line[] => {
      const found = attempt(() => poolEffects(effects, { ...spec, prediction }));
      if ("code" in found) return [refusedLine("prediction", prediction, found)];
      const { predictionLow: low, predictionHigh: high } = found;
      return [{ part: "prediction", item: prediction, effect: true, low, high }];
    }),
    ...METHODS.map((tau2): Line => {
      const found = attempt(() => poolEffects(effects, { ...spec, tau2 }));
      if ("code" in found) return refusedLine("other estimators", tau2, found);
      return { part: "other estimators", item: tau2, ...resultNumbers(found), effect: true };
    }),
    ...("code" in shrunken
      ? [refusedLine("true effects", "", shrunken)]
      : shrunken.list.map(({ study, effect }): Line => {
          const { estimate, se, low, high } = effect;
          const item = effects[study]!.row.label;
          return { part: "true effects", item, effect: true, estimate, se, low, high };
        })),
  ];
}

/** The result without each study in turn, as studies are added, and what each study does to it. */
export function sensitivityLines(computed: Computed): readonly Line[] {
  const { effects } = computed;
  if (effects.length < 2) return [];
  const left = attempt(() => ({ list: leftOutOnce(computed) }));
  return [
    ...("code" in left
      ? [refusedLine("without one study", "", left)]
      : left.list.map(({ omitted, result }) => ({
          ...{ part: "without one study", item: effects[omitted]!.row.label, effect: true },
          ...resultNumbers(result),
        }))),
    ...ORDERS.flatMap((order): readonly Line[] => {
      const part = `cumulative by ${order}`;
      const added = attempt(() => ({ list: addedUp(computed, order) }));
      if ("code" in added) return [refusedLine(part, "", added)];
      return added.list.map(({ added: study, result }) => ({
        ...{ part, item: study.row.label, effect: true },
        ...resultNumbers(result),
      }));
    }),
    ...influenceLines(computed),
  ];
}

function influenceLines(computed: Computed): readonly Line[] {
  const found = attempt(() => influences(computed));
  if ("code" in found) return [refusedLine("influence", "", found)];
  const label = (study: number): string => computed.effects[study]!.row.label;
  return [
    ...found.influence.studies.flatMap((one): readonly Line[] => {
      const values: readonly (readonly [string, number | string | null])[] = [
        ["studentised residual", one.external?.z ?? null],
        ["DFFITS", one.dffits],
        ["Cook's distance", one.cooksDistance],
        ["covariance ratio", one.covarianceRatio],
        ["DFBETAS", one.dfbetas[0] ?? null],
        ["hat", one.hat],
        ["tau2 without it", one.tau2],
        ["flags", one.flags.join(" ")],
      ];
      return values.map(([quantity, value]) => valueLine("influence", label(one.study), quantity, value));
    }),
    ...found.baujat.flatMap(({ study, heterogeneity, influence }): readonly Line[] => [
      valueLine("Baujat", label(study), "share of the spread", heterogeneity),
      valueLine("Baujat", label(study), "influence on the result", influence),
    ]),
  ];
}
