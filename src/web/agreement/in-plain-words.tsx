import type { JSX } from "react";
import { type TextKey, useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";

const WORDS: readonly (readonly [TextKey, TextKey])[] = [
  ["agreement.name-percent", "agreement.means-percent"],
  ["agreement.name-kappa", "agreement.means-kappa"],
  ["agreement.paradox", "agreement.means-paradox"],
  ["agreement.name-pabak", "agreement.means-pabak"],
  ["agreement.name-ac1", "agreement.means-ac1"],
  ["agreement.name-alpha", "agreement.means-alpha"],
  ["agreement.name-positive", "agreement.means-specific"],
  ["agreement.kept", "agreement.means-kept"],
];

/** What the numbers of the page mean. */
export function InPlainWords(): JSX.Element {
  const { t } = useWords();
  return (
    <Card title={t("agreement.plain")}>
      <dl className="plain-words">
        {WORDS.map(([name, means]) => (
          <div key={means}>
            <dt>{t(name)}</dt>
            <dd>{t(means)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
