import type { Problem } from "#kernel";
import { parseAuthors } from "../../normalise/author.ts";
import { partialDate } from "../../normalise/date.ts";
import {
  distinct,
  doisIn,
  normalisePmcid,
  normalisePmid,
  serialNumbers,
} from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayText } from "../../normalise/text.ts";
import { typedIds } from "../../normalise/typed-ids.ts";
import type { Author, Identifiers } from "../../record.ts";
import { type EntryFields, entryFields, identifiers } from "../format.ts";
import { isBlank } from "../lines.ts";
import { citationSource } from "./citation-source.ts";
import { type LabelledField, type LabelledFields, labelledFields, noTitle } from "./labelled-text.ts";

/** Labels by the two letters that Ovid has for them; the long ones as they are printed, in lower case. */
const LABELS: readonly (readonly [short: string, ...long: string[]])[] = [
  ["ui", "unique identifier", "record identifier"],
  ["an", "accession number"],
  [
    "au",
    "author",
    "authors",
    "author(s)",
    "personal author",
    "original author",
    "corporate author",
    "author/s",
  ],
  ["fa", "authors full name", "author full name", "author's full name", "authors full names"],
  ["ed", "editor", "editors", "editor(s)", "book editors", "book editor(s)"],
  ["ti", "title", "article title"],
  ["bk", "book title"],
  ["ct", "chapter title"],
  ["ot", "original title", "translated title", "foreign title", "vernacular title"],
  ["so", "source"],
  ["st", "status"],
  ["ab", "abstract", "english abstract"],
  ["jn", "journal name", "journal title", "journal", "nlm journal name", "publication name"],
  ["as", "abbreviated source", "journal abbreviation", "abbreviated journal title"],
  ["vo", "volume"],
  ["ip", "issue/part", "issue", "issue number"],
  ["pg", "page", "pages", "pagination"],
  ["yr", "year of publication", "publication year", "year"],
  ["dp", "date of publication", "publication date", "electronic date of publication", "cover date"],
  ["pt", "publication type", "publication types", "publication type code"],
  ["dt", "document type"],
  [
    "kw",
    "author keywords",
    "keyword heading",
    "keywords",
    "key words",
    "author keyword",
    "identifiers",
    "keyword",
  ],
  [
    "sh",
    "subject headings",
    "mesh subject headings",
    "mesh headings",
    "mesh subject heading",
    "subject heading",
    "emtree heading",
    "index terms",
    "descriptors",
    "key concepts",
    "major subject headings",
  ],
  [
    "is",
    "issn",
    "issn print",
    "issn electronic",
    "issn linking",
    "international standard serial number",
    "issn (print)",
    "issn (electronic)",
  ],
  ["ib", "isbn", "international standard book number"],
  ["do", "doi number", "digital object identifier", "doi", "article identifier", "publisher item identifier"],
  ["lg", "language", "languages", "language of document"],
  ["pb", "publisher", "publisher name", "publisher information"],
  ["pl", "place of publication", "publisher location"],
  ["db", "database", "database name"],
  ["cf", "conference information", "conference name", "conference", "conference title", "meeting name"],
  [
    "cn",
    "clinical trial number",
    "clinical trial registry",
    "secondary source id",
    "trial registration number",
    "study id",
  ],
  ["pm", "pmid", "pubmed id", "pubmed identifier", "medline pmid"],
  ["pu", "pui", "publisher unique identifier", "embase accession number"],
  [
    "lk",
    "link to the ovid full text or citation",
    "link to the external link resolver",
    "link to the ovid full text",
    "url",
    "full text url",
  ],
  ["no", "general note", "notes", "comments", "comment/correction"],
  [
    "",
    "score",
    "institution",
    "author e-mail",
    "journal subset",
    "nlm journal code",
    "references",
    "country of publication",
    "grant information",
    "correspondence address",
    "copyright",
    "entry date",
    "update date",
    "update code",
    "revision date",
    "record owner",
    "address",
    "classification code",
    "population",
    "age group",
    "location",
    "cas registry number",
    "grant number",
    "subject subsets",
    "entry week",
    "number of references",
    "methodology",
    "reference count",
    "release date",
    "correction date",
    "format covered",
    "publication status",
    "summary language",
    "drug trade name",
    "drug manufacturer",
    "device trade name",
    "cited references",
    "publication history status",
    "other id",
    "registry number/name of substance",
    "name of substance",
    "investigators",
    "gene symbol",
    "personal name as subject",
    "local messages",
    "institution name",
    "e-mail address",
    "electronic address",
  ],
];

const BY_LONG = new Map(LABELS.flatMap(([short, ...long]) => long.map((name) => [name, short] as const)));
const SHORT = new Set(
  `${LABELS.map(([short]) => short).join(" ")} vn in rn nt de pa cp sb jc rd ea rc pi es il nm gr bt ax af ur cc ag lo px dm tn mf sl`.split(
    " ",
  ),
);

/** Whether a line is a label on its own. */
export function isOvidLabel(line: string): boolean {
  const name = line.trim().toLowerCase().replace(/\s*:$/, "");
  return (
    /^\S/.test(line) &&
    (BY_LONG.has(name) || (/^[A-Z]{2}$/.test(line.trim()) && SHORT.has(name)) || inline(line) !== null)
  );
}

/** `AU  - Smith J.` or `AU  Smith J.`. */
function inline(line: string): LabelledField | null {
  const match = /^([A-Z][A-Z0-9]) {1,2}- ?(.*)$/.exec(line) ?? /^([A-Z]{2}) {2,4}(\S.*)$/.exec(line);
  const label = match?.[1]?.toLowerCase();
  return label === undefined || !SHORT.has(label) ? null : { label, lines: [match![2]!] };
}

/** The fields of an entry; a label that is not known keeps what stands below it away from the field above. */
function fieldsOf(lines: readonly string[]): LabelledField[] {
  const fields: LabelledField[] = [];
  let indented = false;
  for (const line of lines.slice(/^<|^\d+\.\s*$/.test(lines[0]!) ? 1 : 0)) {
    if (isBlank(line)) continue;
    const own = /^\s/.test(line) ? null : inline(line);
    const name = line.trim().toLowerCase().replace(/\s*:$/, "");
    const long = BY_LONG.get(name) ?? (/^[A-Z]{2}$/.test(line.trim()) && SHORT.has(name) ? name : undefined);
    const other = indented && /^[A-Z][A-Za-z/&'() -]{2,60}\s*$/.test(line);
    if (own !== null) fields.push(own);
    else if (!/^\s/.test(line) && (long !== undefined || other)) {
      fields.push({ label: long ?? "", lines: [] });
      indented = false;
    } else {
      fields.at(-1)?.lines.push(line);
      indented = /^\s/.test(line);
    }
  }
  return fields;
}

/** Gives the fields of an Ovid record their meaning. */
export function mapOvid(lines: readonly string[], onProblem: (problem: Problem) => void): EntryFields {
  const fields = labelledFields(fieldsOf(lines));
  const text = (...labels: readonly string[]): string => displayText(fields.text(...labels));
  const named = titleOf(text("ti"));
  const chapter = text("ct");
  const source = citationSource(fields.text("so"));
  // Of a whole book the source names the title alone.
  const isBook = chapter === "" && named.title === "" && source.isBook;
  const book = text("bk");
  const title = chapter || named.title || book || (isBook ? source.journal : "");
  if (title === "") onProblem(noTitle);
  const published = [text("yr"), text("dp"), text("st")];
  const names = [...(fields.lines("fa").length > 0 ? fields.lines("fa") : fields.lines("au"))].flatMap(
    (line) => line.split(";"),
  );
  const isEditor = (name: string): boolean => /\[(?:ed|eds|editor|editors)\.?\]/i.test(name);
  const date = source.date || (partialDate(published.filter((each) => each !== "")) ?? "");
  const year = firstYear([text("yr")]) ?? source.year ?? firstYear(published);
  const journal = text("jn") || (book === title ? "" : book) || (isBook ? "" : source.journal);
  return entryFields({
    type: distinct([
      ...fields
        .lines("pt", "dt")
        .flatMap((line) => line.split(/\.\s+/))
        .map((type) => displayText(type).replace(/:\s*PDF Only\.?$|\.$/i, ""))
        .filter((type) => type !== "-"),
      named.type,
    ]).join("; "),
    title,
    otherTitles: distinct([text("ot"), chapter === "" ? "" : named.title]).filter((other) => other !== title),
    authors: names.filter((name) => !isEditor(name)).flatMap(authorsOf),
    editors: [...names.filter(isEditor), ...fields.lines("ed").flatMap((line) => line.split(";"))].flatMap(
      authorsOf,
    ),
    year,
    date: date.length > 4 && date.startsWith(String(year)) ? date : "",
    journal,
    journalAbbreviation: text("as") === journal ? "" : text("as").replace(/\.\s+\d.*$/, ""),
    conference: text("cf"),
    volume: text("vo") || source.volume,
    issue: text("ip") || source.issue,
    pages: pageRange(text("pg"), "") ?? source.pages,
    publisher: text("pb") || source.publisher,
    place: text("pl") || source.place,
    abstract: fields
      .lines("ab")
      .map((line) => displayText(line).replace(/^: /, ""))
      .join("\n"),
    keywords: keywordsOf(fields),
    language: text("lg").replace(/\.$/, ""),
    url: addressOf(fields),
    notes: fields.lines("no").map(displayText),
    ids: idsOf(fields),
  });
}

/** `Title.[Article]`, `Title. [Review] [33 refs]`. */
function titleOf(text: string): { readonly title: string; readonly type: string } {
  const plain = text.replace(/\s*\[\d+ refs?\]\.?$/i, "");
  const match = /^(.*?)(\.?\s?)\[([A-Z][A-Za-z :&,/-]{2,60})\]\.?$/.exec(plain);
  const kind = match?.[3] ?? "";
  const isKind =
    match !== null &&
    match[1] !== "" &&
    (match[2] === "." || /^(?:review|article|letter|editorial|report)/i.test(kind));
  return isKind ? { title: match[1]!, type: kind } : { title: plain, type: "" };
}

const DEGREE =
  "(?:MD|PhD|Ph\\.D\\.?|M\\.D\\.?|MPH|MSc|MS|MA|MSN|BSN|RN|FAAN|DrPH|FRCP|MBBS|DPhil|PsyD|DNP|PharmD|BSc|MBChB|FACP|DSc|EdD|LCSW)";
const DEGREES = new RegExp(`(?:(?:^|[\\s,]+)${DEGREE}(?=$|[\\s,]))+`, "g");
const MARKS = /(?:[\s,]+(?:[*+#^†‡§]+|\(?\d{1,3}\)?|\[\w{1,2}\]|\([a-z*+]\)))+$/g;

/** Without the marks of affiliations and the degrees that Ovid prints behind names, parted by semicolons too. */
function authorsOf(name: string): Author[] {
  const plain = displayText(name)
    .replace(/\[(?:ed|eds|editor|editors|author)\.?\]/gi, "")
    .replace(MARKS, "")
    .replace(DEGREES, "")
    .trim();
  return parseAuthors(plain.replace(/(?<=\p{L}{2})\.$/u, ""));
}

function keywordsOf(fields: LabelledFields): string[] {
  return distinct(
    fields
      .lines("kw", "sh")
      .flatMap((line) => line.split(/;|\s\/\s(?=\[)/))
      .map((word) => displayText(word).replace(/\.$/, "").trim()),
  );
}

function addressOf(fields: LabelledFields): string {
  return (
    fields
      .lines("ur", "lk")
      .map((line) => /https?:\/\/\S+/i.exec(line)?.[0] ?? "")
      .find((url) => url !== "") ?? ""
  );
}

function idsOf(fields: LabelledFields): Identifiers {
  const keys = fields.lines("ui", "an").map((line) => displayText(line).replace(/\.$/, ""));
  const database = fields.text("db");
  // Ovid's MEDLINE has the PMID for its identifier; other databases number by themselves.
  const medline =
    /medline/i.test(database) ||
    (database === "" && fields.lines("ui").length > 0 && fields.lines("an").length === 0);
  const serial = serialNumbers(fields.lines("is", "ib").join("; "));
  const pmids = [...fields.lines("pm"), ...(medline ? keys.filter((key) => /^\d{6,8}$/.test(key)) : [])];
  const { embase, ...typed } = typedIds([...keys, ...fields.lines("cn", "pu")].join(" "));
  const numbered = /embase/i.test(database)
    ? keys.filter((key) => /^\d{8,10}$/.test(key)).map((key) => `L${key}`)
    : [];
  return identifiers({
    ...typed,
    doi: distinct([
      ...fields.lines("do").flatMap(doisIn),
      ...(fields.lines("do").length > 0 ? [] : doisIn(fields.text("so"))),
    ]),
    pmid: distinct(pmids.map((each) => normalisePmid(each) ?? "")),
    pmcid: distinct(keys.map((key) => (/^PMC\d/i.test(key) ? (normalisePmcid(key) ?? "") : ""))),
    source: distinct(keys),
    issn: serial.issn,
    isbn: serial.isbn,
    embase: distinct([...(embase ?? []), ...numbered]),
  });
}
