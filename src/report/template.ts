import { EvidensError } from "#kernel";
import { type Run, type Runs, text } from "./document.ts";

/** What may stand for a name in a template. Numbers come only as number runs. */
export type Parameter = string | Run | Runs;

const HOLE = /\{(\w+)(?::([^:{}]*):([^:{}]*))?\}/g;

/**
 * Fills a template of the catalogue.
 *
 * `{name}` is replaced by the parameter; `{name:one:other}` chooses a word by whether the number run
 * `name` is 1. A number in words that begins the text gets a capital.
 *
 * @throws {EvidensError} `report/template` when a parameter is missing
 */
export function fill(template: string, parameters: Readonly<Record<string, Parameter>>): Runs {
  const runs: Run[] = [];
  let at = 0;
  for (const match of template.matchAll(HOLE)) {
    const [whole, name = "", one, other] = match;
    if (match.index > at) runs.push(text(template.slice(at, match.index)));
    at = match.index + whole.length;
    const value = parameters[name];
    if (value === undefined) {
      throw new EvidensError({
        code: "report/template",
        kind: "invalid",
        message: `The text "${template}" needs a value for "${name}".`,
        remedy: `Pass ${name} where this text is used.`,
      });
    }
    if (one === undefined || other === undefined) runs.push(...beginning(asRuns(value), match.index === 0));
    else runs.push(text(isOne(value) ? one : other));
  }
  if (at < template.length) runs.push(text(template.slice(at)));
  return runs;
}

/** Names of the holes of a template, sorted; for checking catalogues against each other. */
export function holes(template: string): readonly string[] {
  return [...new Set([...template.matchAll(HOLE)].map((match) => match[1] ?? ""))].sort();
}

function asRuns(value: Parameter): Runs {
  if (typeof value === "string") return [text(value)];
  return "kind" in value ? [value] : value;
}

/** A number in words begins a sentence with a capital. */
function beginning(runs: Runs, first: boolean): Runs {
  const [number, ...rest] = runs;
  if (!first || number?.kind !== "number") return runs;
  return [{ ...number, text: number.text.charAt(0).toUpperCase() + number.text.slice(1) }, ...rest];
}

function isOne(value: Parameter): boolean {
  return typeof value !== "string" && "kind" in value && value.kind === "number" && value.value === 1;
}
