import type { BibtexField } from "./bibtex-entry.ts";

/** Fields that a part has from the whole it stands in, where it has none of its own. */
const INHERITED = new Set(
  (
    "editor publisher address location organization institution year date month series volume number issn isbn " +
    "eissn edition journal journaltitle shortjournal fjournal booktitle language langid eventtitle"
  ).split(" "),
);
/** Fields that only some entries give, see `inherited`. */
const KEPT = new Set([...INHERITED, "title", "subtitle", "author", "pages", "doi"]);
const PARTS = /^(?:in.*|conference|bookinbook|suppbook|suppcollection|article|suppperiodical)$/;

/** Fields of an entry that others name in `crossref` or `xdata`, as far as they can be inherited. */
interface CrossrefParent {
  readonly type: string;
  readonly fields: readonly BibtexField[];
}

/** The keys that an entry inherits from, lower case; a DOI in `crossref` is not a key. */
export function crossrefKeys(fields: readonly BibtexField[]): string[] {
  return fields
    .filter(({ name }) => name === "crossref" || name === "xdata")
    .flatMap(({ name, value }) => (name === "xdata" ? value.split(",") : [value]))
    .map((value) => value.replace(/[{}]/g, "").trim().toLowerCase())
    .filter(
      (key) => key !== "" && key.length < 500 && !/^(?:https?:|doi:)?\/*(?:\S*\/)?10\.\d{4,9}\//.test(key),
    );
}

/** Books, proceedings and the like are remembered, the latest of them. */
const MOST_WHOLES = 20_000;
const WHOLES =
  /^(?:(?:mv)?(?:book|collection|proceedings|reference)|periodical|booklet|conference|xdata|set)$/;
/** Of other entries only the latest, as they are. */
const MOST_OTHERS = 1000;
const LONGEST_OTHERS = 4 * 1024 * 1024;

/** Entries that those behind them may name in `crossref` or `xdata`. */
export interface CrossrefParents {
  has(key: string): boolean;
  get(key: string): CrossrefParent | undefined;
  /** @param length of the entry's raw text */
  remember(key: string, type: string, fields: readonly BibtexField[], length: number): void;
}

/** An empty memory of entries; of two with one key the first counts. */
export function crossrefParents(): CrossrefParents {
  const wholes = new Map<string, CrossrefParent>();
  const others = new Map<string, CrossrefParent & { readonly length: number }>();
  let length = 0;
  const get = (key: string): CrossrefParent | undefined => wholes.get(key) ?? others.get(key);
  return {
    get,
    has: (key) => get(key) !== undefined,
    remember(key, type, fields, raw) {
      if (key === "" || get(key) !== undefined) return;
      if (WHOLES.test(type)) {
        wholes.set(key, { type, fields: copied(type, fields) });
        if (wholes.size > MOST_WHOLES) wholes.delete(wholes.keys().next().value!);
        return;
      }
      others.set(key, { type, fields, length: raw });
      length += raw;
      while (others.size > MOST_OTHERS || (length > LONGEST_OTHERS && others.size > 1)) {
        const [oldest, gone] = others.entries().next().value!;
        length -= gone.length;
        others.delete(oldest);
      }
    },
  };
}

/** The short fields that can be inherited. Parts of a text keep all of it in memory; what goes through JSON stands alone. */
function copied(type: string, fields: readonly BibtexField[]): readonly BibtexField[] {
  const kept = fields.filter(
    ({ name, value }) => value.length < 1000 && (type === "xdata" || KEPT.has(name)),
  );
  return JSON.parse(JSON.stringify(kept.slice(0, 40))) as BibtexField[];
}

/**
 * The fields that an entry has from another one. The title of a book is the book title of its parts,
 * the title of a periodical the journal of its articles; an entry of the same type gives all it has to one
 * that has no title.
 *
 * Source: biblatex manual, appendix B (default inheritance), without what describes the whole alone.
 */
export function inherited(
  type: string,
  fields: readonly BibtexField[],
  parent: CrossrefParent,
): BibtexField[] {
  const own = new Set(fields.map(({ name }) => name));
  const result: BibtexField[] = [];
  const add = (name: string, value: string): void => {
    if (own.has(name)) return;
    own.add(name);
    result.push({ name, value, at: -1 });
  };
  const isPart = PARTS.test(type);
  const isSame = type === parent.type && !own.has("title");
  // A date of its own in either form is a date of its own.
  if (own.has("year") || own.has("date")) for (const name of ["year", "date", "month"]) own.add(name);
  for (const { name, value } of parent.fields) {
    if (parent.type === "xdata" || (isSame && KEPT.has(name)) || INHERITED.has(name)) add(name, value);
    else if (name === "title" && isPart) add(type === "article" ? "journaltitle" : "booktitle", value);
    else if (name === "author" && (type === "inbook" || !isPart)) add(name, value);
  }
  return result;
}
