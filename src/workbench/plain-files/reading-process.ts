import { setFlagsFromString } from "node:v8";

/**
 * Options of a process that simulates readings. The compiler and the collector stay on the reading's own thread: every
 * core has a reading to do, and small sets take a quarter less of it.
 */
export const READING_OPTIONS: readonly string[] = ["--single-threaded"];

/**
 * To be called before the first reading: the learner's kernel is compiled well at once, function by function, because a
 * reading is one long call in which the engine would never come to compile it again. An engine that no longer knows an
 * option says so and goes on.
 */
export function prepareReading(): void {
  setFlagsFromString("--no-liftoff");
  setFlagsFromString("--wasm-lazy-compilation");
}
