import type { JSX } from "react";
import { useWords } from "../app/text.ts";

/** Fields told of also when no record has them. */
const MAIN = ["title", "authors", "year", "journal", "volume", "pages", "abstract", "doi", "pmid"] as const;

/** How many records have each field: a bar, and the number beside it. */
export function Fill(props: {
  readonly fill: Readonly<Record<string, number>>;
  readonly records: number;
}): JSX.Element {
  const { t } = useWords();
  const { fill, records } = props;
  const main: readonly string[] = MAIN;
  const rest = Object.keys(fill).filter((field) => !main.includes(field));
  return (
    <div className="fill">
      <Bars fields={main} fill={fill} records={records} caption={t("fill.title")} />
      {rest.length === 0 ? null : (
        <details>
          <summary>{t("fill.more", { count: rest.length })}</summary>
          <Bars fields={rest} fill={fill} records={records} caption={t("fill.rest")} />
        </details>
      )}
    </div>
  );
}

function Bars(props: {
  readonly fields: readonly string[];
  readonly fill: Readonly<Record<string, number>>;
  readonly records: number;
  readonly caption: string;
}): JSX.Element {
  const words = useWords();
  const { records } = props;
  return (
    <table className="bars">
      <caption>{props.caption}</caption>
      <tbody>
        {props.fields.map((field) => {
          const count = Object.hasOwn(props.fill, field) ? props.fill[field]! : 0;
          const share = records === 0 ? 0 : (100 * count) / records;
          // Rounding must not make a gap look closed, or something look like nothing.
          const shown =
            count === records ? 100 : Math.min(99, Math.max(count === 0 ? 0 : 1, Math.round(share)));
          return (
            <tr key={field}>
              <th scope="row">{words.named("field", field)}</th>
              <td aria-hidden="true">
                <span className="bar">
                  <span className={share < 50 ? "low" : ""} style={{ width: `${share}%` }} />
                </span>
              </td>
              <td className="num">
                {words.number(count)} <span className="soft">· {words.percent(shown)}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
