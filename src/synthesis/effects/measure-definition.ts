import type { LocalText } from "#kernel";
import type {
  EffectInputKind,
  EffectInputs,
  EffectMeasureId,
  EffectScale,
  VarianceType,
} from "./effect-size.types.ts";
import { hedgesCorrection } from "./hedges-correction.ts";
import type { RemarkCode } from "./remarks.ts";

/** What the options come to for one study. */
export interface Setting {
  readonly correct: boolean;
  /** Added to each cell of this study. */
  readonly added: number;
}

/** A weighted mean over the studies of the set. */
export interface Average<D> {
  readonly of: (d: D) => number;
  readonly weight: (d: D) => number;
}

export interface VarianceRule<D> {
  readonly id: VarianceType;
  readonly formula: string;
  /** `average` holds one number for each entry of `averages`, in that order. */
  readonly of: (d: D, average: readonly number[]) => number;
  readonly averages?: readonly Average<D>[];
  /** The effect that goes with this variance, where its assumption changes the effect too. */
  readonly effect?: { readonly formula: string; readonly of: (d: D) => number };
  readonly assumes?: RemarkCode;
}

/** How a measure is computed: first the quantities `D` that effect and variance share, then those two. */
export interface MeasureDefinition<X, D> {
  readonly id: EffectMeasureId;
  readonly label: LocalText;
  readonly needs: EffectInputKind;
  readonly scale: EffectScale;
  /** Default 0; `null` where there is no value of no effect. */
  readonly nullValue?: number | null;
  readonly formula: string;
  /** The formula when the small-sample correction is off; present where there is one. */
  readonly uncorrectedFormula?: string;
  readonly assumes: readonly RemarkCode[];
  /** Why there is no effect when the result is not finite; default `no-finite-effect`. */
  readonly inestimableBecause?: RemarkCode;
  /** Present where `to`, `add` and `dropDoubleZero` apply: the default of `add`. */
  readonly defaultAdd?: number;
  /** Warns when the effect lies beyond this distance from 0. */
  readonly suspicious?: { readonly beyond: number; readonly because: RemarkCode };
  readonly derive: (x: X, setting: Setting) => D;
  readonly effect: (d: D) => number;
  /** The first is the default. */
  readonly variances: readonly VarianceRule<D>[];
  readonly source: string;
}

/** A definition whose input and shared quantities are its own affair. */
export type AnyMeasure = MeasureDefinition<unknown, unknown>;

/** Takes a definition into the registry: its `needs` names the type that `derive` reads. */
export function define<K extends EffectInputKind, D>(
  definition: MeasureDefinition<EffectInputs[K], D> & { readonly needs: K },
): AnyMeasure {
  return definition as unknown as AnyMeasure;
}

/** Hedges' factor of m degrees of freedom, 1 when the correction is off, NaN where it does not exist. */
export function smallSampleFactor(m: number, setting: Setting): number {
  if (!setting.correct) return 1;
  return m > 1 ? hedgesCorrection(m) : Number.NaN;
}

export const SMD_ABOVE_2: NonNullable<AnyMeasure["suspicious"]> = { beyond: 2, because: "smd-above-2" };
