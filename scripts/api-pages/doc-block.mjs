// What a doc block says, part by part, and which pages of docs speak of a function.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Doc block → lines without stars. */
function linesOf(comment) {
  return comment
    .replace(/^\*/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd());
}

/** A comment of one field as one line. */
export const commentText = (comment) =>
  comment === null ? "" : linesOf(comment).join(" ").replace(/\s+/g, " ").trim();

const PART =
  /^@(param|returns|throws)\b\s*|(?:^|(?<=[.:;)] ))(Source|Checked|Cost)(?=:| O\(| linear| a | the | of | about )(?::\s*)?/;

/** Parts in order: [keyword, text]. */
function partsOf(lines) {
  const parts = [["text", []]];
  for (const line of lines) {
    let rest = line.trimStart();
    if (rest === "" && parts.at(-1)[0] !== "text") parts.push(["text", []]);
    for (;;) {
      const found = PART.exec(rest);
      if (!found) break;
      const before = rest.slice(0, found.index).trim();
      if (before) parts.at(-1)[1].push(before);
      parts.push([found[1] ?? found[2], []]);
      rest = rest.slice(found.index + found[0].length);
    }
    parts.at(-1)[1].push(rest);
  }
  return parts;
}

const flowing = (lines) => lines.join(" ").replace(/\s+/g, " ").trim();

/** @returns text (paragraphs), params, returns, throws, source, checked, cost, and the tests that it names */
export function readDocBlock(comment) {
  const doc = { text: "", params: [], returns: "", throws: "", source: "", checked: "", cost: "", tests: [] };
  if (comment === null) return doc;
  for (const [keyword, lines] of partsOf(linesOf(comment))) {
    if (keyword === "text") {
      const text = lines
        .join("\n")
        .replace(/([^\n-])\n(?!\n|- )/g, "$1 ")
        .trim();
      if (text) doc.text = doc.text === "" ? text : `${doc.text}\n\n${text}`;
    } else if (keyword === "param") {
      const [, name, text] = /^(?:\{[^}]*\}\s*)?\[?([\w.]+)\]?\s*(?:-\s*)?([\s\S]*)$/.exec(flowing(lines));
      doc.params.push({ name, text });
    } else {
      const part = keyword.toLowerCase();
      const said = flowing(lines).replace(/^\{(\w+)\}/, "$1");
      doc[part] = doc[part] === "" ? said : `${doc[part]}${part === "throws" ? "; " : " "}${said}`;
    }
  }
  doc.tests = [...new Set(doc.checked.match(/tests\/[\w./-]+\.(?:ts|json)/g) ?? [])];
  return doc;
}

/** Markdown pages of a folder: name and text. */
function pagesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}

const titleOf = (text) => /^# (.*)$/m.exec(text)?.[1] ?? "";

/** The methods page that lists a function under its heading, or else the first that mentions it. */
export function methodsOf(root, room, name) {
  const pages = pagesIn(join(root, "docs", "methods")).filter(({ text }) => text.includes(`evidens/${room}`));
  const spoken = new RegExp(`\`${name}[\`(]`);
  const heads = (text) =>
    text
      .split("\n")
      .filter((line) => line.includes(`evidens/${room}\``))
      .join("\n");
  const page =
    pages.find(({ text }) => spoken.test(heads(text))) ?? pages.find(({ text }) => spoken.test(text));
  return page ? { path: `methods/${page.name}`, title: titleOf(page.text) } : null;
}

/** The section of the page for users of metafor that calls a function. */
export function sideBySide(root, room, name) {
  const file = join(root, "docs", "from-metafor.md");
  if (room !== "synthesis" || !existsSync(file)) return null;
  const call = new RegExp(`\\b${name}\\(`);
  for (const section of readFileSync(file, "utf8")
    .split(/^(?=## )/m)
    .slice(1)) {
    const code = [...section.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text]) => text).join("\n");
    if (call.test(code)) return { heading: section.slice(3, section.indexOf("\n")) };
  }
  return null;
}
