import type { LocalText } from "#kernel";

/** A risk-of-bias instrument in one version, as data. */
export interface Instrument {
  readonly id: string;
  /** As the authors date or number it; stored with every judgement. */
  readonly version: string;
  readonly label: LocalText;
  /** What one appraisal is about. */
  readonly unit: "result" | "study";
  readonly domains: readonly Domain[];
  /** From least to most severe. */
  readonly judgements: readonly Judgement[];
  readonly source: { readonly doi: string; readonly url: string };
  /** Whose wording this is, and what the official wording may be used for. */
  readonly licence: LocalText;
}

export interface Domain {
  readonly id: string;
  /** Column head, such as `D1`. */
  readonly short: string;
  readonly label: LocalText;
}

export interface Judgement {
  readonly id: string;
  readonly label: LocalText;
  /** 0 is least severe. */
  readonly severity: number;
}

/** A named scale of levels of evidence. */
export interface EvidenceScheme {
  readonly id: string;
  readonly label: LocalText;
  /** In the scheme's own order. */
  readonly levels: readonly { readonly id: string; readonly label: LocalText }[];
  /** Which end of the scale is the strongest evidence. */
  readonly strongest: "first" | "last";
  readonly source: string;
  readonly note: LocalText;
}
