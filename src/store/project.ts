import { type EventType, isEvent, type LedgerEvent } from "#ledger";
import type { StoreContext } from "./context.ts";
import type { Tx } from "./engine.ts";
import { addTouched, foldTouched, type KeyRow, keysTouched, type Touched } from "./fold.ts";
import { deriveReportTables } from "./report-tables.ts";
import { deriveAllScreening, deriveScreeningOf, refreshPlan } from "./screening-tables.ts";
import { applyUndo } from "./undo-state.ts";

/** Events that change which reports there are. */
const REPORT_EVENTS: ReadonlySet<EventType> = new Set<EventType>([
  "records.imported",
  "records.deduplicated",
  "records.joined",
  "record.separated",
]);

/**
 * Brings all derived tables up to date with events just appended, in the same transaction.
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
  let reports = false;
  for (const event of events) {
    if (isEvent(event, "ledger.undone")) continue;
    const keys = keysTouched(context, event);
    keyRows.push(...keys);
    addTouched(touched, keys);
    reports ||= REPORT_EVENTS.has(event.type) && !reportsDone;
  }
  await tx.insertMany("event_key", keyRows);
  for (const event of events) {
    if (!isEvent(event, "ledger.undone")) continue;
    const base = await applyUndo(tx, context.reviewId, event);
    addTouched(touched, keysTouched(context, base));
    reports ||= REPORT_EVENTS.has(base.type);
  }
  await foldTouched(context, tx, touched);
  const planChanged = touched.has("protocol") && (await refreshPlan(context, tx));
  if (reports) await deriveReportTables(context, tx);
  if (reports || planChanged) await deriveAllScreening(context, tx);
  else if (touched.has("screening")) {
    await deriveScreeningOf(context, tx, reportsOfKeys(touched.get("screening") ?? new Set()));
  }
}

/** Keys are `<stage>/<report>`. */
function reportsOfKeys(keys: ReadonlySet<string>): string[] {
  return [...new Set([...keys].map((key) => key.slice(key.indexOf("/") + 1)))];
}
