import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import type { z } from "zod";
import type { Problem } from "#kernel";
import { schemaProblems } from "./issues.ts";
import { type FieldPath, type Place, type Places, placesOf } from "./places.ts";
import { childOf, expectsText, keysOf, schemaAt } from "./zod-shape.ts";

/** More aliases than any file needs, fewer than an entity bomb has. */
const MAX_ALIASES = 100;

export interface YamlRead<T> {
  /** null when there is any problem. */
  readonly value: T | null;
  /** All of them, by line. */
  readonly problems: readonly Problem[];
  /** Where a value stands; for what is missing, the nearest part around it. */
  readonly placeOf: (path: FieldPath) => Place;
}

/** What one kind of file asks beyond its schema. */
export interface YamlOptions {
  /** Checks that no schema can make, on the data as it stands; called whether or not the schema is met. */
  readonly crossCheck?: (data: unknown, places: Places) => readonly Problem[];
  /** Remedy for a file without content; default names keys of the schema. */
  readonly whenEmpty?: string;
  /** Keys known at a path, for suggestions; default: those of the schema. */
  readonly keysAt?: (path: FieldPath) => readonly string[];
}

/**
 * Reads a YAML file into what a schema describes and names every problem at once, each with its line.
 * Never throws on content.
 *
 * Where the schema expects text, a number or truth value is kept as it is written, so that `12.50`
 * stays `12.50`.
 *
 * @param text decoded text; a byte-order mark is passed over
 * @param file name to show in the problems
 * @param schema of strict objects, so that unknown keys are told
 * Source: YAML 1.2.2, core schema. Checked: tests/extraction/extraction-file.test.ts.
 */
export function readYaml<T>(
  text: string,
  file: string | undefined,
  schema: z.ZodType<T>,
  options: YamlOptions = {},
): YamlRead<T> {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const top = (): Place => ({ line: 1, column: 1 });
  const damage = source.search(/[\0\ufffd]/);
  const named = (problem: Problem): Problem => (file === undefined ? problem : { ...problem, file });
  if (damage !== -1) return { value: null, problems: [named(notText(source, damage))], placeOf: top };
  const counter = new LineCounter();
  const document = parseDocument(source, {
    schema: "core",
    version: "1.2",
    merge: false,
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: counter,
  });
  const places = placesOf(document, counter);
  const found = check(document, places, schema, options);
  const problems = found.problems
    .map(named)
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  return { value: problems.length === 0 ? found.value : null, problems, placeOf: places.of };
}

interface Checked<T> {
  readonly value: T | null;
  readonly problems: readonly Problem[];
}

function check<T>(
  document: Document,
  places: Places,
  schema: z.ZodType<T>,
  options: YamlOptions,
): Checked<T> {
  const refused = (problem: Problem): Checked<T> => ({ value: null, problems: [problem] });
  const syntax = [...document.errors, ...document.warnings].map((error) => syntaxProblem(error, places));
  // After a syntax error the rest of the tree is a guess; a key given twice leaves it sound.
  if (document.errors.some((error) => error.code !== "DUPLICATE_KEY"))
    return { value: null, problems: syntax };
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) {
    return refused({
      code: "review/empty-file",
      line: 1,
      message: "The file is empty.",
      remedy: options.whenEmpty ?? `Write at least one of the keys ${keysOf(schema).join(", ")}.`,
    });
  }
  if (!isMap(root)) {
    return refused({
      code: "review/not-a-mapping",
      ...places.of([]),
      message: "The file must be a mapping of keys and values; this is something else.",
      remedy: `Begin the lines with keys such as \`${keysOf(schema)[0]}:\`.`,
    });
  }
  const lost = lostAliases(document, places);
  if (lost.length > 0) return { value: null, problems: [...syntax, ...lost] };
  keepTextAsWritten(root, schema);
  const plain = plainData(document);
  if (plain === null) {
    return refused({
      code: "review/too-many-aliases",
      line: 1,
      message: `The aliases (\`*name\`) of the file stand for more than ${MAX_ALIASES} copies.`,
      remedy: "Write the values out instead of using aliases.",
    });
  }
  const result = schema.safeParse(plain.data);
  const keysAt = options.keysAt ?? ((path: FieldPath) => keysOf(schemaAt(schema, path)));
  const problems = [
    ...syntax,
    ...(result.success ? [] : schemaProblems(result.error.issues, plain.data, places, keysAt)),
    ...(options.crossCheck?.(plain.data, places) ?? []),
  ];
  return { value: result.success ? result.data : null, problems };
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

/** Numbers and truth values take their source text where text is expected. */
function keepTextAsWritten(node: unknown, schema: z.ZodType | null): void {
  if (schema === null) return;
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (isScalar(key)) keepTextAsWritten(value, childOf(schema, String(key.value)));
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) keepTextAsWritten(item, childOf(schema, index));
  } else if (isScalar(node) && node.source !== undefined && expectsText(schema)) {
    if (typeof node.value === "number" || typeof node.value === "boolean") node.value = node.source;
  }
}

function plainData(document: Document): { readonly data: unknown } | null {
  try {
    return { data: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch (error) {
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}

function notText(text: string, at: number): Problem {
  return {
    code: "review/not-text",
    line: text.slice(0, at).split(/\r\n|\n|\r/).length,
    message: "The file is not text in UTF-8: it holds characters that could not be decoded.",
    remedy: "Save the file as UTF-8.",
  };
}

const REMEDIES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "Keep one of the two.",
  TAB_AS_INDENT: "Indent with blanks, not with tabs.",
  BAD_INDENT: "Give lines that belong together the same number of blanks before them.",
  TAG_RESOLVE_FAILED: "Remove the tag (the word that begins with `!`).",
  MULTIPLE_DOCS: "Keep one document per file and remove the line `---` in the middle.",
  BLOCK_AS_IMPLICIT_KEY: "Put the text in quotes if it holds a colon, and check the indent.",
};

function syntaxProblem(error: YAMLError, places: Places): Problem {
  const duplicate = error.code === "DUPLICATE_KEY";
  return {
    code: duplicate ? "review/duplicate-key" : "review/yaml",
    ...places.at(error.pos[0]),
    message: duplicate ? "This key stands twice in its mapping." : `${error.message}.`.replace(/\.\.$/, "."),
    remedy: /\btabs?\b/i.test(error.message)
      ? REMEDIES.TAB_AS_INDENT!
      : (REMEDIES[error.code] ?? "Correct the YAML at this line."),
  };
}
