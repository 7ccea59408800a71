import type { JSX } from "react";
import type { Remark } from "#synthesis";
import { useWords } from "../app/text.ts";

/** What must be read before the numbers below it. */
export function Remarks(props: { readonly list: readonly Remark[] }): JSX.Element | null {
  const { t, local } = useWords();
  if (props.list.length === 0) return null;
  return (
    <section className="banner caution" aria-label={t("caution.title")}>
      <b>{t("caution.title")}</b>
      <ul>
        {props.list.map(({ code, text }) => (
          <li key={code}>{local(text)}</li>
        ))}
      </ul>
    </section>
  );
}
