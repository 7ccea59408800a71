import { foldText } from "../../normalise/fold.ts";

/** Fields of a record that a column can hold. `ignore` leaves the column in the raw text only. */
export const columnFields = [
  "title",
  "otherTitle",
  "authors",
  "editors",
  "year",
  "date",
  "month",
  "day",
  "journal",
  "journalAbbreviation",
  "volume",
  "issue",
  "pages",
  "startPage",
  "endPage",
  "articleNumber",
  "conference",
  "series",
  "publisher",
  "place",
  "edition",
  "abstract",
  "keywords",
  "language",
  "url",
  "type",
  "doi",
  "pmid",
  "pmcid",
  "issn",
  "isbn",
  "registry",
  "embase",
  "central",
  "openalex",
  "wos",
  "scopus",
  "sourceId",
  "citation",
  "labels",
  "notes",
  "decision",
  "reason",
  "ignore",
] as const;

export type ColumnField = (typeof columnFields)[number];

/**
 * Headings that programs write, by field, the surest first: where several columns of a table hold one
 * field, the first of these wins. Case, blanks, signs and a plural `s` make no difference.
 *
 * Seen in exports of Covidence, Rayyan, ASReview, Scopus, Embase, PubMed, ClinicalTrials.gov, IEEE,
 * Springer, Cochrane, EBSCO, ProQuest, Publish or Perish, OpenAlex, Zotero, EPPI-Reviewer, RefWorks,
 * Abstrackr, EndNote, ASySD, Lens, Web of Science, and in tables people make.
 */
const HEADINGS: Readonly<Record<ColumnField, string>> = {
  title:
    "title|primary title|title primary|article title|document title|item title|study title|paper title|main title|" +
    "title of article|display name|brief title|public title|tittel|titel|titre|titulo|titolo|otsikko",
  otherTitle:
    "original title|original foreign title|translated title|alternate title|official title|" +
    "scientific title|english title|short title|shortened title|original tittel|other titles",
  authors:
    "author full names|authors|author|authors primary|author names|authorships.author.display_name|" +
    "authorships.raw_author_name|primary authors|first authors|author list|all authors|creators|contributors|group authors|" +
    "book author full names|book authors|book group authors|forfatter|forfattere|forfatterne|forfattare|autor|autoren|" +
    "auteur|autores|autore|autori|verfasser|sponsor/collaborators|sponsor|lead sponsor|primary sponsor",
  editors:
    "editors|editor names|book editors|authors secondary|secondary authors|series editor|redaktor|herausgeber",
  year:
    "year|publication year|pub year|published year|year published|year of publication|publication yr|ar|utgivelsesar|" +
    "publiseringsar|utgitt|utgivningsar|jahr|erscheinungsjahr|annee|ano|anno|vuosi",
  date:
    "date|publication date|date published|date of publication|pub date|published date|cover date|issue date|online date|" +
    "start date|date registration|first posted|study first posted|first submitted|early access date|publiseringsdato|dato|datum",
  month: "month|published month|pub month|publication month|maned|monat|mois|mes",
  day: "day|published day|publication day",
  journal:
    "journal full|periodical full|source title|journal title|full journal name|primary_location.source.display_name|journal|" +
    "journal/book|journal name|alternate title 3|publication title|pub title|periodical|periodical title|container title|publication|" +
    "publication name|title secondary|secondary title|book title|host_venue.display_name|venue|tidsskrift|tidsskriftet|" +
    "tidskrift|zeitschrift|revue|revista|rivista|source",
  journalAbbreviation:
    "journal abbreviation|journal iso abbreviation|iso abbreviation|abbreviated source title|periodical abbrev|" +
    "abbreviated journal|abbreviated journal title|journal abbrev|short journal|alternate journal|alternate title 2|alternate title 1",
  volume: "volume|journal volume|vol|vol.|biblio.volume|volume number|volume no|bind|band|tome",
  issue: "issue|journal issue|issue number|number|issue no|biblio.issue|hefte|heft|numero|nummer|utgave",
  pages: "pages|page range|pagination|page numbers|pp|sider|sidetall|seiten|paginas|pagine",
  startPage:
    "start page|page start|first page|biblio.first_page|begin page|beginning page|starting page|spage",
  endPage: "end page|page end|last page|biblio.last_page|ending page|epage|other pages",
  articleNumber: "article number|art. no.|article no|elocation id|art number|elocator",
  conference: "conference name|conference title|meeting name|conference|event title|meeting title|konferanse",
  series: "series|series title|book series title|title tertiary|tertiary title|collection title",
  publisher:
    "publisher|book publisher|publisher name|primary_location.source.host_organization_name|utgiver|forlag|verlag|editeur|editorial",
  place:
    "place|place published|place of publication|publisher place|publisher city|location|source country|utgivelsessted",
  edition: "edition",
  abstract:
    "abstract|abstract note|abstract text|article abstract|abstracts|notes abstract|brief summary|summary|sammendrag|abstrakt|" +
    "sammanfattning|zusammenfassung|resume|resumen|resumo|riassunto|tiivistelma|original abstract|detailed description",
  keywords:
    "keywords|author keywords|keywords plus|index keywords|mesh terms|subjects|subject terms|subject headings|" +
    "keywords.display_name|descriptors|emtree medical index terms (major focus)|emtree medical index terms|" +
    "emtree drug index terms (major focus)|emtree drug index terms|ieee terms|inspec controlled terms|" +
    "inspec non-controlled terms|mesh|mesh headings|major subjects|minor subjects|manual tags|automatic tags|" +
    "identifier keywords|conditions|conditions or interventions|interventions|nokkelord|emneord|stikkord|schlagworter|mots cles|palabras clave",
  language:
    "language|article language|language of original document|lang|output language|original language|languages|" +
    "sprak|sprache|langue|idioma|lingua",
  url:
    "url|link|study url|article url|document url|primary_location.landing_page_url|landing page url|external url|" +
    "source urls|full text link|fulltext url|plink|permalink|web link|web address|doi link|links|link attachments|" +
    "embase link|dimensions url|pdf link|open url link|nettadresse|lenke",
  type:
    "type|item type|reference type|publication type|document type|type of reference|content type|doctype|article type|" +
    "entry type|ref type|record type|type_crossref|document identifier|category|publikasjonstype",
  doi: "doi|item doi|doi number|doi url|digital object identifier|ids.doi|electronic resource num|book doi|prism:doi",
  pmid: "pmid|pubmed id|medline pmid|pubmed|ids.pmid|medline id|pubmed number",
  pmcid: "pmcid|pmc id|pmc|ids.pmcid|pubmed central id|pmc number",
  issn:
    "issn|issns|issn/isbn|issn electronic|issn print|electronic issn|print issn|online issn|eissn|e-issn|pissn|p-issn|" +
    "primary_location.source.issn|primary_location.source.issn_l|serial number",
  isbn: "isbn|isbns|isbn/issn|isbn-13|isbn-10|e-isbn",
  registry:
    "nct number|nct id|nct|ctgov id|clinical trial numbers|ictrp id|trial id|main trial id|registration number|" +
    "trial registration|trial registration number|clinicaltrials.gov id|other ids|registry ids|registry",
  embase: "pui|embase accession id|embase accession number|embase id|embase",
  central: "central id|central",
  openalex: "ids.openalex|openalex id|openalex",
  wos: "ut (unique wos id)|unique wos id|wos id|wos",
  scopus: "eid|scopus id|scopus eid|scopus",
  sourceId:
    "id|key|record id|reference id|accession number|lens id|(internal) id|(source) id|covidence #|cite key|citation key|" +
    "bibtex key|record number|identifier|store id|ref|ref id|reference number|an|uid|unique id|study id|item key|cinahl id|publication id|refid|source ids",
  citation: "citation|source citation|bibliographic citation",
  labels: "labels|label|tags|custom tags|exported tags|merkelapper",
  notes:
    "notes|note|personal notes|comments|remarks|extra|user notes|asreview note|exported notes 1|exported notes|research notes|" +
    "notater|notat|kommentar|kommentarer|merknad|bemerkung|anmerkung",
  decision:
    "decisions|included|asreview label|asreview_included|label included|final included|label abstract screening|label abstract included|" +
    "label fulltext included|decision|screening decision|inclusion|inclusion decision|include|include/exclude|" +
    "final decision|abstract decision|full text decision|title abstract decision|relevant|beslutning|inkludert",
  reason:
    "exclusion reason|reason for exclusion|reasons for exclusion|exclude reason|reason|eksklusjonsgrunn",
  // Known, and no field of a record: what stands in them is not to be guessed at.
  ignore:
    "affiliations|author affiliations|authors with affiliations|author(s) id|author addresses|correspondence address|" +
    "reprint addresses|addresses|email addresses|researcher ids|orcids|funding details|funding texts|funding text 1|funding|" +
    "funding information|funding orgs|references|cited references|cited by|times cited|citing works count|copyright|rights|" +
    "license|chemicals|chemicals/cas|cas registry numbers|fields of study|open access|publication stage|num pages|page count|" +
    "number of pages|coden|primary outcome measures|secondary outcome measures|outcome measures|study design|study designs|" +
    "enrollment|rank|cites|query date|database name|database|data source|library catalog|date added|date modified|access date|" +
    "file attachments|call number|study|created date|create date|nihms id",
};

/** Headings of Web of Science's two-letter exports; `PT` with others says that these are meant. */
const TAGS: Readonly<Record<string, ColumnField>> = {
  AF: "authors",
  AU: "authors",
  CA: "authors",
  BF: "authors",
  BA: "authors",
  BE: "editors",
  ED: "editors",
  TI: "title",
  SO: "journal",
  SE: "series",
  LA: "language",
  DT: "type",
  PT: "type",
  CT: "conference",
  DE: "keywords",
  ID: "keywords",
  AB: "abstract",
  PU: "publisher",
  PI: "place",
  SN: "issn",
  EI: "issn",
  BN: "isbn",
  JI: "journalAbbreviation",
  J9: "journalAbbreviation",
  PD: "date",
  PY: "year",
  VL: "volume",
  IS: "issue",
  BP: "startPage",
  EP: "endPage",
  AR: "articleNumber",
  DI: "doi",
  D2: "doi",
  UT: "wos",
  PM: "pmid",
};

/** A field that a heading names, and how sure that is among columns of the same field: 0 is surest. */
export interface Meaning {
  readonly field: ColumnField;
  readonly rank: number;
}

const BY_HEADING: ReadonlyMap<string, Meaning> = new Map(
  columnFields.flatMap((field) =>
    HEADINGS[field].split("|").map((heading, rank) => [compact(heading), { field, rank }] as const),
  ),
);
const BY_TAG: ReadonlyMap<string, Meaning> = new Map(
  Object.entries(TAGS).map(([tag, field], rank) => [tag, { field, rank }]),
);
/** Words that say nothing about what a column holds. */
const FILLER =
  /\b(?:the|of|article|paper|record|study|item|document|primary|main|full|reference|publication|bibliographic|text|name|list)s?\b/gi;
/** Fields whose heading is still sure without such words; `Study number` is no issue number. */
const PLAIN_FIELDS: ReadonlySet<ColumnField> = new Set([
  "title",
  "authors",
  "year",
  "journal",
  "abstract",
  "keywords",
  "language",
  "url",
  "doi",
  "pmid",
]);

/**
 * What a heading says its column holds, or null.
 *
 * @param tags whether the headings are the two-letter tags of Web of Science
 */
export function meaningOf(heading: string, tags: boolean): Meaning | null {
  if (tags) return BY_TAG.get(heading.trim()) ?? null;
  if (heading.length > 80) return null;
  return (
    BY_HEADING.get(compact(heading)) ??
    BY_HEADING.get(compact(heading.replace(/\(.*?\)|\[.*?\]/g, " "))) ??
    withoutFiller(heading)
  );
}

function withoutFiller(heading: string): Meaning | null {
  const found = BY_HEADING.get(compact(heading.replace(/[_.]/g, " ").replace(FILLER, " ")));
  return found !== undefined && PLAIN_FIELDS.has(found.field) ? found : null;
}

/** Letters and digits only, without a plural `s`. */
function compact(heading: string): string {
  return foldText(heading)
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .replace(/(?<=..[^s])s$/, "");
}

/** Whether the headings are the two-letter tags of Web of Science. */
export function areTags(headings: readonly string[]): boolean {
  const tags = headings.map((heading) => heading.trim()).filter((heading) => /^[A-Z][A-Z0-9]$/.test(heading));
  return tags.length >= 3 && ["AU", "TI", "SO", "PY", "UT"].filter((tag) => tags.includes(tag)).length >= 2;
}
