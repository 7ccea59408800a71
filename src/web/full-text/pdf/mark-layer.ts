import type { Highlight } from "../../api/types.ts";
import { highlight } from "../../screening/highlight.ts";
import { placesOn } from "./find-hits.ts";
import { type PageText, partsOf } from "./page-text.ts";

/** A page's text as it lies over its picture. */
export interface TextLayerParts {
  readonly page: PageText;
  /** Elements of the runs. */
  readonly elements: readonly HTMLElement[];
  readonly runs: readonly string[];
}

interface Mark {
  readonly from: number;
  readonly to: number;
  /** A kind of highlight, or what was looked for. */
  readonly kind: string;
  readonly nth: number;
}

/** Marks terms and what was looked for over a page; the marks of before go. */
export function markLayer(
  layer: TextLayerParts,
  highlights: readonly Highlight[],
  query: string,
  activeHit: number | null,
): void {
  const byRun = new Map<number, Mark[]>();
  const put = (from: number, to: number, kind: string, nth: number): void => {
    for (const part of partsOf(layer.page, from, to)) {
      const marks = byRun.get(part.run) ?? [];
      marks.push({ from: part.from, to: part.to, kind, nth });
      byRun.set(part.run, marks);
    }
  };
  const hits = placesOn(layer.page, query);
  let at = 0;
  for (const { text, kind } of highlight(layer.page.text, highlights)) {
    const to = at + text.length;
    // Where both stand, what was looked for is shown.
    if (kind !== null && !hits.some(([from, end]) => from < to && end > at)) put(at, to, kind, -1);
    at = to;
  }
  for (const [nth, [from, to]] of hits.entries()) put(from, to, "hit", nth);
  for (const [run, element] of layer.elements.entries()) {
    const marks = byRun.get(run);
    const text = layer.runs[run] ?? "";
    if (marks === undefined) {
      if (element.childElementCount > 0) element.textContent = text;
      continue;
    }
    element.replaceChildren(...markedText(text, marks, activeHit));
  }
}

function markedText(text: string, marks: readonly Mark[], activeHit: number | null): readonly Node[] {
  const nodes: Node[] = [];
  let done = 0;
  for (const { from, to, kind, nth } of marks.toSorted((a, b) => a.from - b.from)) {
    if (from < done) continue;
    if (from > done) nodes.push(document.createTextNode(text.slice(done, from)));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    mark.dataset["kind"] = kind;
    if (kind === "hit") mark.dataset["nth"] = String(nth);
    if (kind === "hit" && nth === activeHit) mark.classList.add("active");
    nodes.push(mark);
    done = to;
  }
  if (done < text.length) nodes.push(document.createTextNode(text.slice(done)));
  return nodes;
}
