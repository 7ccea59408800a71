import { scanJson } from "./json-scan.ts";

/** The names of the first item's own fields, and its text, as far as the head of a file shows them. */
export interface JsonHead {
  readonly names: ReadonlySet<string>;
  readonly text: string;
  /** The text around the item that comes before it: names of wrappers stand there. */
  readonly before: string;
}

/**
 * Looks at the first item of a JSON text that may be cut anywhere.
 *
 * @param lists paths of lists that hold the items, as `scanJson` takes them
 * Checked: tests/records/json-scan.test.ts. Cost linear in the head.
 */
export function jsonHead(head: string, ...lists: readonly string[]): JsonHead {
  const none: JsonHead = { names: new Set(), text: "", before: "" };
  if (!/^[\s\ufeff]*[[{]/.test(head)) return none;
  let before = "";
  for (const stretch of scanJson(head, lists)) {
    if (stretch.kind === "between") {
      before += stretch.text;
      continue;
    }
    return { names: ownNames(stretch.text), text: stretch.text, before };
  }
  return { ...none, before };
}

/** Names at the first level of an object, which may be cut off. */
function ownNames(text: string): Set<string> {
  const names = new Set<string>();
  let depth = 0;
  for (const [token, name] of text.matchAll(
    /"([^"\\]*(?:\\[\s\S][^"\\]*)*)"\s*:|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[[\]{}]/g,
  )) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (name !== undefined && depth === 1) names.add(name);
  }
  return names;
}
