export { checkAppraisal, checkEvidenceLevel } from "./check-appraisal.ts";
export { availabilityAt, checkAvailability } from "./check-availability.ts";
export { evidenceSchemeOf, evidenceSchemes } from "./evidence-schemes.ts";
export type * from "./instrument.types.ts";
export { domainOf, instrumentOf, instruments, severityOf } from "./instruments.ts";
export { appraisalProjections } from "./projections.ts";
export type { ProposedOverall } from "./propose-overall.ts";
export { proposeOverall } from "./propose-overall.ts";
