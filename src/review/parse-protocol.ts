import { type Document, isMap, LineCounter, parseDocument, visit, type YAMLError } from "yaml";
import type { Problem } from "#kernel";
import { crossProblems } from "./cross-checks.ts";
import { schemaProblems } from "./issues.ts";
import { type Places, placesOf } from "./places.ts";
import type { Protocol } from "./protocol.ts";
import { protocolSchema } from "./schema.ts";

/** More aliases than any protocol needs, fewer than an entity bomb has. */
const MAX_ALIASES = 100;

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
  const found = read(text);
  const problems = found.problems
    .map((problem) => (file === undefined ? problem : { ...problem, file }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  return { protocol: problems.length === 0 ? found.protocol : null, problems };
}

function read(text: string): ParsedProtocol {
  const refused = (problem: Problem): ParsedProtocol => ({ protocol: null, problems: [problem] });
  const damage = text.search(/[\0\ufffd]/);
  if (damage !== -1) return refused(notText(text, damage));
  const counter = new LineCounter();
  const document = parseDocument(text, {
    schema: "core",
    version: "1.2",
    merge: false,
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: counter,
  });
  const places = placesOf(document, counter);
  const syntax = [...document.errors, ...document.warnings].map((error) => syntaxProblem(error, places));
  // After a syntax error the rest of the tree is a guess; a key given twice leaves it sound.
  if (document.errors.some((error) => error.code !== "DUPLICATE_KEY"))
    return { protocol: null, problems: syntax };
  if (document.contents === null)
    return refused({
      code: "review/empty-file",
      line: 1,
      message: "The protocol is empty.",
      remedy: "Write at least `title` and `questions`, or begin with `evidens init`.",
    });
  if (!isMap(document.contents))
    return refused({
      code: "review/not-a-mapping",
      ...places.of([]),
      message: "A protocol is a mapping of keys and values; this is something else.",
      remedy: "Begin the lines with keys such as `title:`.",
    });
  const lost = lostAliases(document, places);
  if (lost.length > 0) return { protocol: null, problems: [...syntax, ...lost] };
  const data = plainData(document);
  if (data === undefined) return refused(aliasBomb());
  const result = protocolSchema.safeParse(data);
  return {
    protocol: result.success ? result.data : null,
    problems: [
      ...syntax,
      ...(result.success ? [] : schemaProblems(result.error.issues, data, places)),
      ...crossProblems(data, places),
    ],
  };
}

function plainData(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function lostAliases(document: Document, places: Places): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return;
      problems.push({
        code: "review/unknown-alias",
        ...places.at(alias.range?.[0] ?? 0),
        message: `\`*${alias.source}\` stands for something that is not defined before it.`,
        remedy: "Write the value out, or put a text that begins with `*` in quotes.",
      });
    },
  });
  return problems;
}

function aliasBomb(): Problem {
  return {
    code: "review/too-many-aliases",
    line: 1,
    message: `The aliases (\`*name\`) of the file stand for more than ${MAX_ALIASES} copies.`,
    remedy: "Write the values out instead of using aliases.",
  };
}

function notText(text: string, at: number): Problem {
  return {
    code: "review/not-text",
    line: text.slice(0, at).split(/\r\n|\n|\r/).length,
    message: "The file is not text in UTF-8: it holds characters that could not be decoded.",
    remedy: "Save the protocol as UTF-8.",
  };
}

const REMEDIES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "Keep one of the two.",
  TAB_AS_INDENT: "Indent with blanks, not with tabs.",
  BAD_INDENT: "Give lines that belong together the same number of blanks before them.",
  TAG_RESOLVE_FAILED: "Remove the tag (the word that begins with `!`).",
  MULTIPLE_DOCS: "Keep one protocol per file and remove the line `---` between them.",
  BLOCK_AS_IMPLICIT_KEY: "Put the text in quotes if it holds a colon, and check the indent.",
};

function syntaxProblem(error: YAMLError, places: Places): Problem {
  const tabs = /\btabs?\b/i.test(error.message);
  return {
    code: error.code === "DUPLICATE_KEY" ? "review/duplicate-key" : "review/yaml",
    ...places.at(error.pos[0]),
    message:
      error.code === "DUPLICATE_KEY"
        ? "This key stands twice in its mapping."
        : `${error.message}.`.replace(/\.\.$/, "."),
    remedy: tabs ? REMEDIES.TAB_AS_INDENT! : (REMEDIES[error.code] ?? "Correct the YAML at this line."),
  };
}
