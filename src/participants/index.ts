export type * from "./participant-data.types.ts";
