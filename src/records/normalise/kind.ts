import type { RecordFact } from "../record.ts";
import { foldText } from "./fold.ts";
import { titleNotes } from "./title.ts";

/** What sort of document a record describes, whatever its format calls it. */
export type RecordKind =
  | "article"
  | "review"
  | "conference-abstract"
  | "conference-paper"
  | "preprint"
  | "registration"
  | "protocol"
  | "book"
  | "chapter"
  | "thesis"
  | "report"
  | "dataset"
  | "erratum"
  | "retraction"
  | "editorial"
  | "letter"
  | "comment"
  | "other";

type KindInput = Pick<RecordFact, "type" | "journal" | "title" | "ids" | "url" | "pages"> &
  Partial<Pick<RecordFact, "conference" | "publisher">>;

/**
 * Names of types in RIS, MEDLINE, CSL, BibTeX, EndNote, Zotero, Web of Science, Scopus, Embase, Crossref,
 * OpenAlex and CENTRAL, folded. Where a record has several types the first row that fits one decides.
 */
const TYPES: readonly (readonly [RecordKind, RegExp])[] = [
  ["retraction", /^(?:retraction(?: of publication| notice)?|withdrawal|expression of concern)$/],
  ["erratum", /^(?:published erratum|erratum|errata|correction|corrigendum|correction, addition|addendum)$/],
  [
    "registration",
    /^(?:clinical ?trial(?: |-)?(?:registration|registry)(?: record)?|trial registr(?:y|ation)(?: record)?|registration|registered (?:trial|study)|ctgov|clinical-trial|study registration)$/,
  ],
  ["preprint", /^(?:preprint|posted-content|working ?paper)$/],
  ["dataset", /^(?:data|data ?set|dbase|database|supplementary-materials|research data)$/],
  [
    "conference-abstract",
    /^(?:meeting[ -]abstract|conference[ -]abstract|abst|abstract|conference abstract citation|poster|speech|presentation)$/,
  ],
  [
    "thesis",
    /^(?:thes|thesis|phdthesis|mastersthesis|dissertation|dissertations? ?(?:&|and)? ?theses|doctoral thesis|academic dissertation)$/,
  ],
  [
    "chapter",
    /^(?:chap|echap|chapter|book[ -]?(?:chapter|section|part|track)|inbook|incollection|suppbook|encyclopedia article|entry|entry-(?:dictionary|encyclopedia)|reference-entry|ency|dict)$/,
  ],
  ["protocol", /^(?:clinical trial protocol|study protocol|protocol)$/],
  ["comment", /^(?:comment|commentary|introductory journal article)$/],
  ["letter", /^(?:letter|letter to the editor|pcomm)$/],
  ["editorial", /^(?:editorial|editorial material)$/],
  [
    "review",
    /^(?:review|review article|systematic review|meta-analysis|journal article review|short survey|cochrane review)$/,
  ],
  [
    "conference-paper",
    /^(?:conf|cpaper|inproceedings|conference(?:[ -](?:paper|proceedings?|proceeding|review|publication|article))?|conferencepaper|paper-conference|proceedings(?:[ -](?:paper|article))?|congress|congresses)$/,
  ],
  [
    "report",
    /^(?:rprt|report|techreport|technical report|report-component|report-series|gov(?:doc)?|government document|stand|standard|grant|guideline|practice guideline)$/,
  ],
  [
    "book",
    /^(?:book|ebook|edbook|edited[ -]book|edited-volume|monograph|mvbook|collection|booklet|reference-book|reference book|whole book|serial \(book\))$/,
  ],
  [
    "article",
    /^(?:jour|jfull|ejour|inpr|mgzn|article|articles|journal|journal[ -]?articles?|article-(?:journal|magazine)|journalarticle|electronic article|article in press|early access|original (?:article|paper)|research(?:[ -]article)?|data paper|case reports?|clinical trial|randomi[sz]ed controlled trial|magazine ?article|note|review-article|j)$/,
  ],
];

const SERVERS =
  /^(?:(?:the )?(?:medrxiv|biorxiv|arxiv|chemrxiv|psyarxiv|socarxiv|edarxiv|osf(?: preprints)?|techrxiv|eartharxiv|africarxiv|ssrn(?: electronic journal)?|research ?square|preprints(?: ?\.org| with the lancet)?|jmir preprints|authorea|qeios|peerj preprints|f1000research preprints|scielo preprints|zenodo preprints)\b|corr$)/;
/** Prefixes that only preprint servers use. */
const PREPRINT_DOI =
  /^10\.(?:1101\/(?:\d{6}$|\d{4}\.\d\d\.\d\d\.)|64898\/|21203\/rs|31234\/|31235\/|35542\/|31219\/osf|2139\/ssrn|20944\/preprints|48550\/arxiv|26434\/chemrxiv|36227\/|31223\/|22541\/au\.|2196\/preprints|7287\/peerj\.preprints|1590\/scielopreprints|33774\/|32942\/)/;
const REGISTRIES =
  /clinicaltrials\.gov|\bisrctn\b|trialsearch\.who\.int|\bictrp\b|clinicaltrialsregister\.eu|\bdrks\b|chictr\.org|anzctr\.org|\bumin\b.*registry|euclinicaltrials\.eu|\bjprn\b|clinical trials? registry/;
const ABSTRACTS = /\babstracts?\b|\bposter\b/;

/**
 * What sort of document a record describes: from what its title says (`Erratum:`, `Retraction:`), then
 * its registry, its type, its preprint server.
 *
 * Checked: tests/records/kind.test.ts.
 */
export function kindOf(record: KindInput): RecordKind {
  const { notes } = titleNotes(record.title);
  if (notes[0] === "retraction" || notes[0] === "concern") return "retraction";
  const journal = foldText(record.journal ?? "").trim();
  const types = foldText(record.type)
    .split(/[;|]|: |, (?=[a-z])/)
    .map((type) => type.trim().replace(/\.$/, ""));
  const byType = TYPES.find(([, pattern]) => types.some((type) => pattern.test(type)))?.[0];
  // `[Erratum appears in …]` stands behind the title of the article itself.
  if (
    notes.includes("erratum") &&
    /^\S*\s?(?:erratum|errata|corrig|correction|addendum)/i.test(record.title.trim())
  )
    return "erratum";
  if (byType === "registration" || isRegistration(record, journal)) return "registration";
  const preprint = isPreprint(record, journal);
  if (byType === undefined || byType === "article" || byType === "review" || byType === "report") {
    if (preprint) return "preprint";
    if (byType !== undefined) return commentOf(notes) ?? byType;
    return commentOf(notes) ?? unknownType(record, journal);
  }
  if (byType === "conference-paper") return isAbstract(record, journal) ? "conference-abstract" : byType;
  // Web of Science gives whole supplements of abstracts the type `article; meeting abstract`.
  return byType;
}

function commentOf(notes: readonly string[]): RecordKind | null {
  if (notes.includes("comment") && notes[0] === "comment") return "comment";
  return notes[0] === "reply" ? "letter" : null;
}

function isRegistration({ ids, url, title }: KindInput, journal: string): boolean {
  if (REGISTRIES.test(journal)) return true;
  const registered = (ids.registry ?? []).length > 0;
  if (journal !== "" || ids.doi.length > 0 || ids.pmid.length > 0) return false;
  return (registered && REGISTRIES.test((url ?? "").toLowerCase())) || /^nct\d{8}\b/i.test(title.trim());
}

function isPreprint({ ids, url }: KindInput, journal: string): boolean {
  if (SERVERS.test(journal)) return true;
  if (journal !== "") return false;
  return (
    ids.doi.some((doi) => PREPRINT_DOI.test(doi)) ||
    /^https?:\/\/(?:www\.)?(?:medrxiv|biorxiv|arxiv|ssrn|papers\.ssrn|psyarxiv|preprints)\.(?:org|com)\//i.test(
      url ?? "",
    )
  );
}

/** Conference types cover both; an abstract takes a page or says what it is. */
function isAbstract({ title, pages, conference }: KindInput, journal: string): boolean {
  if (
    ABSTRACTS.test(foldText(title)) ||
    ABSTRACTS.test(journal) ||
    ABSTRACTS.test(foldText(conference ?? ""))
  )
    return true;
  return /^(?:[SAP]\d{1,4}|P-\d{1,4})$/i.test(pages ?? "");
}

function unknownType({ ids }: KindInput, journal: string): RecordKind {
  if (ids.isbn.length > 0 && journal === "") return "book";
  return journal !== "" ? "article" : "other";
}
