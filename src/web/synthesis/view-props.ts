import type { Protocol } from "../api/types.ts";
import type { SearchState } from "../app/search-state.ts";
import type { Shown } from "./shown.ts";

/** What each view of the page is given. */
export interface ViewProps extends Shown {
  readonly outcomes: Protocol["outcomes"];
  readonly protocol: Protocol;
  /** Begins the names of files. */
  readonly file: string;
  /** Nothing can be judged or recorded. */
  readonly readOnly: boolean;
  readonly search: SearchState;
  readonly setSearch: (change: SearchState) => void;
}
