import type { Problem } from "#kernel";
import { crossProblems } from "./cross-checks.ts";
import { protocolKeysAt } from "./issues.ts";
import type { FieldPath, Place } from "./places.ts";
import type { Protocol } from "./protocol.ts";
import { protocolSchema } from "./schema.ts";
import { readYaml } from "./yaml-document.ts";

/** A protocol, or what stands in the way of reading it. */
export interface ParsedProtocol {
  /** null when there is any problem. */
  readonly protocol: Protocol | null;
  /** All of them, by line. */
  readonly problems: readonly Problem[];
}

/**
 * Reads and checks a protocol in YAML: syntax, keys and values, ids, references, dates. Never throws
 * on content and names every problem at once, each with its line.
 *
 * @param text the decoded file
 * @param file name to show in the problems
 * Source: YAML 1.2.2, core schema. Checked: tests/review/parse-protocol.test.ts.
 */
export function parseProtocol(text: string, file?: string): ParsedProtocol {
  const { value, problems } = readYaml<Protocol>(text, file, protocolSchema, {
    crossCheck: crossProblems,
    whenEmpty: "Write at least `title` and `questions`, or begin with `evidens init`.",
    keysAt: protocolKeysAt,
  });
  return { protocol: value, problems };
}

/**
 * Where the parts of a protocol stand in its text, for problems that show only beside the review's data; for
 * what is missing, the nearest part around it.
 *
 * Checked: tests/workbench/planned-analyses.test.ts.
 */
export function protocolPlaces(text: string): (path: FieldPath) => Place {
  return readYaml<Protocol>(text, undefined, protocolSchema).placeOf;
}
