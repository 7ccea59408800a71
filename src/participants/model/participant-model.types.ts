import type { ModelEffectSize, VisitCovariance } from "#synthesis";
import type { DerivedRule } from "../outcomes/outcomes.types.ts";
import type { ParticipantModelSpecification } from "./model-specification.ts";

/** An estimate of the model with its test; `df` degrees of freedom of t. */
export interface ModelEstimate {
  readonly estimate: number;
  readonly se: number;
  readonly df: number;
  readonly t: number;
  readonly p: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

export interface ModelCoefficient extends ModelEstimate {
  readonly name: string;
}

/** Mean of an arm at a visit that the model expects with the covariates at their averages. */
export interface ArmVisitEstimate extends ModelEstimate {
  readonly arm: string;
  readonly visit: string;
}

/** An arm less the reference arm at a visit. */
export interface ArmDifference extends ModelEstimate {
  readonly arm: string;
  readonly reference: string;
  readonly visit: string;
  /** Cohen's d and Hedges' g with the formula; null where the standard deviation does not exist. */
  readonly effect: ModelEffectSize | null;
}

/** The test that all coefficients of a term are zero, or that an arm differs at no visit. */
export interface ModelTermTest {
  readonly term: string;
  readonly f: number;
  readonly numeratorDf: number;
  readonly denominatorDf: number;
  readonly p: number;
}

/** A fitted model of participants as numbers of groups; no value of a participant is in it. */
export interface ParticipantModel {
  readonly specification: ParticipantModelSpecification;
  readonly dataSetName: string;
  /** The participants are made by a program: every table and figure says so. */
  readonly simulated: boolean;
  /** The rules by which outcomes were derived before. */
  readonly rules: readonly DerivedRule[];
  readonly counts: {
    readonly rows: number;
    readonly participants: number;
    readonly visits: readonly string[];
    readonly groups: readonly string[] | null;
    readonly coefficients: number;
    readonly covarianceParameters: number;
    /** Participants with an analysed row, by arm and visit. */
    readonly byArm: readonly {
      readonly arm: string;
      readonly visit: string;
      readonly participants: number;
    }[];
  };
  /** Rows that were left out, by the variables they lack; with the lines of the file. */
  readonly leftOut: readonly {
    readonly missing: readonly string[];
    readonly rows: number;
    readonly lines: readonly number[];
  }[];
  /** Columns of the design that others make up already. */
  readonly droppedColumns: readonly { readonly name: string; readonly madeOf: readonly string[] }[];
  readonly convergence: {
    readonly structure: VisitCovariance;
    /** Structures tried before, each with the code and words of what kept it from being used. */
    readonly failed: readonly {
      readonly structure: VisitCovariance;
      readonly code: string;
      readonly message: string;
    }[];
    /** Largest element of the gradient of the negative log-likelihood. */
    readonly gradient: number;
    readonly iterations: number;
  };
  readonly fit: {
    readonly logLikelihood: number;
    readonly aic: number;
    readonly aicc: number;
    readonly bic: number;
  };
  /** Covariance of the visits, of each group. */
  readonly visitCovariance: readonly {
    readonly group: string | null;
    readonly covariance: readonly (readonly number[])[];
  }[];
  readonly coefficients: readonly ModelCoefficient[];
  readonly terms: readonly ModelTermTest[];
  readonly means: readonly ArmVisitEstimate[];
  readonly differences: readonly ArmDifference[];
  /** For each arm, that it differs from the reference at no visit. */
  readonly joint: readonly ModelTermTest[];
  /** Standardised residuals in order against normal quantiles, thinned to 200 points; no participant is told. */
  readonly residualQuantiles: readonly (readonly [normal: number, residual: number])[];
  /** The model written out, one line per part. */
  readonly writtenOut: readonly string[];
}

/** What a recorded model keeps of a fit; its specification stands beside it. */
export type RecordedModel = Omit<ParticipantModel, "specification" | "residualQuantiles">;
