import { Bookmark, InternalHyperlink, type ParagraphChild, TextRun } from "docx";
import { replaceForbidden } from "#figures";
import type { Run, Runs } from "../document.ts";

/** Running text as Word runs. DOIs stay text: the file links to nothing outside itself. */
export function runsDocx(
  runs: Runs,
  style: { readonly bold?: boolean; readonly italics?: boolean } = {},
): ParagraphChild[] {
  return runs.flatMap((run) => (run.text === "" ? [] : [runDocx(run, style)]));
}

function runDocx(run: Run, style: { readonly bold?: boolean; readonly italics?: boolean }): ParagraphChild {
  const text = replaceForbidden(run.text);
  const lang =
    "lang" in run && run.lang !== undefined
      ? { language: { value: run.lang === "en" ? "en-GB" : run.lang } }
      : {};
  switch (run.kind) {
    case "em":
      return new TextRun({ ...style, ...lang, text, italics: !(style.italics ?? false) });
    case "strong":
      return new TextRun({ ...style, ...lang, text, bold: true });
    case "code":
      return new TextRun({ ...style, ...lang, text, style: "CodeCharacter", noProof: true });
    case "number":
      return run.source.from === "extracted"
        ? new InternalHyperlink({ anchor: run.source.anchor, children: [new TextRun({ ...style, text })] })
        : new TextRun({ ...style, text });
    case "text":
    case "link":
    case "cite":
      return new TextRun({ ...style, ...lang, text });
  }
}

/** The runs inside a bookmark that numbers of the report lead to. */
export function bookmarked(id: string, runs: Runs): ParagraphChild[] {
  return [new Bookmark({ id, children: runsDocx(runs) })];
}
