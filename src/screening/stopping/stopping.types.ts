/** What has been screened of a set, in the order it was screened. */
export interface Screened {
  /** 1 relevant, 0 not, in screening order. */
  readonly labels: Uint8Array;
  /**
   * Same length as `labels`: 1 where the record was drawn at random from all that were unscreened at
   * the time, 0 where a ranking chose it. Absent: none was drawn at random.
   */
  readonly random?: Uint8Array;
  /** Records of the set, screened or not, a whole number >= `labels.length`. */
  readonly total: number;
}

/** What one rule says of one state of screening. */
export interface StoppingVerdict {
  readonly rule: string;
  readonly stop: boolean;
  /** Why the evidence does not support the rule here (code for the shells' catalogues); null when it does. */
  readonly unsupported: string | null;
  /** Numbers the rule reached, by name, for display and for the methods text: p, bound, estimate … */
  readonly values: Readonly<Record<string, number>>;
}

/** A stopping rule with its parameters already chosen; deterministic, remembers nothing between calls. */
export interface StoppingRule {
  readonly id: string;
  judge(screened: Screened): StoppingVerdict;
}
