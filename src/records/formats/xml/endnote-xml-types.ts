/** Reference types of EndNote with their numbers, as EndNote and programs that export to it write them. */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ["Artwork", 2],
  ["Audiovisual Material", 3],
  ["Bill", 4],
  ["Book Section", 5],
  ["Book", 6],
  ["Case", 7],
  ["Computer Program", 9],
  ["Conference Proceedings", 10],
  ["Web Page", 12],
  ["Generic", 13],
  ["Hearing", 14],
  ["Journal Article", 17],
  ["Magazine Article", 19],
  ["Map", 20],
  ["Film or Broadcast", 21],
  ["Newspaper Article", 23],
  ["Patent", 25],
  ["Personal Communication", 26],
  ["Report", 27],
  ["Edited Book", 28],
  ["Statute", 31],
  ["Thesis", 32],
  ["Unpublished Work", 34],
  ["Manuscript", 36],
  ["Figure", 37],
  ["Chart or Table", 38],
  ["Equation", 39],
  ["Electronic Article", 43],
  ["Electronic Book", 44],
  ["Online Database", 45],
  ["Government Document", 46],
  ["Conference Paper", 47],
  ["Online Multimedia", 48],
  ["Classical Work", 49],
  ["Legal Rule or Regulation", 50],
  ["Dictionary", 52],
  ["Encyclopedia", 53],
  ["Grant", 54],
  ["Blog", 56],
  ["Serial", 57],
  ["Standard", 58],
  ["Dataset", 59],
]);
const BY_NUMBER: ReadonlyMap<number, string> = new Map([...NUMBERS].map(([name, number]) => [number, name]));

/** Types of other formats, folded to letters: of RIS, CSL, BibTeX, PubMed and Zotero. */
const OTHERS: Readonly<Record<string, string>> = {
  "Journal Article": "jour jfull inpr article articlejournal journalarticle journal review clinicaltrial",
  "Electronic Article": "ejour preprint posted postedcontent",
  "Magazine Article": "mgzn articlemagazine magazine",
  "Newspaper Article": "news articlenewspaper newspaper",
  Book: "book mvbook booklet whole monograph",
  "Edited Book": "edbook collection mvcollection",
  "Electronic Book": "ebook",
  "Book Section": "chap echap chapter inbook incollection booksection bookchapter",
  "Conference Paper": "cpaper paperconference inproceedings conference conferencepaper proceedingsarticle",
  "Conference Proceedings": "conf proceedings mvproceedings conferenceproceedings",
  Report: "rprt report techreport",
  Thesis: "thes thesis phdthesis mastersthesis dissertation",
  "Web Page": "elec webpage online electronic website",
  Dataset: "data dataset",
  "Online Database": "dbase",
  "Unpublished Work": "unpb unpublished",
  Manuscript: "manscpt manuscript",
  Patent: "pat patent",
  Standard: "stand standard",
  Statute: "stat legislation",
  Encyclopedia: "ency encyc entryencyclopedia reference",
  Dictionary: "dict entrydictionary",
  Grant: "grant",
  Serial: "ser serial periodical",
  "Government Document": "govdoc",
  "Computer Program": "comp software computerprogram",
  Generic: "gen generic misc other",
};
const NAMES: ReadonlyMap<string, string> = new Map([
  ...[...NUMBERS.keys()].map((name) => [folded(name), name] as const),
  ...Object.entries(OTHERS).flatMap(([name, words]) => words.split(" ").map((word) => [word, name] as const)),
]);

/** EndNote's name of a reference type by its number, or the empty text. */
export function refTypeName(number: number): string {
  return BY_NUMBER.get(number) ?? "";
}

/** The EndNote type that a record's type, of whichever format, comes nearest to. */
export function refTypeOf(type: string): { readonly name: string; readonly number: number } {
  const parts = type.split(";").map(folded);
  const name = parts.map((part) => NAMES.get(part)).find((found) => found !== undefined) ?? "Generic";
  return { name, number: NUMBERS.get(name)! };
}

function folded(type: string): string {
  return type.toLowerCase().replace(/[^a-z]/g, "");
}
