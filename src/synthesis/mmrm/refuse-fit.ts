import { type ErrorKind, EvidensError } from "#kernel";

/** What the numerical engine of the repeated-measures model refuses, as in the error's code. */
export type FitRefusal =
  | "mmrm-data"
  | "mmrm-rank"
  | "mmrm-too-few-subjects"
  | "mmrm-too-few-rows"
  | "mmrm-too-few-visits"
  | "mmrm-coordinates"
  | "mmrm-empty-visit"
  | "mmrm-perfect-fit"
  | "mmrm-not-converged"
  | "mmrm-hessian"
  | "mmrm-singular"
  | "mmrm-inference"
  | "mmrm-contrast"
  | "mmrm-no-degrees-of-freedom"
  | "mmrm-leverage";

/**
 * Refuses a fit or a test.
 *
 * @throws EvidensError `synthesis/…` as named by `what`
 */
export function refuseFit(what: FitRefusal, kind: ErrorKind, message: string, remedy: string): never {
  throw new EvidensError({ code: `synthesis/${what}`, kind, message, remedy });
}
