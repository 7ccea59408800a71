import type { Run, Runs } from "../document.ts";
import { escapeHtml, isDoi } from "./escape.ts";

/** Anchors of the list of references, by report id. */
export type ReferenceAnchors = ReadonlyMap<string, string>;

/** Running text as HTML. */
export function runsHtml(runs: Runs, anchors: ReferenceAnchors): string {
  return runs.map((run) => runHtml(run, anchors)).join("");
}

function runHtml(run: Run, anchors: ReferenceAnchors): string {
  const content = escapeHtml(run.text);
  switch (run.kind) {
    case "text":
      return run.lang === undefined ? content : `<span lang="${escapeHtml(run.lang)}">${content}</span>`;
    case "em":
    case "strong":
    case "code": {
      const lang = run.lang === undefined ? "" : ` lang="${escapeHtml(run.lang)}"`;
      return `<${run.kind}${lang}>${content}</${run.kind}>`;
    }
    case "link":
      return isDoi(run.href) ? `<a href="${escapeHtml(run.href)}">${content}</a>` : content;
    case "cite": {
      const anchor = run.ids.map((id) => anchors.get(id)).find((found) => found !== undefined);
      return anchor === undefined ? content : `<a class="cite" href="#${anchor}">${content}</a>`;
    }
    case "number":
      return run.source.from === "extracted"
        ? `<a class="n" href="#${escapeHtml(run.source.anchor)}">${content}</a>`
        : `<span class="n" data-from="${run.source.from}">${content}</span>`;
  }
}
