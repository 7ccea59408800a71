import type { JSX } from "react";
import type { RankingState, ScreenItem } from "#contract";
import { usePreferences } from "../app/preferences.ts";
import { useWords, type Words } from "../app/text.ts";

/** Why the report on screen is shown now; always one line, so that nothing moves between records. */
export function WhyLine(props: { readonly item: ScreenItem; readonly onWhy: () => void }): JSX.Element {
  const { t } = useWords();
  const { shortcuts } = usePreferences();
  return (
    <p className="why-line">
      <span>{t(`rank.because-${props.item.because}`)}</span>
      <button type="button" onClick={props.onWhy} aria-keyshortcuts={shortcuts ? "e" : undefined}>
        {t("rank.why")}
        {shortcuts ? (
          <span className="key" aria-hidden="true">
            E
          </span>
        ) : null}
      </button>
    </p>
  );
}

/** The order in force, in half a sentence. */
export function orderWords(ranking: RankingState, { t, number }: Words): string {
  if (ranking.order !== "ranked") return t(`rank.order-${ranking.order}`);
  if (ranking.state === "preparing") return t("rank.preparing");
  if (ranking.state !== "ready") return t("rank.failed");
  return ranking.trainedOn === 0
    ? t("rank.ready-words")
    : t("rank.ready", {
        count: ranking.trainedOn,
        shown: number(ranking.trainedOn),
        relevant: number(ranking.relevant),
      });
}
