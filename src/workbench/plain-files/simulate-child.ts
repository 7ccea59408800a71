import { EvidensError } from "#kernel";
import { prepareReading } from "./reading-process.ts";
import type { LabelledSet } from "./simulate-input.ts";
import { type RunOrder, type RunResult, runOne } from "./simulate-run.ts";

// A process that simulates one reading after the other, so that each has a processor and a heap of its
// own and its time can be told from that of the others.

export interface ChildOrder {
  /** Where it differs from that of the order before. */
  readonly set?: Pick<LabelledSet, "documents" | "labels">;
  readonly run: RunOrder;
}
export type ChildAnswer =
  | { readonly result: RunResult }
  | { readonly refused: Pick<EvidensError, "code" | "kind" | "message" | "remedy" | "problems"> }
  | { readonly failure: string };

prepareReading();
let set: ChildOrder["set"];

process.on("message", (order: ChildOrder) => {
  set = order.set ?? set;
  process.send?.(answer(order.run));
});
process.once("disconnect", () => process.exit(0));

function answer(run: RunOrder): ChildAnswer {
  try {
    return { result: runOne(set!, run) };
  } catch (error) {
    if (error instanceof EvidensError) {
      const { code, kind, message, remedy, problems } = error;
      return { refused: { code, kind, message, remedy, problems } };
    }
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
