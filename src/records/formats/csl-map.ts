import type { Problem } from "#kernel";
import { distinct, doisIn, normalisePmcid, normalisePmid, serialNumbers } from "../normalise/identifiers.ts";
import { firstYear, pageRange } from "../normalise/numbers.ts";
import { displayParagraphs, displayText } from "../normalise/text.ts";
import type { Author, Identifiers } from "../record.ts";
import type { EntryFields } from "./format.ts";

type Item = Readonly<Record<string, unknown>>;
type Report = (problem: Problem) => void;

/** Gives the variables of a CSL item their meaning; what has no place in a record stays in `raw`. */
export function mapCsl(item: Item, onProblem: Report): EntryFields {
  const plain = (name: string): string => textOf(item, name, onProblem);
  const text = (name: string): string | null => displayText(plain(name)) || null;
  const title = text("title") ?? "";
  if (title === "")
    onProblem({
      code: "records/no-title",
      message: "The item has no title; it was kept without one.",
      remedy: "Add the title in the library it comes from and export it again.",
    });
  return {
    type: text("type") ?? "",
    title,
    authors: authorsOf(item.author, onProblem),
    year: yearOf(item.issued),
    journal: text("container-title"),
    volume: text("volume"),
    issue: text("issue"),
    pages: pageRange(text("page") ?? "", "") ?? text("number"),
    publisher: text("publisher"),
    place: text("publisher-place"),
    edition: text("edition"),
    abstract: displayParagraphs(plain("abstract")) || null,
    keywords: distinct(
      displayText(plain("keyword"))
        .split(/[;,]/)
        .map((word) => word.trim()),
    ),
    language: text("language"),
    url: text("URL"),
    ids: idsOf(item, onProblem),
  };
}

/** A string variable; numbers are met in most of them, anything else is told and left to `raw`. */
function textOf(item: Item, name: string, onProblem: Report): string {
  const value = item[name];
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (value !== undefined && value !== null)
    onProblem({
      code: "records/csl-field",
      field: name,
      message: `\`${name}\` is ${Array.isArray(value) ? "a list" : typeof value} where CSL has a text; it was left out.`,
      remedy: `Write \`${name}\` as a text in double quotes.`,
    });
  return "";
}

function authorsOf(value: unknown, onProblem: Report): Author[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    onProblem({
      code: "records/csl-field",
      field: "author",
      message: "`author` is not a list of names; it was left out.",
      remedy: 'Write it as `[{"family": "…", "given": "…"}]`.',
    });
    return [];
  }
  return value.map(authorOf).filter((author) => author !== null);
}

function authorOf(name: unknown): Author | null {
  if (typeof name === "string") return name.trim() === "" ? null : { family: displayText(name), given: null };
  if (typeof name !== "object" || name === null) return null;
  const parts = name as Item;
  const part = (key: string): string => (typeof parts[key] === "string" ? displayText(parts[key]) : "");
  const joined = (...words: string[]): string => words.filter((word) => word !== "").join(" ");
  const family = joined(part("non-dropping-particle"), part("family")) || part("literal");
  const given = joined(part("given"), part("dropping-particle"), part("suffix"));
  if (family === "") return given === "" ? null : { family: given, given: null };
  return { family, given: given === "" ? null : given };
}

/** From `date-parts`, else from `raw`, `literal` or a plain EDTF text. */
function yearOf(issued: unknown): number | null {
  if (typeof issued === "string" || typeof issued === "number") return firstYear([String(issued)]);
  if (typeof issued !== "object" || issued === null) return null;
  const date = issued as Item;
  const parts: unknown = date["date-parts"];
  const first: unknown = Array.isArray(parts) && Array.isArray(parts[0]) ? parts[0][0] : undefined;
  return firstYear([first, date.raw, date.literal].filter((text) => text !== undefined).map(String));
}

function idsOf(item: Item, onProblem: Report): Identifiers {
  const text = (name: string): string => textOf(item, name, onProblem).trim();
  const noted = (label: string): string[] =>
    text("note")
      .match(new RegExp(`^${label}:\\s*\\S+`, "gim"))
      ?.map((line) => line.slice(label.length + 1)) ?? [];
  const serial = serialNumbers(`${text("ISSN")}; ${text("ISBN")}`);
  const kept = (name: string, values: readonly string[]): string[] => {
    const given = text(name);
    if (given !== "" && values.length === 0)
      onProblem({
        code: "records/bad-identifier",
        field: name,
        message: `"${given}" is not a ${name}; the record was kept without it.`,
        remedy: `Correct \`${name}\` in the library it comes from and export it again.`,
      });
    return [...values];
  };
  const doi = [...doisIn(text("DOI")), ...noted("DOI").flatMap(doisIn)];
  const linked = /doi\.org\//i.test(text("URL")) ? doisIn(text("URL")) : [];
  return {
    doi: kept("DOI", distinct(doi.length > 0 ? doi : linked)),
    pmid: kept("PMID", distinct([text("PMID"), ...noted("PMID")].map((value) => normalisePmid(value) ?? ""))),
    pmcid: kept(
      "PMCID",
      distinct([text("PMCID"), ...noted("PMCID")].map((value) => normalisePmcid(value) ?? "")),
    ),
    source: distinct([text("id")]),
    issn: serial.issn,
    isbn: serial.isbn,
  };
}
