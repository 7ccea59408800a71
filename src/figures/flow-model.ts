/**
 * The PRISMA 2020 flow in numbers. A count is a number that was computed from the ledger, a number
 * that an outside source reports, an upper bound, or not reported; it is never guessed.
 *
 * Source: Page et al. 2021, BMJ 372:n71, figure 1.
 */
export interface FlowCount {
  readonly kind: "computed" | "reported" | "at-most" | "not-reported";
  /** null only when `not-reported`. */
  readonly value: number | null;
}

export interface FlowLine {
  readonly label: string;
  readonly count: FlowCount;
}

export interface FlowBox {
  readonly id:
    | "identified-databases"
    | "removed-before-screening"
    | "records-screened"
    | "records-excluded"
    | "reports-sought"
    | "reports-not-retrieved"
    | "reports-assessed"
    | "reports-excluded"
    | "identified-other"
    | "other-sought"
    | "other-not-retrieved"
    | "other-assessed"
    | "other-excluded"
    | "included"
    | "update";
  readonly title: string;
  /** The box's own n; null when it only has lines. */
  readonly count: FlowCount | null;
  readonly lines: readonly FlowLine[];
  /** Said in small type under the lines. */
  readonly note?: string | undefined;
}

export interface FlowModel {
  readonly language: "en" | "nb";
  readonly title: string;
  readonly sideLabels: {
    readonly identification: string;
    readonly screening: string;
    readonly included: string;
  };
  readonly headings: { readonly databases: string; readonly other: string | null };
  readonly boxes: readonly FlowBox[];
  /** How a count that was not reported is written. */
  readonly notReportedLabel: string;
  readonly footnotes: readonly string[];
}
