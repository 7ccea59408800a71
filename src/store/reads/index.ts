import type { Kysely } from "kysely";
import type { EngineName } from "../engine.ts";
import type { ReviewReads } from "../store.ts";
import type { Tables } from "../tables.ts";
import { documentReads } from "./documents.ts";
import { eventReads } from "./events.ts";
import { recordReads } from "./records.ts";
import { reportReads } from "./reports.ts";
import { screeningReads } from "./screening.ts";

/** Where a read looks: committed state, or the inside of a write transaction. */
export interface ReadSource {
  readonly db: Kysely<Tables>;
  readonly engine: EngineName;
  readonly reviewId: string;
}

/** All reads of a review over one connection. */
export function reviewReads(source: ReadSource): ReviewReads {
  return {
    ...documentReads(source),
    ...eventReads(source),
    ...reportReads(source),
    ...recordReads(source),
    ...screeningReads(source),
  };
}
