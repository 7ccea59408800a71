import type { Projection } from "#ledger";
import type { Engine } from "./engine.ts";
import type { OpenOptions } from "./store.ts";

/** What every part of an open review works with. */
export interface StoreContext {
  readonly engine: Engine;
  readonly reviewId: string;
  readonly options: OpenOptions;
  readonly projections: readonly Projection[];
}
