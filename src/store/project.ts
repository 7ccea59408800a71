import { isEvent, type LedgerEvent } from "#ledger";
import type { DuplicatesDoc } from "#records";
import { changeReports } from "./changed-reports.ts";
import type { StoreContext } from "./context.ts";
import type { Tx } from "./engine.ts";
import { addTouched, foldTouched, type KeyRow, keysTouched, type Touched } from "./fold.ts";
import { deriveReportTables, duplicatesOf } from "./report-tables.ts";
import { refreshPlan } from "./screening-plan.ts";
import { deriveAllScreening, deriveScreeningOf } from "./screening-tables.ts";
import { applyUndo } from "./undo-state.ts";

/**
 * Brings all derived tables up to date with events just appended, in the same transaction. An import that
 * came or went gives every report again; a word about duplicates or a correction only its own reports.
 *
 * @param reportsDone the caller has written the reports these events add (a new import)
 */
export async function project(
  context: StoreContext,
  tx: Tx,
  events: readonly LedgerEvent[],
  reportsDone: boolean,
): Promise<void> {
  const touched: Touched = new Map();
  const keyRows: KeyRow[] = [];
  let imports = false;
  for (const event of events) {
    if (isEvent(event, "ledger.undone")) continue;
    const keys = keysTouched(context, event);
    keyRows.push(...keys);
    addTouched(touched, keys);
    imports ||= event.type === "records.imported" && !reportsDone;
  }
  await tx.insertMany("event_key", keyRows);
  for (const event of events) {
    if (!isEvent(event, "ledger.undone")) continue;
    const base = await applyUndo(tx, context.reviewId, event);
    addTouched(touched, keysTouched(context, base));
    imports ||= base.type === "records.imported";
  }
  const before = imports || !touched.has("duplicates") ? null : await duplicatesOf(tx.db, context.reviewId);
  let now: DuplicatesDoc | null = null;
  await foldTouched(context, tx, touched, (kind, _key, doc) => {
    if (kind === "duplicates") now = doc as DuplicatesDoc | null;
  });
  const planChanged = touched.has("protocol") && (await refreshPlan(context, tx));
  if (imports) await deriveReportTables(context, tx);
  else await changeReports(context, tx, { touched, before, now, withScreening: !planChanged });
  if (imports || planChanged) await deriveAllScreening(context, tx);
  else if (touched.has("screening")) {
    await deriveScreeningOf(context, tx, recordsOfKeys(touched.get("screening") ?? new Set()));
  }
}

/** Keys are `<stage>/<record>`: the report a vote was cast on is named by its first record. */
function recordsOfKeys(keys: ReadonlySet<string>): string[] {
  return [...new Set([...keys].map((key) => key.slice(key.indexOf("/") + 1)))];
}
