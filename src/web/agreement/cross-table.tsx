import type { JSX } from "react";
import type { AgreementResponse } from "#contract";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";

type Pair = AgreementResponse["pairs"][number];

/** How often each decision of one reviewer met each of the other's; the same decisions stand on the diagonal. */
export function CrossTable(props: {
  readonly pair: Pair;
  readonly nameOf: (person: string) => string;
}): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const { pair, nameOf } = props;
  const [first, second] = pair.reviewers.map(nameOf);
  const label = t("agreement.cross", { first: first ?? "", second: second ?? "" });
  return (
    <Frame label={label}>
      <table className="table cross-table">
        <caption>{label}</caption>
        <thead>
          <tr>
            <td />
            {pair.categories.map((category) => (
              <th key={category} scope="col" className="right">
                <span className="hidden">{second}: </span>
                {words.named("decision", category)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pair.categories.map((category, row) => (
            <tr key={category}>
              <th scope="row">
                <span className="hidden">{first}: </span>
                {words.named("decision", category)}
              </th>
              {pair.categories.map((other, column) => (
                <td key={other} className={row === column ? "right same" : "right"}>
                  {number(pair.table[row]?.[column] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  );
}
