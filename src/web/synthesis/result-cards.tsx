import type { JSX } from "react";
import { formatInterval, formatP, formatPercent } from "#figures";
import type { PooledResult } from "#synthesis";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import type { Specification } from "./compute.ts";
import type { Names } from "./forest.ts";
import { inWords, shownEstimate } from "./in-words.ts";

/** The result: one number, its spread, and what it does and does not say. */
export function ResultCards(props: {
  readonly pooled: PooledResult;
  readonly spec: Specification;
  readonly names: Names;
  readonly lowIsBetter: boolean;
}): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { pooled, spec, names } = props;
  const shown = shownEstimate(pooled, spec, words);
  return (
    <>
      <section className="card" aria-live="polite">
        <p className="big">
          {shown.estimate}
          <small>
            {names.measure}, {t("synthesis.ci", { low: shown.low, high: shown.high })}
          </small>
          <small>p {formatP(pooled.p, language)}</small>
        </p>
      </section>
      <Card title={t("spread.title")}>
        <dl className="facts">
          <dt>τ²</dt>
          <dd>
            {pooled.tau2 === null || spec.model === "common"
              ? t("not-estimated")
              : words.number(pooled.tau2, 2)}
            {pooled.tau2Low === null || pooled.tau2High === null
              ? ""
              : ` ${formatInterval(pooled.tau2Low, pooled.tau2High, { digits: 2, language })}`}
          </dd>
          <dt>I²</dt>
          <dd>{pooled.i2 === null ? t("not-defined") : formatPercent(pooled.i2, { digits: 0, language })}</dd>
          <dt>Q ({pooled.qDf})</dt>
          <dd>
            {words.number(pooled.q, 2)}, p {formatP(pooled.qP, language)}
          </dd>
          <dt>{t("spread.prediction")}</dt>
          <dd>{shown.prediction ?? t("not-defined")}</dd>
        </dl>
      </Card>
      <Card title={t("words.title")}>
        {inWords(pooled, spec, names, props.lowIsBetter, words).map((sentence) => (
          <p key={sentence} className="prose">
            {sentence}
          </p>
        ))}
      </Card>
    </>
  );
}
