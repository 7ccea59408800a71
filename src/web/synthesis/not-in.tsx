import type { JSX } from "react";
import type { AnalysisMaterial } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import type { Computed } from "./compute.ts";
import { LeftOutText, TroubleText } from "./said-text.tsx";
import type { KeptOut } from "./study-set.ts";

/** Studies that were looked at and are not in, with why: those that a choice leaves out together. */
export function NotIn(props: {
  readonly material: AnalysisMaterial;
  readonly computed: Computed;
}): JSX.Element | null {
  const words = useWords();
  const { material, computed } = props;
  const flagged =
    computed.spec.retracted === "flagged" ? material.retracted.map(({ studyId }) => studyId) : [];
  const leftOut = material.set.leftOut.filter(({ studyId }) => !flagged.includes(studyId));
  const { failed, out } = computed;
  if (leftOut.length + failed.length + out.length === 0) return null;
  return (
    <Card title={words.t("synthesis.not-in")}>
      <ul className="lines">
        {[...labelsByWhy(out)].map(([why, labels]) => (
          <li key={why}>
            {labels.length === 1 ? <b>{labels[0]}</b> : labels.join(" · ")}
            <small className="soft block">{words.named("kept-out", why)}</small>
          </li>
        ))}
        {leftOut.map((one) => (
          <li key={`${one.studyId} ${one.why}`}>
            <b>{one.label}</b>
            <small className="soft block">
              {words.named("left-out", one.why)}
              <LeftOutText one={one} />
            </small>
          </li>
        ))}
        {failed.map(({ row, why }) => (
          <li key={row.studyId}>
            <b>{row.label}</b>
            <small className="soft block">
              <TroubleText why={why} />
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A choice leaves out many for one reason, which is said once. */
function labelsByWhy(out: Computed["out"]): ReadonlyMap<KeptOut, readonly string[]> {
  const labels = new Map<KeptOut, string[]>();
  for (const { row, out: why } of out) {
    const same = labels.get(why ?? "by-hand") ?? [];
    same.push(row.label);
    labels.set(why ?? "by-hand", same);
  }
  return labels;
}
