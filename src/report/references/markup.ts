import type { Run, Runs } from "../document.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};
const DOI = /https?:\/\/(?:dx\.)?doi\.org\/\S*[^\s.,;)\]]/g;

/**
 * Reads the little HTML that citeproc writes (`<i>`, `<b>`, `<div>`, entities) as runs. Any other
 * markup is dropped, never passed on; DOIs become links.
 */
export function markupRuns(markup: string): Runs {
  const runs: Run[] = [];
  let style: "text" | "em" | "strong" = "text";
  for (const part of markup.split(/(<[^>]*>)/)) {
    if (part.startsWith("<") && part.endsWith(">")) {
      const tag = part.slice(1, -1).trim().toLowerCase();
      if (tag === "i") style = "em";
      else if (tag === "b") style = "strong";
      else if (tag === "/i" || tag === "/b") style = "text";
      continue;
    }
    runs.push(...linked(decode(part), style));
  }
  return trimmed(runs);
}

function linked(content: string, style: "text" | "em" | "strong"): Runs {
  const runs: Run[] = [];
  let at = 0;
  for (const match of content.matchAll(DOI)) {
    if (match.index > at) runs.push({ kind: style, text: content.slice(at, match.index) });
    runs.push({ kind: "link", text: match[0], href: match[0] });
    at = match.index + match[0].length;
  }
  if (at < content.length) runs.push({ kind: style, text: content.slice(at) });
  return runs;
}

function decode(content: string): string {
  return content.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return codePoint(Number(decimal), whole);
    if (hex !== undefined) return codePoint(Number.parseInt(hex, 16), whole);
    return ENTITIES[String(name).toLowerCase()] ?? whole;
  });
}

function codePoint(code: number, otherwise: string): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

function trimmed(runs: readonly Run[]): Runs {
  const first = runs.findIndex((run) => run.text.trim() !== "");
  const last = runs.findLastIndex((run) => run.text.trim() !== "");
  return runs.slice(Math.max(first, 0), last + 1).map((run, at, all) => {
    if (run.kind === "link") return run;
    let content = run.text.replace(/\s+/g, (space) => (space.includes("\u00a0") ? space : " "));
    if (at === 0) content = content.trimStart();
    if (at === all.length - 1) content = content.trimEnd();
    return { ...run, text: content };
  });
}
