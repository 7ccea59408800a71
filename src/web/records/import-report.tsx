import type { JSX } from "react";
import type { ImportResponse, ImportsResponse } from "#contract";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Tag } from "../parts/page-head.tsx";

type Import = ImportResponse["import"];

/** What came of one file: entries found, records kept, and every line that could not be read. */
export function ImportReport(props: { readonly result: ImportResponse }): JSX.Element {
  const { t, number } = useWords();
  const { import: one, already } = props.result;
  if (already) {
    return (
      <p className="banner calm" role="status" style={{ margin: 0 }}>
        {t("import.already", { name: one.fileName })}
      </p>
    );
  }
  return (
    <div role="status">
      <p>
        <b>{one.fileName}</b>:{" "}
        {t("import.counts", {
          entries: number(one.counts.entries),
          records: number(one.counts.records),
          problems: number(one.counts.problems),
        })}
      </p>
      <Problems problems={one.problems} />
    </div>
  );
}

/** All imports of the review. */
export function Imports(props: { readonly imports: ImportsResponse["imports"] }): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  if (props.imports.length === 0) return <p className="soft">{t("import.none")}</p>;
  return (
    <Frame label={t("import.list")}>
      <table className="table">
        <caption className="hidden">{t("import.list")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("import.file")}</th>
            <th scope="col">{t("import.source")}</th>
            <th scope="col">{t("log.when")}</th>
            <th scope="col" className="right">
              {t("import.entries")}
            </th>
            <th scope="col" className="right">
              {t("import.records")}
            </th>
            <th scope="col">{t("import.problems")}</th>
          </tr>
        </thead>
        <tbody>
          {props.imports.map((one) => (
            <tr key={one.importId}>
              <th scope="row">
                {one.fileName} <Tag>{one.format.toUpperCase()}</Tag>
              </th>
              <td>{one.sourceId}</td>
              <td>{words.moment(one.at)}</td>
              <td className="right">{number(one.counts.entries)}</td>
              <td className="right">{number(one.counts.records)}</td>
              <td>{one.problems.length === 0 ? t("none") : <Problems problems={one.problems} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  );
}

function Problems(props: { readonly problems: Import["problems"] }): JSX.Element | null {
  const { t } = useWords();
  if (props.problems.length === 0) return null;
  return (
    <details>
      <summary>{t("import.problem-count", { count: props.problems.length })}</summary>
      <ul className="lines">
        {props.problems.map((problem) => (
          <li key={`${problem.code} ${problem.line ?? ""} ${problem.message}`}>
            {problem.line === undefined ? null : <b>{t("report.line", { line: problem.line })}: </b>}
            {problem.message}
          </li>
        ))}
      </ul>
    </details>
  );
}
