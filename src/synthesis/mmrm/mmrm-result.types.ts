import type { Matrix } from "#numerics";
import type { DroppedColumn, DroppedLevel, DroppedRow, FrameRoles, ModelFrame } from "./frame.types.ts";
import type {
  CoefficientCovariance,
  DegreesOfFreedom,
  RepeatedMeasuresFit,
  VisitCovariance,
} from "./mmrm.types.ts";

/** A repeated-measures model, stated. */
export interface MmrmSpecification extends FrameRoles {
  /** Such as `change ~ baseline + arm * visit + study`. */
  readonly formula: string;
  /** The covariance of the visits; without it, `fallback` is tried. */
  readonly structure?: VisitCovariance;
  /** Structures in the order to try until one fits; default us, toeph, csh, ar1h, cs. */
  readonly fallback?: readonly VisitCovariance[];
  /** Default REML. */
  readonly likelihood?: "REML" | "ML";
  /** Default satterthwaite. */
  readonly degreesOfFreedom?: DegreesOfFreedom;
  /** Default by the degrees of freedom: residual → empirical, kenward-roger → kenward-roger, others → model. */
  readonly covariance?: CoefficientCovariance;
  /**
   * What the covariance of the variance parameters, and so the degrees of freedom, come from: the likelihood's
   * Hessian (default, as mmrm and SAS) or its expectation (as Kenward and Roger's paper and pbkrtest).
   */
  readonly information?: "observed" | "expected";
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
}

/** An estimate with its t test and interval. */
export interface TestedEstimate {
  readonly estimate: number;
  readonly se: number;
  readonly df: number;
  /** t = estimate / se. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
  readonly low: number;
  readonly high: number;
}

export interface MmrmCoefficient extends TestedEstimate {
  readonly name: string;
  /** The formula's term it belongs to; `(Intercept)` for the intercept. */
  readonly term: string;
}

/** An F test of several combinations of coefficients at once. */
export interface JointTest {
  readonly f: number;
  readonly numeratorDf: number;
  readonly denominatorDf: number;
  readonly p: number;
}

/** A structure that was tried, and why it was not kept. */
export interface StructureTried {
  readonly structure: VisitCovariance;
  /** Code of the error; null for the structure used. */
  readonly code: string | null;
  /** What was wrong, in words; null for the structure used. */
  readonly problem: string | null;
}

/** A fitted repeated-measures model. */
export interface MmrmResult {
  readonly specification: MmrmSpecification;
  readonly structure: VisitCovariance;
  readonly tried: readonly StructureTried[];
  readonly likelihood: "REML" | "ML";
  readonly degreesOfFreedom: DegreesOfFreedom;
  readonly covariance: CoefficientCovariance;
  readonly level: number;
  readonly coefficients: readonly MmrmCoefficient[];
  /** Covariance of the coefficients by `covariance`, p × p. */
  readonly coefficientCovariance: Matrix;
  /** Covariance of the visits of each group (`group` null without groups). */
  readonly visitCovariance: readonly { readonly group: string | null; readonly matrix: Matrix }[];
  /** Variance parameters in the order and scale of R's `mmrm`. */
  readonly theta: Float64Array;
  readonly thetaCovariance: Matrix;
  readonly logLikelihood: number;
  /** −2 log-likelihood. */
  readonly deviance: number;
  /** Criteria count variance parameters only; BIC by subjects, AICc by rows less coefficients. */
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
  readonly counts: {
    readonly rows: number;
    readonly analysed: number;
    readonly subjects: number;
    readonly visits: number;
    readonly coefficients: number;
    readonly varianceParameters: number;
  };
  readonly droppedRows: readonly DroppedRow[];
  readonly droppedLevels: readonly DroppedLevel[];
  readonly droppedColumns: readonly DroppedColumn[];
  readonly convergence: { readonly gradient: number; readonly iterations: number };
  /** What `lsMeans`, `contrasts` and `residuals` work on. */
  readonly frame: ModelFrame;
  readonly fit: RepeatedMeasuresFit;
}
