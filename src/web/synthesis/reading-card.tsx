import type { JSX } from "react";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";

/** What a result says in words, and what it does not. */
export function ReadingCard(props: {
  readonly title: string;
  readonly says: readonly string[];
  readonly not: readonly string[];
}): JSX.Element {
  const { t } = useWords();
  return (
    <Card title={props.title} className="reading">
      {props.says.map((sentence) => (
        <p key={sentence} className="prose">
          {sentence}
        </p>
      ))}
      <h3>{t("words.not")}</h3>
      <ul className="lines tight">
        {props.not.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Card>
  );
}
