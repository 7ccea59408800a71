import type { JSX } from "react";
import type { ExplainResponse, RankingState, ScreenItem } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { Show } from "../parts/loading.tsx";
import { orderWords } from "./why-line.tsx";

/** Why the report on screen comes now: the words that pushed it up or down. */
export function WhyDialog(props: {
  readonly stage: Stage;
  readonly item: ScreenItem;
  readonly ranking: RankingState | null;
  readonly onClose: () => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const answer = useAnswer(sources.explain(props.stage, props.item.report.id));
  return (
    <AppDialog title={t("rank.why-title")} open onClose={props.onClose}>
      <p>
        {t(`rank.because-${props.item.because}-long`)}
        {props.ranking === null
          ? null
          : ` ${t("rank.order-now", { order: orderWords(props.ranking, words) })}`}
      </p>
      <Show answer={answer}>{(data) => <Terms explanation={data.explanation} />}</Show>
    </AppDialog>
  );
}

function Terms(props: { readonly explanation: ExplainResponse["explanation"] }): JSX.Element {
  const { t, number } = useWords();
  const { explanation } = props;
  if (explanation === null) return <p className="soft">{t("rank.no-explanation")}</p>;
  const terms = [...explanation.terms].sort((a, b) => b.weight - a.weight);
  const most = Math.max(...terms.map(({ weight }) => Math.abs(weight)), Number.MIN_VALUE);
  // Weights are small early on; the largest shows two figures.
  const decimals = Math.min(6, Math.max(2, Math.ceil(-Math.log10(most)) + 1));
  return (
    <>
      {explanation.rank === null ? null : (
        <p className="num">
          {t("rank.place", { rank: number(explanation.rank), of: number(explanation.of) })}
        </p>
      )}
      {terms.length === 0 ? (
        <p className="soft">{t("rank.no-terms")}</p>
      ) : (
        <table className="terms">
          <caption className="hidden">{t("rank.terms")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("rank.term")}</th>
              <th scope="col">{t("rank.effect")}</th>
            </tr>
          </thead>
          <tbody>
            {terms.map(({ term, weight }) => (
              <tr key={term} data-up={weight >= 0}>
                <th scope="row">{term}</th>
                <td>
                  <span className="bar" aria-hidden="true">
                    <i style={{ width: `${(50 * Math.abs(weight)) / most}%` }} />
                  </span>
                  <span className="num">
                    {weight >= 0 ? "+" : "−"}
                    {number(Math.abs(weight), decimals)}
                    <span className="hidden"> {t(weight >= 0 ? "rank.up" : "rank.down")}</span>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="soft">{t("rank.honest")}</p>
    </>
  );
}
