import type { LocalText } from "#kernel";

/** Where a fact about an instrument is published. */
export interface InstrumentSource {
  readonly reference: string;
  readonly doi?: string | undefined;
}

/** Part scores: the sum, or the mean, of items, or a score that is entered as a whole. */
export interface InstrumentScale {
  readonly id: string;
  readonly label: LocalText;
  /** Ids of the items; empty where only the score as a whole is entered. */
  readonly items: readonly string[];
  readonly range: readonly [number, number];
  readonly by: "sum" | "mean";
}

export interface InstrumentItem {
  readonly id: string;
  readonly range: readonly [number, number];
  /** The scores that exist, where not every number of the range does. */
  readonly values?: readonly number[] | undefined;
  /** Scored in the other direction: low + high − value. */
  readonly reversed?: boolean | undefined;
}

/** What to do when items of a scale are missing. */
export interface MissingItemRule {
  /**
   * `none`: the score is missing. `prorate`: the sum of what is there times items over items answered, when
   * at most `most` are missing in the scale.
   */
  readonly kind: "none" | "prorate";
  readonly most?: number | undefined;
  readonly source?: InstrumentSource | undefined;
  readonly note?: LocalText | undefined;
}

/** A limit with its source: in points, in per cent of baseline, or a score. */
export interface InstrumentThreshold {
  readonly id: string;
  readonly kind:
    | "response"
    | "remission"
    | "reliable-change"
    | "important-change"
    | "cut-off"
    | "loss-of-diagnosis";
  /**
   * `points`: improvement of at least so many; `percent`: improvement of at least so many per cent of baseline;
   * `score`: a total at most (lower is better) or at least (higher is better) as given.
   */
  readonly unit: "points" | "percent" | "score";
  readonly value: number;
  /** Scale it is about; default the total. */
  readonly scale?: string | undefined;
  /** Used by `deriveOutcomes` unless a plan says otherwise; at most one per kind. */
  readonly preferred?: boolean | undefined;
  readonly source: InstrumentSource;
  readonly note?: LocalText | undefined;
}

/** An outcome instrument as data; never the words of its items. */
export interface Instrument {
  readonly id: string;
  readonly name: LocalText;
  readonly abbreviation: string;
  /** True: higher scores are worse. */
  readonly higherIsWorse: boolean;
  readonly items: readonly InstrumentItem[];
  readonly scales: readonly InstrumentScale[];
  readonly total: {
    readonly range: readonly [number, number];
    readonly by: "sum-of-items" | "sum-of-scales" | "entered";
  };
  readonly missingItems: MissingItemRule;
  readonly thresholds: readonly InstrumentThreshold[];
  readonly sources: readonly InstrumentSource[];
  readonly note?: LocalText | undefined;
}

/** One score of a person at a visit. */
export interface ScaleScore {
  /** `total` or the id of a scale. */
  readonly scale: string;
  /** null: missing, because of items that are. */
  readonly score: number | null;
  readonly answered: number;
  readonly items: number;
  /** True where missing items were made up for by the rule. */
  readonly prorated: boolean;
}

export interface InstrumentScore {
  readonly instrument: string;
  readonly total: ScaleScore;
  readonly scales: readonly ScaleScore[];
  readonly missing: readonly string[];
}
