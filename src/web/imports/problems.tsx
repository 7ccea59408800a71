import type { JSX } from "react";
import { useWords } from "../app/text.ts";

/** Fewer are shown at once. */
const FEW = 3;

interface Told {
  readonly code: string;
  readonly line?: number | undefined;
  readonly message: string;
}

/** What a reader tells though nothing is wrong. */
const REMARKS: ReadonlySet<string> = new Set(["records/table-columns", "records/wrapping-lines"]);

/**
 * Lines of a file that could not be used, with their numbers; many of them are folded away. What only
 * says how the file was understood stands apart.
 */
export function Problems(props: {
  readonly problems: readonly Told[];
  /** Problems found in all, when not all are kept. */
  readonly total?: number;
}): JSX.Element {
  const { t, number } = useWords();
  const problems = props.problems.filter(({ code }) => !REMARKS.has(code));
  const remarks = props.problems.filter(({ code }) => REMARKS.has(code));
  const total = props.total ?? problems.length;
  return (
    <>
      {total === 0 ? null : (
        <details className="problems" open={problems.length <= FEW}>
          <summary>{t("import.problem-count", { count: total })}</summary>
          <Lines lines={problems} />
          {total > problems.length ? (
            <p className="foot">{t("import.problems-kept", { kept: number(problems.length) })}</p>
          ) : null}
        </details>
      )}
      {remarks.length === 0 ? null : (
        <details className="problems">
          <summary>{t("import.remarks")}</summary>
          <Lines lines={remarks} />
        </details>
      )}
    </>
  );
}

function Lines(props: { readonly lines: readonly Told[] }): JSX.Element {
  const { t } = useWords();
  return (
    <ul className="lines">
      {props.lines.map(({ line, message }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes, in which lines may repeat
        <li key={index}>
          {line === undefined ? null : <b className="num">{t("report.line", { line })}: </b>}
          {message}
        </li>
      ))}
    </ul>
  );
}
