export type * from "./participant-data.types.ts";
export { participantProjections } from "./projections.ts";
