import type { OrderRequest, SetupResponse } from "#contract";
import { readNumber } from "./read-number.ts";

/** The order of a stage while it is being edited; numbers as typed. */
export interface OrderDraft {
  readonly order: OrderRequest["order"];
  readonly model: string;
  readonly start: OrderRequest["start"];
  readonly relevant: readonly string[];
  readonly rule: string;
  /** In per cent. */
  readonly target: string;
  readonly confidence: string;
  readonly seed: string;
}

export function draftOf(setup: SetupResponse): OrderDraft {
  const { order } = setup;
  const percent = (share: number): string => String(Math.round(share * 10_000) / 100);
  return {
    order: order.order,
    model: order.model,
    start: order.start,
    relevant: order.relevant,
    rule: order.stopping.rule,
    target: percent(order.stopping.target),
    confidence: percent(order.stopping.confidence),
    seed: String(order.seed),
  };
}

export interface OrderFaults {
  readonly target: boolean;
  readonly confidence: boolean;
  readonly seed: boolean;
}

/** What is typed wrong: a target above 0 and at most 100 per cent, a confidence between 0 and 100, a whole seed. */
export function faultsOf(draft: OrderDraft): OrderFaults {
  const target = readNumber(draft.target);
  const confidence = readNumber(draft.confidence);
  const seed = readNumber(draft.seed);
  return {
    target: !(target > 0 && target <= 100),
    confidence: !(confidence > 0 && confidence < 100),
    seed: !(Number.isInteger(seed) && seed >= 0 && seed <= 0xffff_ffff),
  };
}

export function requestOf(draft: OrderDraft): OrderRequest {
  return {
    order: draft.order,
    model: draft.model,
    seed: readNumber(draft.seed),
    start: draft.start,
    relevant: draft.relevant,
    stopping: {
      rule: draft.rule,
      target: readNumber(draft.target) / 100,
      confidence: readNumber(draft.confidence) / 100,
    },
  };
}
