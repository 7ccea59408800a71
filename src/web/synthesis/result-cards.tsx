import { type ComponentType, type JSX, memo } from "react";
import { formatP } from "#figures";
import { useWords } from "../app/text.ts";
import { Card, Tag } from "../parts/page-head.tsx";
import type { Computed } from "./compute.ts";
import type { Names } from "./forest.ts";
import { inWords, shownEstimate } from "./in-words.ts";
import { TroubleText } from "./said-text.tsx";

interface ResultProps {
  readonly computed: Computed;
  readonly names: Names;
  readonly exploratory: boolean;
}

/** The one number, beside everything that is made of it. */
export const Headline: ComponentType<ResultProps> = memo(function Headline(props: ResultProps): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { computed, names, exploratory } = props;
  const { pooled, spec, problem } = computed;
  if (pooled === null) {
    return (
      <section className="card" aria-live="polite">
        <p className="soft">{problem === null ? t("synthesis.nothing") : <TroubleText why={problem} />}</p>
      </section>
    );
  }
  const shown = shownEstimate(pooled, spec, words);
  return (
    <section className="card" aria-live="polite">
      {exploratory ? <Tag tone="wait">{t("plan.exploratory")}</Tag> : null}
      <p className="big">
        {shown.estimate}
        <small>
          {names.measure}, {t("synthesis.ci", { low: shown.low, high: shown.high })}
        </small>
        <small>
          p {formatP(pooled.p, language)} · k = {pooled.k}
        </small>
        {shown.prediction === null ? null : (
          <small>
            {t("spread.prediction")} {shown.prediction}
          </small>
        )}
      </p>
    </section>
  );
});

/** What the result says, and what it does not. */
export const Reading: ComponentType<ResultProps> = memo(function Reading(
  props: ResultProps,
): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { computed, names, exploratory } = props;
  if (computed.pooled === null) return null;
  const { says, not } = inWords(computed, computed.pooled, names, exploratory, words);
  return (
    <Card title={t("words.title")} className="reading">
      {says.map((sentence) => (
        <p key={sentence} className="prose">
          {sentence}
        </p>
      ))}
      <h3>{t("words.not")}</h3>
      <ul className="lines tight">
        {not.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Card>
  );
});
