import type { FlowBox, FlowModel } from "#figures";
import type { Problem } from "#kernel";
import type { FlowNumbers } from "./check-flow.ts";

/** The boxes above "included", with their numbers for checking. */
export interface FlowPart {
  readonly headings: FlowModel["headings"];
  readonly boxes: readonly FlowBox[];
  readonly footnotes: readonly string[];
  readonly numbers: FlowNumbers;
  readonly problems: readonly Problem[];
}
