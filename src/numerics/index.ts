export type { Root, RootOptions } from "./brent.ts";
export { brentRoot } from "./brent.ts";
export {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareTails,
  chiSquareUpper,
} from "./distributions/chi-square.ts";
export { fCdf, fTails, fUpper } from "./distributions/f.ts";
export type { Urn } from "./distributions/hypergeometric.ts";
export { hypergeometricLogMass, hypergeometricTails } from "./distributions/hypergeometric.ts";
export {
  normalCdf,
  normalDensity,
  normalQuantile,
  normalTails,
  normalUpper,
} from "./distributions/normal.ts";
export { tCdf, tQuantile, tTails, tUpper } from "./distributions/student-t.ts";
export { walleniusCdf } from "./distributions/wallenius.ts";
export { logGamma } from "./gamma.ts";
export { incompleteBeta } from "./incomplete-beta.ts";
export type { Tails } from "./incomplete-gamma.ts";
export { incompleteGamma } from "./incomplete-gamma.ts";
export { portableExp, portableLn } from "./portable.ts";
export { seededRng } from "./rng.ts";
export { compensatedSum } from "./sum.ts";
