import type { JSX } from "react";
import type { SourceCheck } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Card, Tag, type Tone } from "./page-head.tsx";

const TONES: Readonly<Record<SourceCheck["agreement"], Tone>> = {
  agrees: "ok",
  partly: "wait",
  differs: "warn",
  "not-checked": "plain",
};

/** Whether what was coded agrees with the source itself, in a word. */
export function CheckTag(props: { readonly check: SourceCheck | null }): JSX.Element {
  const words = useWords();
  const agreement = props.check?.agreement ?? "not-checked";
  return <Tag tone={TONES[agreement]}>{words.named("check", agreement)}</Tag>;
}

/** The comparison with the source, in full. */
export function SourceCheckCard(props: { readonly check: SourceCheck }): JSX.Element {
  const words = useWords();
  const { check } = props;
  return (
    <Card title={words.t("check.title")}>
      <p>
        <CheckTag check={check} />
      </p>
      <p className="prose" style={{ marginTop: 8 }}>
        {words.local(check.text)}
      </p>
      <p className="foot">
        {words.named("confidence", check.confidence)}
        {check.readAt === undefined ? "" : ` · ${check.readAt}`} · {check.by}
      </p>
    </Card>
  );
}
