import type { JSX } from "react";
import { type FunnelModel, formatInterval, funnelPlot } from "#figures";
import type { EggerTest, FailSafeNumber, LineCoefficient, TrimAndFill } from "#synthesis";
import { useWords, type Words } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { Segments } from "../parts/segments.tsx";
import type { Trouble } from "./compute.ts";
import { FigureCard, figureOf } from "./figure-card.tsx";
import { effectPoints } from "./forest.ts";
import { Later } from "./later.tsx";
import { cautions, ESTIMATORS, type MissingTests, missingTests, PREDICTORS, trimmed } from "./missing.ts";
import { type NumberRow, NumbersTable } from "./numbers-table.tsx";
import { pAlone } from "./p-value.ts";
import { Remarks } from "./remarks.tsx";
import { Matrix } from "./results-matrix.tsx";
import { TroubleText } from "./said-text.tsx";
import type { Shown } from "./shown.ts";
import { isInverseVariance, needsOf, shownValue } from "./specification.ts";
import type { ViewProps } from "./view-props.ts";

/** What may be missing from the synthesis, and how little can be known of it. */
export function MissingView(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, search } = props;
  const k = computed.effects.length;
  const estimator = ESTIMATORS.find((one) => one === search["trim"]) ?? "L0";
  const filled = k === 0 ? null : trimmed(computed, estimator);
  return (
    <>
      {k === 0 ? null : <Remarks list={cautions(k)} />}
      {isInverseVariance(computed.spec) ? null : <p className="banner calm">{t("sensitivity.nearest")}</p>}
      {filled === null ? (
        <Card>
          <p className="soft">{t("synthesis.nothing")}</p>
        </Card>
      ) : (
        <>
          <Funnel {...props} estimator={estimator} />
          <Later>{() => <Filled {...props} filled={filled} estimator={estimator} />}</Later>
          <Later>{() => <Tests {...props} />}</Later>
        </>
      )}
      <Matrix material={props.material} outcomes={props.outcomes} readOnly={props.readOnly} />
    </>
  );
}

function Funnel(props: ViewProps & { readonly estimator: TrimAndFill["estimator"] }): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { computed, label, file, search, estimator } = props;
  if (computed.pooled === null) return null;
  const title = t("figure.funnel");
  const withFilled = search["filled"] !== "no";
  return (
    <FigureCard
      title={title}
      {...figureOf(
        props,
        (of) => ({
          draw: (options) =>
            funnelPlot(
              funnelOf(of, title, withFilled ? trimmed(of.computed, estimator) : null, words),
              options,
            ),
        }),
        `${estimator} ${withFilled}`,
      )}
      label={label}
      file={[file, title]}
    >
      <label className="plain-check">
        <input
          type="checkbox"
          checked={withFilled}
          onChange={(event) => props.setSearch({ filled: event.currentTarget.checked ? undefined : "no" })}
        />{" "}
        {t("funnel.filled")}
      </label>
      <p className="foot">{t("funnel.note")}</p>
    </FigureCard>
  );
}

function funnelOf(
  shown: Shown,
  title: string,
  filled: TrimAndFill | Trouble | null,
  words: Words,
): FunnelModel {
  return {
    ...effectPoints(shown, title, words),
    centre: shown.computed.pooled!.estimate,
    contours: [0.1, 0.05, 0.01],
    filled:
      filled === null || "code" in filled
        ? []
        : Array.from(filled.filled.y, (y, at) => ({ y, se: Math.sqrt(filled.filled.v[at]!) })),
    named: 5,
  };
}

function Filled(
  props: ViewProps & {
    readonly filled: TrimAndFill | Trouble;
    readonly estimator: TrimAndFill["estimator"];
  },
): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { filled, estimator, computed } = props;
  const show = (value: number): number => shownValue(computed.spec.measure, value);
  const title = t("trim.title");
  return (
    <Card title={title}>
      <Segments
        label={t("trim.estimator")}
        value={estimator}
        options={ESTIMATORS.map((id) => ({ id, label: id }))}
        onChange={(next) => props.setSearch({ trim: next === "L0" ? undefined : next })}
      />
      {"code" in filled ? (
        <p className="soft">
          <TroubleText why={filled} />
        </p>
      ) : (
        <dl className="facts left spaced">
          <dt>{t("trim.missing")}</dt>
          <dd className="num">
            {filled.missing} ({t(filled.side === "left" ? "trim.left" : "trim.right")})
            {filled.seMissing === null ? "" : `, SE ${words.number(filled.seMissing, 2)}`}
          </dd>
          <dt>{t("trim.with")}</dt>
          <dd className="num">
            {words.number(show(filled.result.estimate), 2)}{" "}
            {formatInterval(show(filled.result.ciLow), show(filled.result.ciHigh), { digits: 2, language })}
          </dd>
          <dt>{t("trim.without")}</dt>
          <dd className="num">
            {words.number(show(filled.observed.estimate), 2)}{" "}
            {formatInterval(show(filled.observed.ciLow), show(filled.observed.ciHigh), {
              digits: 2,
              language,
            })}
          </dd>
        </dl>
      )}
    </Card>
  );
}

function Tests(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, search } = props;
  const predictor = PREDICTORS.find((one) => one === search["predictor"]) ?? "sei";
  const found = missingTests(computed, predictor);
  const offered = needsOf(computed.spec.measure) === "generic" ? PREDICTORS.slice(0, 2) : PREDICTORS;
  return (
    <div className="stack">
      <NumbersTable
        title={t("tests.title")}
        first={t("tests.test")}
        columns={[
          { id: "value", label: t("tests.value") },
          { id: "interval", label: t("synthesis.interval") },
          { id: "p", label: "p" },
        ]}
        rows={testRows(found, useLine())}
      >
        <div className="row spaced">
          <span className="soft">{t("tests.predictor")}</span>
          <Segments
            label={t("tests.predictor")}
            value={predictor}
            options={offered.map((id) => ({ id, label: words.named("predictor", id) }))}
            onChange={(next) => props.setSearch({ predictor: next === "sei" ? undefined : next })}
          />
        </div>
        <p className="foot">{t("tests.note")}</p>
      </NumbersTable>
      <FailSafe found={found} />
      <Excess found={found} />
    </div>
  );
}

function useLine() {
  const words = useWords();
  const { language, t } = words;
  return {
    t,
    refused: (id: string, head: string, why: Trouble): NumberRow => ({
      id,
      head,
      refused: <TroubleText why={why} />,
    }),
    line: (id: string, head: string, name: string, one: LineCoefficient): NumberRow => ({
      id,
      head,
      cells: [
        `${name} ${words.number(one.estimate, 2)}`,
        formatInterval(one.ciLow, one.ciHigh, { digits: 2, language }),
        pAlone(one.p, words),
      ],
    }),
    value: (id: string, head: string, value: string, p: number | null): NumberRow => ({
      id,
      head,
      cells: [value, "–", p === null ? "–" : pAlone(p, words)],
    }),
    number: words.number,
  };
}

function testRows(found: MissingTests, say: ReturnType<typeof useLine>): readonly NumberRow[] {
  const { t } = say;
  const egger = (id: string, head: string, test: EggerTest | Trouble): NumberRow =>
    "slope" in test ? say.line(id, head, t("tests.slope"), test.slope) : say.refused(id, head, test);
  const { rank, petPeese } = found;
  return [
    egger("egger", t("tests.egger"), found.egger),
    egger("egger-mixed", t("tests.egger-mixed"), found.eggerMixed),
    "code" in rank
      ? say.refused("rank", t("tests.rank"), rank)
      : say.value(
          "rank",
          t("tests.rank"),
          rank.tau === null ? t("not-defined") : `Kendall τ ${say.number(rank.tau, 2)}`,
          rank.p,
        ),
    ...("code" in petPeese
      ? [say.refused("pet", "PET-PEESE", petPeese)]
      : [
          say.line("pet", "PET", t("tests.at-zero"), petPeese.pet.effect),
          say.line("peese", "PEESE", t("tests.at-zero"), petPeese.peese.effect),
        ]),
  ];
}

function FailSafe(props: { readonly found: MissingTests }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const after = ({ target, after: then }: FailSafeNumber): string =>
    then !== null
      ? t("fail-safe.after", { p: pAlone(then.p, words) })
      : target !== null
        ? t("fail-safe.target", { target: words.number(target, 2) })
        : t("fail-safe.p");
  return (
    <NumbersTable
      title={t("fail-safe.title")}
      first={t("fail-safe.kind")}
      columns={[
        { id: "n", label: t("fail-safe.n") },
        { id: "until", label: t("fail-safe.until") },
      ]}
      rows={props.found.failSafe.map(({ kind, found }) => ({
        id: kind,
        head: words.named("fail-safe", kind),
        ...("code" in found
          ? { refused: <TroubleText why={found} /> }
          : { cells: [words.number(found.n), after(found)] }),
      }))}
    />
  );
}

function Excess(props: { readonly found: MissingTests }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { excess } = props.found;
  return (
    <Card title={t("excess.title")}>
      {"code" in excess ? (
        <p className="soft">
          <TroubleText why={excess} />
        </p>
      ) : (
        <dl className="facts left">
          <dt>{t("excess.observed")}</dt>
          <dd className="num">{t("excess.of", { count: excess.observed, of: excess.k })}</dd>
          <dt>{t("excess.expected")}</dt>
          <dd className="num">{words.number(excess.expected, 1)}</dd>
          <dt>p</dt>
          <dd className="num">{pAlone(excess.p, words)}</dd>
        </dl>
      )}
    </Card>
  );
}
