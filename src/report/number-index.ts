import type { ValueInForce } from "#extraction";
import type { ReviewSnapshot } from "./snapshot.ts";

/** One extracted number, with all that is needed to find it again. */
interface IndexedNumber {
  /** Anchor in the document, `n1`, `n2` … */
  readonly anchor: string;
  readonly order: number;
  readonly studyId: string;
  readonly formId: string;
  readonly entry: ValueInForce;
}

export interface NumberIndex {
  readonly rows: readonly IndexedNumber[];
  /** Anchor of an entry, undefined for what is no number. */
  anchorOf(address: Address): string | undefined;
}

interface Address {
  readonly studyId: string;
  readonly eventId: string;
  readonly field: string;
  readonly arm?: string | null | undefined;
  readonly outcome?: string | null | undefined;
  readonly timepoint?: string | null | undefined;
}

/** Numbers every extracted value that is a number, in the order of the snapshot. Cost linear in values. */
export function numberIndex(snapshot: ReviewSnapshot): NumberIndex {
  const numeric = new Set(
    snapshot.protocol.protocol.forms.flatMap((form) =>
      form.fields
        .filter((field) => field.type === "integer" || field.type === "number")
        .map((field) => `${form.id} ${field.id}`),
    ),
  );
  const rows: IndexedNumber[] = [];
  const anchors = new Map<string, string>();
  for (const doc of snapshot.values) {
    for (const entry of doc.entries) {
      if (entry.value === null || !numeric.has(`${doc.formId} ${entry.field}`)) continue;
      const order = rows.length + 1;
      rows.push({ anchor: `n${order}`, order, studyId: doc.studyId, formId: doc.formId, entry });
      anchors.set(keyOf({ studyId: doc.studyId, ...entry }), `n${order}`);
    }
  }
  return { rows, anchorOf: (address) => anchors.get(keyOf(address)) };
}

function keyOf(address: Address): string {
  return [
    address.studyId,
    address.eventId,
    address.field,
    address.arm ?? "",
    address.outcome ?? "",
    address.timepoint ?? "",
  ].join("\u001f");
}
