export type * from "./status.types.ts";
