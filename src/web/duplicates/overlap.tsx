import type { JSX } from "react";
import type { DuplicatesResponse } from "#contract";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";

/** How many documents two sources have in common; on the diagonal, duplicates inside one source. */
export function Overlap(props: {
  readonly overlap: DuplicatesResponse["overlap"];
  readonly names: ReadonlyMap<string, string>;
}): JSX.Element | null {
  const { t, number } = useWords();
  const { overlap, names } = props;
  if (overlap.length === 0) return null;
  const ids = [...names.keys()].filter((id) => overlap.some(({ a, b }) => a === id || b === id));
  const count = (one: string, two: string): number =>
    overlap.find(({ a, b }) => (a === one && b === two) || (a === two && b === one))?.reports ?? 0;
  return (
    <section>
      <h2>{t("duplicates.overlap")}</h2>
      <p className="soft hint">{t("duplicates.overlap-hint")}</p>
      <Frame label={t("duplicates.overlap")}>
        <table className="table overlap">
          <thead>
            <tr>
              <th scope="col">{t("import.source")}</th>
              {ids.map((id) => (
                <th key={id} scope="col" className="right">
                  {names.get(id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ids.map((row) => (
              <tr key={row}>
                <th scope="row">{names.get(row)}</th>
                {ids.map((column) => (
                  <td key={column} className={row === column ? "right soft" : "right"}>
                    {number(count(row, column))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </section>
  );
}
