import type { JSX } from "react";
import { formatInterval, formatP, type RadialModel, radialPlot } from "#figures";
import { blups } from "#synthesis";
import { useWords, type Words } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { attempt, type Computed, compute } from "./compute.ts";
import { FigureCard, figureOf } from "./figure-card.tsx";
import { useForeseen } from "./foresight.tsx";
import { effectPoints } from "./forest.ts";
import { regressionInput, regressionOptions } from "./inverse-variance.ts";
import { Later } from "./later.tsx";
import { NumbersTable } from "./numbers-table.tsx";
import { remembered } from "./remembered.ts";
import { TroubleText } from "./said-text.tsx";
import type { Shown } from "./shown.ts";
import { METHODS, PREDICTIONS, shownValue } from "./specification.ts";
import type { ViewProps } from "./view-props.ts";

/** How far the studies differ beyond chance, and what that means for the next one. */
export function SpreadView(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, label, file } = props;
  const { pooled, effects } = computed;
  const title = t("figure.radial");
  return (
    <>
      <SpreadNumbers computed={computed} />
      <Predictions {...props} />
      <Later>{() => <Estimators {...props} />}</Later>
      {pooled === null || effects.length < 2 ? null : (
        <FigureCard
          title={title}
          {...figureOf(props, (of) => ({
            draw: (options) => radialPlot(radialOf(of, title, words), options),
          }))}
          label={label}
          file={[file, title]}
        >
          <p className="foot">{t("figure.radial-note")}</p>
        </FigureCard>
      )}
      <Later>{() => <Shrunken {...props} />}</Later>
    </>
  );
}

function radialOf(shown: Shown, title: string, words: Words): RadialModel {
  const { estimate, tau2 } = shown.computed.pooled!;
  return {
    ...effectPoints(shown, title, words),
    estimate,
    tau2: tau2 ?? 0,
    named: 5,
  };
}

function SpreadNumbers(props: { readonly computed: Computed }): JSX.Element | null {
  const words = useWords();
  const { t, language } = words;
  const { pooled, spec } = props.computed;
  if (pooled === null) return null;
  const { tau2, tau2Low, tau2High, i2, i2Low, i2High, h2, h2Low, h2High } = pooled;
  const common = pooled.model === "common";
  const root = (value: number | null): number | null => (value === null ? null : Math.sqrt(value));
  const shown = (value: number | null, digits: number): string =>
    value === null ? t("not-defined") : words.number(value, digits);
  const between = (low: number | null, high: number | null, digits: number): string =>
    low === null || high === null ? t("not-defined") : formatInterval(low, high, { digits, language });
  const line = (
    id: string,
    value: number | null,
    low: number | null,
    high: number | null,
    digits: number,
  ) => ({
    id,
    head: id,
    cells: [shown(value, digits), between(low, high, digits)],
  });
  const unless = (value: number | null): number | null => (common ? null : value);
  return (
    <NumbersTable
      title={t("spread.title")}
      first={t("spread.measure")}
      columns={[
        { id: "value", label: t("spread.value") },
        { id: "interval", label: t("synthesis.interval") },
      ]}
      rows={[
        line("τ²", unless(tau2), unless(tau2Low), unless(tau2High), 3),
        line("τ", unless(root(tau2)), unless(root(tau2Low)), unless(root(tau2High)), 3),
        line("I² (%)", i2, i2Low, i2High, 1),
        line("H²", h2, h2Low, h2High, 2),
        {
          id: "Q",
          head: `Q (${pooled.qDf})`,
          cells: [words.number(pooled.q, 2), `p ${formatP(pooled.qP, language)}`],
        },
      ]}
    >
      <p className="foot">
        {common ? t("spread.common-note") : t("spread.note")}{" "}
        {pooled.tau2IntervalEmpty ? t("spread.empty") : ""} {pooled.k < 5 ? t("words.few") : ""}{" "}
        {spec.model === "mh-random" ? t("spread.revman") : ""}
      </p>
    </NumbersTable>
  );
}

/** What is pooled with each kind of prediction interval. */
function predictions({ material, computed }: Shown) {
  return remembered(computed, "predictions", () =>
    PREDICTIONS.map((prediction) => ({
      prediction,
      pooled: compute(material, { ...computed.spec, prediction }).pooled,
    })),
  );
}

/** Both kinds of prediction interval, the chosen one named. */
function Predictions(props: ViewProps): JSX.Element | null {
  const { computed } = props;
  const words = useWords();
  const { t, language } = words;
  const { spec } = computed;
  useForeseen((next) => void predictions(next));
  if (spec.model !== "random" || computed.pooled === null) return null;
  return (
    <NumbersTable
      title={t("spread.predictions")}
      first={t("pick.prediction")}
      columns={[{ id: "interval", label: t("spread.prediction") }]}
      rows={predictions(props).map(({ prediction, pooled }) => {
        const [low, high] = [pooled?.predictionLow ?? null, pooled?.predictionHigh ?? null];
        const show = (value: number): number => shownValue(spec.measure, value);
        return {
          id: prediction,
          head: `${words.named("prediction", prediction)}${prediction === spec.prediction ? ` (${t("chosen")})` : ""}`,
          cells: [
            low === null || high === null
              ? t("not-defined")
              : formatInterval(show(low), show(high), { digits: 2, language }),
          ],
        };
      })}
    >
      <p className="foot">{t("spread.prediction-note")}</p>
    </NumbersTable>
  );
}

/** What another estimator of τ² would have said. */
function Estimators({ material, computed }: ViewProps): JSX.Element | null {
  const words = useWords();
  const { t, language } = words;
  const { spec } = computed;
  const rows = remembered(computed, "by each estimator", () =>
    METHODS.map((tau2) => ({ tau2, found: compute(material, { ...spec, model: "random", tau2 }) })),
  );
  if (spec.model !== "random" || computed.effects.length < 2) return null;
  const show = (value: number): number => shownValue(spec.measure, value);
  return (
    <NumbersTable
      title={t("spread.estimators")}
      first={t("pick.tau2")}
      columns={[
        { id: "tau2", label: "τ²" },
        { id: "pooled", label: t("synthesis.pooled") },
        { id: "interval", label: t("synthesis.interval") },
      ]}
      rows={rows.map(({ tau2, found: { pooled, problem } }) => ({
        id: tau2,
        head: (
          <>
            {tau2}
            {tau2 === spec.tau2 ? ` (${t("chosen")})` : ""}{" "}
            <small className="soft">{words.named("tau2", tau2)}</small>
          </>
        ),
        ...(pooled === null
          ? { refused: problem === null ? "–" : <TroubleText why={problem} /> }
          : {
              cells: [
                pooled.tau2 === null ? "–" : words.number(pooled.tau2, 3),
                words.number(show(pooled.estimate), 2),
                formatInterval(show(pooled.ciLow), show(pooled.ciHigh), { digits: 2, language }),
              ],
            }),
      }))}
    />
  );
}

/** What the model expects of each study's true effect. */
function Shrunken({ computed }: ViewProps): JSX.Element | null {
  const words = useWords();
  const { t, language } = words;
  const { spec, effects, pooled } = computed;
  const found = remembered(computed, "shrunken", () =>
    attempt(() => ({ list: blups(regressionInput(computed), regressionOptions(spec)) })),
  );
  if (spec.model !== "random" || pooled === null || effects.length < 2) return null;
  if ("code" in found)
    return (
      <Card title={t("spread.blups")}>
        <TroubleText why={found} />
      </Card>
    );
  const show = (value: number): number => shownValue(spec.measure, value);
  return (
    <NumbersTable
      title={t("spread.blups")}
      first={t("study")}
      columns={[
        { id: "own", label: t("spread.own") },
        { id: "shrunken", label: t("spread.shrunken") },
        { id: "interval", label: t("synthesis.interval") },
      ]}
      rows={found.list.map(({ study, effect }) => ({
        id: effects[study]!.row.studyId,
        head: effects[study]!.row.label,
        cells: [
          words.number(show(effects[study]!.effect.y), 2),
          words.number(show(effect.estimate), 2),
          formatInterval(show(effect.low), show(effect.high), { digits: 2, language }),
        ],
      }))}
    >
      <p className="foot">{t("spread.blups-note")}</p>
    </NumbersTable>
  );
}
