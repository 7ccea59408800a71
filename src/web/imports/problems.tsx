import type { JSX } from "react";
import { useWords } from "../app/text.ts";

/** Fewer are shown at once. */
const FEW = 3;

/** Lines of a file that could not be used, with their numbers; many of them are folded away. */
export function Problems(props: {
  readonly problems: readonly {
    readonly code: string;
    readonly line?: number | undefined;
    readonly message: string;
  }[];
  /** Found in all, when not all are kept. */
  readonly total?: number;
}): JSX.Element | null {
  const { t, number } = useWords();
  const { problems } = props;
  const total = props.total ?? problems.length;
  if (total === 0) return null;
  return (
    <details className="problems" open={problems.length <= FEW}>
      <summary>{t("import.problem-count", { count: total })}</summary>
      <ul className="lines">
        {problems.map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes, in which lines may repeat
          <li key={index}>
            {problem.line === undefined ? null : (
              <b className="num">{t("report.line", { line: problem.line })}: </b>
            )}
            {problem.message}
          </li>
        ))}
      </ul>
      {total > problems.length ? (
        <p className="foot">{t("import.problems-kept", { kept: number(problems.length) })}</p>
      ) : null}
    </details>
  );
}
