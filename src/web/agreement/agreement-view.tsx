import type { JSX } from "react";
import type { AgreementResponse } from "#contract";
import type { Protocol } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Card, Empty } from "../parts/page-head.tsx";
import { CalibrationCard } from "./calibration-card.tsx";
import { CrossTable } from "./cross-table.tsx";
import { Disagreements } from "./disagreements.tsx";
import { InPlainWords } from "./in-plain-words.tsx";
import { SentenceCard } from "./sentence-card.tsx";
import { StatisticsTable } from "./statistics-table.tsx";

/** How far reviewers agreed: all together, each pair, and where they did not. */
export function AgreementView(props: {
  readonly agreement: AgreementResponse;
  readonly protocol: Protocol;
}): JSX.Element {
  const { t, number } = useWords();
  const { agreement, protocol } = props;
  const { all, pairs, waiting } = agreement;
  const nameOf = (person: string): string => protocol.people.find(({ id }) => id === person)?.name ?? person;
  return (
    <div className="stack">
      {waiting > 0 ? (
        <p className="banner calm">
          <b>{t("agreement.waiting", { count: waiting, shown: number(waiting) })}</b>
          <span>{t(agreement.round === null ? "agreement.waiting-review" : "agreement.waiting-round")}</span>
        </p>
      ) : null}
      {agreement.calibration === null ? null : <CalibrationCard calibration={agreement.calibration} />}
      {all === null || all.n === 0 ? (
        <Empty title={t("agreement.nothing")}>{t("agreement.none")}</Empty>
      ) : (
        <>
          {agreement.sentence === null ? null : (
            <SentenceCard title={t("agreement.sentence")} sentence={agreement.sentence} />
          )}
          {pairs.length === 1 ? null : (
            <Card
              title={`${t("agreement.all")} · ${t("agreement.n", { count: all.n, shown: number(all.n) })}`}
            >
              <StatisticsTable numbers={all} label={t("agreement.all")} />
            </Card>
          )}
          {pairs.map((pair) => {
            const names = pair.reviewers.map(nameOf).join(" – ");
            const { n } = pair.numbers;
            return (
              <Card
                key={pair.reviewers.join(" ")}
                title={`${names} · ${t("agreement.n", { count: n, shown: number(n) })}`}
              >
                <div className="pair">
                  <StatisticsTable numbers={pair.numbers} label={names} />
                  <CrossTable pair={pair} nameOf={nameOf} />
                </div>
              </Card>
            );
          })}
          <Disagreements
            stage={agreement.stage}
            disagreements={agreement.disagreements}
            protocol={protocol}
            nameOf={nameOf}
          />
        </>
      )}
      <InPlainWords />
    </div>
  );
}
