export { createApp } from "./app.ts";
export type { AppOptions, Env } from "./options.ts";
export { type RunningServer, type StartOptions, startServer } from "./start.ts";
