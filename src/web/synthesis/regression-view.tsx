import type { JSX } from "react";
import { type BubbleModel, bubblePlot, formatInterval, formatP } from "#figures";
import type { Coefficient } from "#synthesis";
import { useWords, type Words } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { permutationLines } from "./export-long-jobs.ts";
import { type Drawing, FigureCard, figureOf } from "./figure-card.tsx";
import { useForeseen } from "./foresight.tsx";
import { figureTitle } from "./forest.ts";
import { hasLine, type Regressed, regressionLine, regressionOf } from "./groups.ts";
import { omnibus, Unplaced } from "./groups-parts.tsx";
import { regressionOptions } from "./inverse-variance.ts";
import { useKeptWork } from "./kept-models.ts";
import type { PermutationFound } from "./long-job.types.ts";
import { LongJobCard } from "./long-job-card.tsx";
import { NumbersTable } from "./numbers-table.tsx";
import { countInWords, pAlone } from "./p-value.ts";
import { Remarks } from "./remarks.tsx";
import { TroubleText } from "./said-text.tsx";
import type { Shown } from "./shown.ts";
import { scaleOf } from "./specification.ts";
import { useLongJob } from "./use-long-job.ts";
import type { ViewProps } from "./view-props.ts";

/** Moderators that may explain the spread. */
export function Regression(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const found = regressionOf(props);
  useForeseen((next) => void regressionOf(next));
  const title = t("regression.title");
  if (found === null) {
    return (
      <Card title={title}>
        <p className="soft">{t("regression.none")}</p>
      </Card>
    );
  }
  if ("code" in found)
    return (
      <Card title={title}>
        <TroubleText why={found} />
      </Card>
    );
  return <RegressionFound {...props} found={found} />;
}

function RegressionFound(props: ViewProps & { readonly found: Regressed }): JSX.Element {
  const { t } = useWords();
  const { fit, unplaced, variables } = props.found;
  const few = fit.k < 10 * variables.length;
  return (
    <div className="stack">
      {few ? (
        <section className="banner caution" aria-label={t("caution.title")}>
          <b>{t("caution.title")}</b>
          <span>{t("regression.few", { count: fit.k })}</span>
        </section>
      ) : null}
      <Unplaced studies={unplaced} />
      <Bubbles {...props} />
      <Coefficients {...props} />
    </div>
  );
}

/** The line of a regression on one number. */
function Bubbles(props: ViewProps & { readonly found: Regressed }): JSX.Element | null {
  const words = useWords();
  const { found, label, file } = props;
  const title = words.t("figure.bubble");
  if (!hasLine(found)) return null;
  const drawing = (of: Shown): Drawing => ({
    draw: (options) => {
      const regressed = regressionOf(of);
      // Nothing to prepare where the line goes.
      if (regressed === null || "code" in regressed || !hasLine(regressed)) return "";
      return bubblePlot(bubblesOf(of, regressed, title, words), options);
    },
  });
  return <FigureCard title={title} {...figureOf(props, drawing)} label={label} file={[file, title]} />;
}

function bubblesOf(
  { computed, names }: Shown,
  found: Regressed,
  title: string,
  { language }: Words,
): BubbleModel {
  const [variable] = found.variables;
  return {
    language,
    title: figureTitle(names, title),
    moderatorLabel: variable!.label,
    effectLabel: names.measure,
    scale: scaleOf(computed.spec.measure),
    studies: found.placed.map(({ row, effect }, at) => ({
      label: row.label,
      x: variable!.values.get(row.studyId)!.number!,
      y: effect.y,
      se: effect.se,
      weight: found.fit.weights[at]!,
    })),
    line: regressionLine(found),
    named: 6,
  };
}

function Coefficients(props: ViewProps & { readonly found: Regressed }): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { fit, variables } = props.found;
  const log = scaleOf(props.computed.spec.measure) === "log";
  const number = (value: number | null, digits = 3): string =>
    value === null ? "–" : words.number(value, digits);
  return (
    <NumbersTable
      title={t("regression.title")}
      first={t("regression.coefficient")}
      columns={[
        { id: "b", label: "b" },
        { id: "se", label: "SE" },
        { id: "interval", label: t("synthesis.interval") },
        { id: "statistic", label: fit.df === null ? "z" : "t" },
        { id: "p", label: "p" },
      ]}
      rows={fit.coefficients.map((one) => ({
        id: one.name,
        head: coefficientName(one, variables, t("regression.intercept")),
        cells: [
          number(one.b),
          number(one.se),
          formatInterval(one.ciLow, one.ciHigh, { digits: 3, language }),
          number(one.statistic, 2),
          pAlone(one.p, words),
        ],
      }))}
    >
      <dl className="facts left">
        <dt>{t("regression.moderators")}</dt>
        <dd>{omnibus(fit.qm, words)}</dd>
        <dt>{t("regression.residual")}</dt>
        <dd>
          Q ({fit.qe.df}) = {words.number(fit.qe.statistic, 2)}, p {formatP(fit.qe.p, language)}; τ² ={" "}
          {words.number(fit.tau2, 3)}
          {fit.i2 === null ? "" : `; I² = ${words.percent(fit.i2)}`}
        </dd>
        <dt>R²</dt>
        <dd>{fit.r2 === null ? t("not-defined") : words.percent(fit.r2)}</dd>
      </dl>
      <p className="foot">
        {log ? `${t("regression.log")} ` : ""}
        {fit.dropped.length === 0 ? "" : `${t("regression.dropped", { names: fit.dropped.join(", ") })} `}
        {t("regression.note")}
      </p>
    </NumbersTable>
  );
}

/** `phase` and `country: US` instead of the names of columns. */
function coefficientName(
  { name }: Coefficient,
  variables: Regressed["variables"],
  intercept: string,
): string {
  if (name === "intercept") return intercept;
  const variable = [...variables]
    .sort((a, b) => b.id.length - a.id.length)
    .find(({ id }) => name === id || name.startsWith(id));
  if (variable === undefined) return name;
  const level = name.slice(variable.id.length).replace(/^[\s:=.]+/, "");
  return level === "" ? variable.label : `${variable.label}: ${level}`;
}

const PERMUTATIONS = 10_000;

/** A test of the result, or of the moderators, that asks for no distribution: the work of a thread. */
export function Permutation(props: ViewProps): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { computed } = props;
  const { spec } = computed;
  const regressed = regressionOf(props);
  const refused = regressed !== null && "code" in regressed;
  const placed = regressed === null || refused ? computed.effects : regressed.placed;
  const y = Float64Array.from(placed, ({ effect }) => effect.y);
  const v = Float64Array.from(placed, ({ effect }) => effect.v);
  const options = regressionOptions(spec);
  const work = useLongJob(JSON.stringify([[...y], [...v], options, spec.moderators]));
  const found = work.state.is === "done" ? (work.state.found as PermutationFound) : null;
  const chosen = { method: options.method ?? "REML", test: options.test ?? "z" } as const;
  const named = regressed === null || refused ? [] : regressed.fit.coefficients.map(({ name }) => name);
  useKeptWork(computed, "permutation", found === null ? null : () => permutationLines(found, chosen, named));
  if (refused || placed.length < 2) return null;
  const about = regressed === null ? t("permutation.of-result") : t("permutation.of-moderators");
  return (
    <LongJobCard
      title={t("permutation.title")}
      explain={`${about} ${t("permutation.explain", { most: countInWords(PERMUTATIONS, words) })}`}
      start={t("permutation.start")}
      work={work}
      onStart={() =>
        work.start({
          kind: "permutation",
          y,
          v,
          design:
            regressed === null
              ? null
              : { columns: regressed.design.matrix.columns, values: regressed.design.matrix.values },
          ...chosen,
          permutations: PERMUTATIONS,
        })
      }
    >
      {found === null ? null : (
        <>
          <Remarks list={found.remarks} />
          <dl className="facts left">
            <dt>{t("permutation.p")}</dt>
            <dd className="num">
              {regressed === null
                ? pAlone(found.p[0] ?? null, words)
                : found.omnibusP === null
                  ? t("not-defined")
                  : pAlone(found.omnibusP, words)}
            </dd>
            <dt>{t("permutation.used")}</dt>
            <dd className="num">
              {countInWords(found.permutations, words)} (
              {t(found.exact ? "permutation.exact" : "permutation.sampled")})
            </dd>
          </dl>
        </>
      )}
    </LongJobCard>
  );
}
