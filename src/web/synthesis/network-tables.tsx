import type { JSX } from "react";
import { formatInterval } from "#figures";
import type { SplitEstimate } from "#synthesis";
import { useWords, type Words } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Card } from "../parts/page-head.tsx";
import { Later } from "./later.tsx";
import type { NetworkDone } from "./network.ts";
import { NumbersTable } from "./numbers-table.tsx";
import { pAlone } from "./p-value.ts";
import { type Specification, shownValue } from "./specification.ts";

interface TableProps {
  readonly found: NetworkDone;
  readonly spec: Specification;
  /** Name of a treatment. */
  readonly role: (id: string) => string;
}

interface PairsProps extends TableProps {
  /** Opens what stands behind a comparison. */
  readonly onPair: (one: string, two: string) => void;
}

function withInterval(one: SplitEstimate, spec: Specification, words: Words): string {
  const show = (value: number): number => shownValue(spec.measure, value);
  const { language } = words;
  return `${words.number(show(one.estimate), 2)} ${formatInterval(show(one.low), show(one.high), { digits: 2, language })}`;
}

/** Every treatment against every other: the network's estimates below, direct ones above the diagonal. */
export function League({ found, spec, role, onPair }: PairsProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { league } = found;
  const title = t("network.league");
  return (
    <Card title={title}>
      <Frame label={title}>
        <table className="table numbers league">
          <thead>
            <tr>
              <th scope="col">{t("network.treatment")}</th>
              {league.treatments.map((id) => (
                <th key={id} scope="col" className="right">
                  {role(id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {league.cells.map((row, at) => (
              <tr key={league.treatments[at]}>
                <th scope="row">{role(league.treatments[at]!)}</th>
                {row.map((cell, column) => (
                  <td
                    key={league.treatments[column]}
                    className={cell?.evidence === "direct" ? "right soft" : "right"}
                  >
                    {cell === null || cell.value === null ? (
                      "–"
                    ) : (
                      <button
                        type="button"
                        className="traced"
                        aria-haspopup="dialog"
                        aria-label={t("network.open", {
                          pair: t("network.against", {
                            one: role(cell.treatment1),
                            two: role(cell.treatment2),
                          }),
                          value: withInterval(cell.value, spec, words),
                        })}
                        onClick={() => onPair(cell.treatment1, cell.treatment2)}
                      >
                        {withInterval(cell.value, spec, words)}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      <p className="foot">{t("network.league-note")}</p>
    </Card>
  );
}

/** Treatments by their P-scores. */
export function Ranks({ found, role }: TableProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { league } = found;
  return (
    <NumbersTable
      title={t("network.ranks")}
      first={t("network.treatment")}
      columns={[{ id: "score", label: t("network.score") }]}
      rows={league.treatments.map((id, at) => ({
        id,
        head: role(id),
        cells: [words.number(league.pScores[at]!, 2)],
      }))}
    >
      <p className="foot">{t("network.score-note")}</p>
    </NumbersTable>
  );
}

/** Direct against indirect evidence, pair by pair. */
export function Splits({ found, spec, role, onPair }: PairsProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const cell = (one: SplitEstimate | null): string => (one === null ? "–" : withInterval(one, spec, words));
  return (
    <Later>
      {() => (
        <NumbersTable
          title={t("network.splits")}
          first={t("network.pair")}
          columns={[
            { id: "studies", label: t("network.studies") },
            { id: "share", label: t("network.share") },
            { id: "direct", label: t("network.direct") },
            { id: "indirect", label: t("network.indirect") },
            { id: "network", label: t("network.both") },
            { id: "p", label: t("network.difference") },
          ]}
          rows={found.splits.map((one) => ({
            id: `${one.treatment1} ${one.treatment2}`,
            head: (
              <button
                type="button"
                className="traced"
                aria-haspopup="dialog"
                onClick={() => onPair(one.treatment1, one.treatment2)}
              >
                {t("network.against", { one: role(one.treatment1), two: role(one.treatment2) })}
              </button>
            ),
            cells: [
              String(one.studies),
              words.percent(100 * one.directShare),
              cell(one.direct),
              cell(one.indirect),
              cell(one.network),
              one.difference === null ? "–" : pAlone(one.difference.p, words),
            ],
          }))}
        >
          <p className="foot">{t("network.splits-note")}</p>
        </NumbersTable>
      )}
    </Later>
  );
}
