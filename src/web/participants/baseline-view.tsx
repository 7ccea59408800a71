import { type JSX, useState } from "react";
import type { BaselineResponse, DataSetEntry } from "#contract";
import { askedSource, useAnswer } from "../api/queries.ts";
import { useWords, type Words } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Show } from "../parts/loading.tsx";
import { Card } from "../parts/page-head.tsx";
import { pAlone } from "../synthesis/p-value.ts";

type Section = BaselineResponse["sections"][number];
type Row = Section["rows"][number];
type Cell = Row["all"];

/** The baseline table by arm, with tests and standardised differences. */
export function BaselineView(props: { readonly dataSet: DataSetEntry }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const [perTrial, setPerTrial] = useState(false);
  const answer = useAnswer(
    askedSource<BaselineResponse>(`participants/${encodeURIComponent(props.dataSet.id)}/baseline`, {
      perTrial,
    }),
  );
  const trials = props.dataSet.variables.some(({ role }) => role === "trial");
  return (
    <div className="stack">
      {trials ? (
        <label className="check">
          <input
            type="checkbox"
            checked={perTrial}
            onChange={(event) => setPerTrial(event.currentTarget.checked)}
          />
          {t("participants.per-trial")}
        </label>
      ) : null}
      <Show answer={answer}>
        {(table) => (
          <>
            {table.sections.map((section) => (
              <SectionTable key={section.trial ?? ""} section={section} words={words} />
            ))}
            {table.leftOut.participants === 0 ? null : (
              <p className="soft">{t("participants.left-out", { n: table.leftOut.participants })}</p>
            )}
          </>
        )}
      </Show>
    </div>
  );
}

function SectionTable({ section, words }: { readonly section: Section; readonly words: Words }): JSX.Element {
  const { t } = words;
  const title = section.trial ?? t("participants.all-trials");
  return (
    <Card title={title}>
      <Frame label={title}>
        <table className="table numbers">
          <thead>
            <tr>
              <th scope="col">{t("participants.variable")}</th>
              {section.arms.map(({ arm, participants }) => (
                <th key={arm} scope="col" className="right">
                  {arm}
                  <small className="block">{t("participants.n", { n: participants })}</small>
                </th>
              ))}
              <th scope="col" className="right">
                {t("participants.all")}
              </th>
              <th scope="col" className="right">
                {t("participants.smd")}
              </th>
              <th scope="col" className="right">
                p
              </th>
            </tr>
          </thead>
          <tbody>{section.rows.flatMap((row) => rowsOf(row, words))}</tbody>
        </table>
      </Frame>
      <p className="soft">{t("participants.mean-sd")}</p>
    </Card>
  );
}

/** One line of a number; a line and one per level of a category. */
function rowsOf(row: Row, words: Words): JSX.Element[] {
  const { number } = words;
  const cells = [...row.byArm, row.all];
  const name = row.unit === null ? row.label : `${row.label} (${row.unit})`;
  const head = (
    <tr key={row.variable}>
      <th scope="row">{name}</th>
      {cells.map((cell, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in the order of the columns
        <td key={at} className="right">
          {"counts" in cell ? missingOf(cell, words) : numberOf(cell, words)}
        </td>
      ))}
      <td className="right">
        {row.standardisedDifference === null ? "–" : number(row.standardisedDifference, 2)}
      </td>
      <td className="right">
        <Tests row={row} words={words} />
      </td>
    </tr>
  );
  const levels = "counts" in row.all ? row.all.counts.map(({ level }) => level) : [];
  return [
    head,
    ...levels.map((level, i) => (
      <tr key={`${row.variable} ${level}`} className="level">
        <th scope="row">{level}</th>
        {cells.map((cell, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in the order of the columns
          <td key={at} className="right">
            {"counts" in cell ? countOf(cell, i, words) : ""}
          </td>
        ))}
        <td />
        <td />
      </tr>
    )),
  ];
}

function numberOf(cell: Exclude<Cell, { readonly counts: unknown }>, words: Words): string {
  if (cell.mean === null) return "–";
  const spread = cell.sd === null ? "" : ` (${words.number(cell.sd, 1)})`;
  const missing = cell.missing === 0 ? "" : `; ${words.t("participants.missing-n", { n: cell.missing })}`;
  return `${words.number(cell.mean, 1)}${spread}${missing}`;
}

const missingOf = (cell: Cell, { t }: Words): string =>
  cell.missing === 0 ? "" : t("participants.missing-n", { n: cell.missing });

function countOf(cell: Extract<Cell, { readonly counts: unknown }>, i: number, words: Words): string {
  const { count, percent } = cell.counts[i]!;
  return percent === null ? `${count}` : `${count} (${words.number(percent, 0)} %)`;
}

function Tests({ row, words }: { readonly row: Row; readonly words: Words }): JSX.Element {
  const made = row.tests.filter(({ p }) => p !== null);
  if (made.length === 0) return <>–</>;
  return (
    <>
      {made.map(({ test, p }) => (
        <span key={test} className="block">
          {pAlone(p, words)} <small>{words.t(`test.${test}`)}</small>
        </span>
      ))}
    </>
  );
}
