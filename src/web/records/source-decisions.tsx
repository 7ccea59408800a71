import type { JSX } from "react";
import type { ReportResponse } from "#contract";
import { useWords } from "../app/text.ts";
import { Tag, type Tone } from "../parts/page-head.tsx";

type Row = ReportResponse["report"];
const TONES: Readonly<Record<string, Tone>> = { include: "ok", maybe: "wait" };

/** Labels and decisions that came with an export; they are shown and never count as votes here. */
export function SourceDecisions(props: {
  readonly decisions: Row["decisions"];
  readonly labels: Row["labels"];
}): JSX.Element | null {
  const words = useWords();
  const { decisions = [], labels = [] } = props;
  if (decisions.length === 0 && labels.length === 0) return null;
  return (
    <ul className="elsewhere" aria-label={words.t("record.elsewhere")}>
      {decisions.map((one) => (
        <li key={`${one.tool} ${one.by} ${one.stage} ${one.decision} ${one.reasons.join()}`}>
          <Tag tone={TONES[one.decision] ?? "plain"}>{words.named("elsewhere", one.decision)}</Tag>{" "}
          {[
            words.named("tool", one.tool === "" ? "unnamed" : one.tool),
            one.by,
            one.stage === null ? null : words.named("stage", one.stage).toLowerCase(),
            one.reasons.length === 0 ? null : one.reasons.join("; "),
          ]
            .filter((part) => part !== null)
            .join(" · ")}
        </li>
      ))}
      {labels.length === 0 ? null : (
        <li>
          <span className="soft">{words.named("field", "labels")}:</span> {labels.join(" · ")}
        </li>
      )}
    </ul>
  );
}
