import type { JSX } from "react";
import { useWords } from "../app/text.ts";
import { Segments } from "../parts/segments.tsx";
import { CountModels } from "./glmm-view.tsx";
import { Levels } from "./levels-view.tsx";
import { Network } from "./network-view.tsx";
import { Selection } from "./selection-view.tsx";
import type { ViewProps } from "./view-props.ts";

const PARTS = { counts: CountModels, selection: Selection, levels: Levels, network: Network } as const;
type Part = keyof typeof PARTS;
const PART_IDS = Object.keys(PARTS) as readonly Part[];

/** Models beside the one of the sentence, each for what that one cannot do. */
export function ModelsView(props: ViewProps): JSX.Element {
  const words = useWords();
  const part = PART_IDS.find((one) => one === props.search["part"]) ?? "counts";
  const Shown = PARTS[part];
  return (
    <>
      <div className="views">
        <Segments
          label={words.t("models.part")}
          value={part}
          options={PART_IDS.map((id) => ({ id, label: words.named("models", id) }))}
          onChange={(next) => props.setSearch({ part: next === "counts" ? undefined : next })}
        />
      </div>
      <p className="exploratory">
        {words.t(part === "counts" && props.plannedCounts.length > 0 ? "glmm.label" : "plan.label")}
      </p>
      <Shown {...props} />
    </>
  );
}
