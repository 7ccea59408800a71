import type { AnalysisMaterial, Protocol } from "../api/types.ts";
import type { SearchState } from "../app/search-state.ts";
import type { Computed } from "./compute.ts";
import type { FigureLabel } from "./export-figure.ts";
import type { Names } from "./forest.ts";
import type { PlannedCounts } from "./planned-counts.ts";
import type { Variable } from "./variables.ts";

/** What each view of the page is given. */
export interface ViewProps {
  readonly computed: Computed;
  readonly names: Names;
  readonly material: AnalysisMaterial;
  readonly outcomes: Protocol["outcomes"];
  readonly protocol: Protocol;
  readonly variables: readonly Variable[];
  /** Models of the counts that the protocol plans of what is shown. */
  readonly plannedCounts: readonly PlannedCounts[];
  /** Said on every figure that is not as planned. */
  readonly label: FigureLabel;
  /** Begins the names of files. */
  readonly file: string;
  /** Nothing can be judged or recorded. */
  readonly readOnly: boolean;
  readonly search: SearchState;
  readonly setSearch: (change: SearchState) => void;
}
