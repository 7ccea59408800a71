import type { JSX } from "react";
import type { AgreementNumbers, AgreementStatistic } from "#contract";
import { useWords, type Words } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";

const ORDER: readonly AgreementStatistic["id"][] = [
  "percent",
  "kappa",
  "pabak",
  "ac1",
  "alpha",
  "positive",
  "negative",
];

/** Each statistic with its interval, by the full decisions and by kept against excluded. */
export function StatisticsTable(props: {
  readonly numbers: AgreementNumbers;
  readonly label: string;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { numbers } = props;
  const rows = ORDER.flatMap((id) => {
    const kept = numbers.kept.find((one) => one.id === id);
    const detailed = numbers.detailed.find((one) => one.id === id);
    return kept === undefined && detailed === undefined ? [] : [{ id, kept, detailed }];
  });
  return (
    <Frame label={props.label}>
      <table className="table agreement-table">
        <caption className="hidden">{props.label}</caption>
        <thead>
          <tr>
            <th scope="col">{t("agreement.statistic")}</th>
            <th scope="col" className="right">
              {t("agreement.kept")}
            </th>
            <th scope="col" className="right">
              {t("agreement.detailed")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, kept, detailed }) => (
            <tr key={id}>
              <th scope="row">{t(`agreement.name-${id}`)}</th>
              <Cell statistic={kept} words={words} />
              <Cell statistic={detailed} words={words} />
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  );
}

function Cell(props: {
  readonly statistic: AgreementStatistic | undefined;
  readonly words: Words;
}): JSX.Element {
  const { statistic, words } = props;
  if (statistic === undefined) return <td className="right soft">–</td>;
  const why =
    statistic.why === null ? null : words.named("agreement.why", statistic.why, words.t("not-estimated"));
  return (
    <td className="right">
      {statistic.estimate === null ? null : <b>{valueText(statistic.id, statistic.estimate, words)}</b>}{" "}
      {statistic.low === null || statistic.high === null ? null : (
        <span className="soft nowrap">{rangeText(statistic, words)}</span>
      )}
      {why === null ? null : <small className="soft block">{why}</small>}
    </td>
  );
}

/** An estimate as people write it: a percentage with one figure after the point, a coefficient with two. */
export function valueText(id: AgreementStatistic["id"], value: number, { number, percent }: Words): string {
  if (id === "percent") return percent(value, 1);
  if (id === "positive" || id === "negative") return percent(100 * value, 1);
  return number(value, 2);
}

function rangeText({ id, low, high }: AgreementStatistic, words: Words): string {
  const [from, to] = [low ?? 0, high ?? 0].map((value) => valueText(id, value, words));
  return `(${words.t("interval", { low: from ?? "", high: to ?? "" })})`;
}
