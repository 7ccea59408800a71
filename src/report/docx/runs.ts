import { Bookmark, InternalHyperlink, type ParagraphChild, TextRun } from "docx";
import { replaceForbidden } from "#figures";
import { type Run, type Runs, text } from "../document.ts";

interface RunStyle {
  readonly bold?: boolean;
  readonly italics?: boolean;
}

/** Running text as Word runs. DOIs stay text: the file links to nothing outside itself. */
export function runsDocx(runs: Runs, style: RunStyle = {}): ParagraphChild[] {
  return joined(runs).map((run) => runDocx(run, style));
}

/** Without empty runs, and with neighbours that look the same as one. */
function joined(runs: Runs): Runs {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    const lang = plainLanguage(run);
    if (run.text === "") continue;
    if (last !== undefined && lang !== null && lang === plainLanguage(last)) {
      out[out.length - 1] = text(last.text + run.text, lang === "" ? undefined : lang);
    } else out.push(run);
  }
  return out;
}

/** Language of a run that Word shows as plain text, "" for that of the document; null for other runs. */
function plainLanguage(run: Run): string | null {
  if (run.kind === "text") return run.lang ?? "";
  const plain =
    run.kind === "cite" || run.kind === "link" || (run.kind === "number" && run.source.from !== "extracted");
  return plain ? "" : null;
}

function runDocx(run: Run, style: RunStyle): ParagraphChild {
  const content = replaceForbidden(run.text);
  const lang =
    "lang" in run && run.lang !== undefined
      ? { language: { value: run.lang === "en" ? "en-GB" : run.lang } }
      : {};
  switch (run.kind) {
    case "em":
      return new TextRun({ ...style, ...lang, text: content, italics: !(style.italics ?? false) });
    case "strong":
      return new TextRun({ ...style, ...lang, text: content, bold: true });
    case "code":
      return new TextRun({ ...style, ...lang, text: content, style: "CodeCharacter", noProof: true });
    case "number":
      return run.source.from === "extracted"
        ? new InternalHyperlink({
            anchor: run.source.anchor,
            children: [new TextRun({ ...style, text: content })],
          })
        : new TextRun({ ...style, text: content });
    case "text":
    case "link":
    case "cite":
      return new TextRun({ ...style, ...lang, text: content });
  }
}

/** The runs inside a bookmark that numbers of the report lead to. */
export function bookmarked(id: string, runs: Runs): ParagraphChild[] {
  return [new Bookmark({ id, children: runsDocx(runs) })];
}
