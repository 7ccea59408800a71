import type { JSX } from "react";
import type { Problem } from "#kernel";
import { useWords } from "../app/text.ts";

const SHOWN = 30;

/** What could not be read, each with its line and what to do. */
export function ProblemList(props: { readonly problems: readonly Problem[] }): JSX.Element {
  const { t } = useWords();
  const { problems } = props;
  return (
    <ul className="problem-list">
      {problems.slice(0, SHOWN).map((problem, at) => (
        // Messages may repeat; their place tells them apart.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
        <li key={at} lang="en">
          {problem.line === undefined ? null : (
            <b lang="">{t("participants.line", { lines: problem.line })}: </b>
          )}
          {problem.message} {problem.remedy}
        </li>
      ))}
      {problems.length > SHOWN ? <li>{t("participants.more", { count: problems.length - SHOWN })}</li> : null}
    </ul>
  );
}
