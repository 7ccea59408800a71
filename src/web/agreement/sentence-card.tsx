import { type JSX, useState } from "react";
import type { LocalText } from "#kernel";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";

/** A sentence for the report of the review, to be copied. */
export function SentenceCard(props: { readonly title: string; readonly sentence: LocalText }): JSX.Element {
  const { t, local } = useWords();
  const [copied, setCopied] = useState<"yes" | "no" | null>(null);
  const text = local(props.sentence);
  const copy = (): void => {
    // Without leave, or without a secure address, the browser refuses; the text can still be selected.
    navigator.clipboard?.writeText(text).then(
      () => setCopied("yes"),
      () => setCopied("no"),
    ) ?? setCopied("no");
  };
  return (
    <Card title={props.title}>
      <p className="prose">{text}</p>
      <div className="row" style={{ marginTop: 12 }}>
        <button type="button" className="button" onClick={copy}>
          {t("agreement.copy")}
        </button>
        <span role="status" className="soft">
          {copied === null ? "" : t(copied === "yes" ? "agreement.copied" : "agreement.copy-failed")}
        </span>
      </div>
    </Card>
  );
}
