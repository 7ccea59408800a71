export { betaFunction, choose, logBeta, logChoose } from "./beta-function.ts";
export type { Root, RootOptions } from "./brent.ts";
export { brentRoot } from "./brent.ts";
export {
  betaDensity,
  betaLogTails,
  betaQuantile,
  betaTails,
} from "./distributions/beta-distribution.ts";
export {
  binomialLogTails,
  binomialMass,
  binomialQuantile,
  binomialTails,
} from "./distributions/binomial.ts";
export {
  chiSquareCdf,
  chiSquareDensity,
  chiSquareLogTails,
  chiSquareQuantile,
  chiSquareTails,
  chiSquareUpper,
} from "./distributions/chi-square.ts";
export { fCdf, fDensity, fLogTails, fQuantile, fTails, fUpper } from "./distributions/f.ts";
export {
  gammaDensity,
  gammaLogTails,
  gammaQuantile,
  gammaTails,
} from "./distributions/gamma-distribution.ts";
export type { Urn } from "./distributions/hypergeometric.ts";
export { hypergeometricLogMass, hypergeometricTails } from "./distributions/hypergeometric.ts";
export { noncentralChiSquareTails, noncentralFTails } from "./distributions/noncentral.ts";
export { noncentralTTails } from "./distributions/noncentral-t.ts";
export {
  normalCdf,
  normalDensity,
  normalLogTails,
  normalQuantile,
  normalTails,
  normalUpper,
} from "./distributions/normal.ts";
export {
  poissonLogTails,
  poissonMass,
  poissonQuantile,
  poissonTails,
} from "./distributions/poisson.ts";
export { quadraticFormTails } from "./distributions/quadratic-form.ts";
export { tCdf, tDensity, tLogTails, tQuantile, tTails, tUpper } from "./distributions/student-t.ts";
export { studentisedRangeTails } from "./distributions/studentised-range.ts";
export { walleniusCdf } from "./distributions/wallenius.ts";
export { gammaFunction, logGamma } from "./gamma.ts";
export { hypergeometric2F1 } from "./hypergeometric-function.ts";
export { incompleteBeta, logIncompleteBeta } from "./incomplete-beta.ts";
export { incompleteGamma, logIncompleteGamma } from "./incomplete-gamma.ts";
export {
  choleskyFactor,
  choleskyInverse,
  choleskyLogDeterminant,
  choleskySolve,
} from "./linear/cholesky.ts";
export type { Matrix } from "./linear/matrix.ts";
export { identity, matrix, multiply, multiplyTransposed, transpose } from "./linear/matrix.ts";
export type { PivotedQr } from "./linear/pivoted-qr.ts";
export { pivotedQr } from "./linear/pivoted-qr.ts";
export type { SymmetricEigen } from "./linear/symmetric-eigen.ts";
export { symmetricEigen } from "./linear/symmetric-eigen.ts";
export type { MinimiseOptions } from "./optimise/bfgs.ts";
export { minimise } from "./optimise/bfgs.ts";
export type { QuadratureRule } from "./optimise/gauss-hermite.ts";
export { gaussHermite } from "./optimise/gauss-hermite.ts";
export type { Integral, IntegrateOptions } from "./optimise/integrate.ts";
export { integrate } from "./optimise/integrate.ts";
export type { Minimum, Objective } from "./optimise/minimum.types.ts";
export type { NelderMeadOptions } from "./optimise/nelder-mead.ts";
export { nelderMead } from "./optimise/nelder-mead.ts";
export type { Curvature, NewtonOptions } from "./optimise/newton.ts";
export { newtonMinimise } from "./optimise/newton.ts";
export { numericGradient, numericHessian } from "./optimise/numeric-derivatives.ts";
export { digamma, trigamma } from "./polygamma.ts";
export { portableExp, portableLn } from "./portable.ts";
export { seededRng } from "./rng.ts";
export { compensatedSum } from "./sum.ts";
export type { Tails } from "./tails.ts";
