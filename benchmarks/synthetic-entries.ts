/** A made-up work and the ways in which databases print and damage an entry for it. Synthetic throughout. */
import type { seededRng } from "#numerics";
import type { Author, DuplicateInput } from "#records";

export type Rng = ReturnType<typeof seededRng>;

export interface Work {
  readonly number: number;
  readonly title: string;
  /** Where the subtitle begins, -1 without. */
  readonly subtitleAt: number;
  readonly authors: readonly Author[];
  readonly year: number;
  readonly journal: { readonly name: string; readonly short: string; readonly issn: string };
  /** 0: none, as with preprints. */
  readonly volume: number;
  readonly issue: number;
  readonly first: number;
  readonly last: number;
  /** Letters before the page: `S`, `e`. */
  readonly lettered: string;
  readonly doi: string | null;
  readonly pmid: string | null;
  readonly abstract: string | null;
  readonly type: string;
}

type Draft = Omit<DuplicateInput, "id">;

/** One thing that exports do to an entry, and how often in a thousand. */
type Damage = readonly [name: string, share: number, apply: (draft: Draft, work: Work, rng: Rng) => Draft];

const DAMAGES: readonly Damage[] = [
  ["upper case", 60, (d) => ({ ...d, title: d.title.toUpperCase() })],
  ["lower case", 120, (d) => ({ ...d, title: d.title.toLowerCase() })],
  ["note behind the title", 60, (d) => ({ ...d, title: `${d.title}. [Review] [45 refs]` })],
  ["language behind the title", 25, (d) => ({ ...d, title: `${d.title}. [Chinese]` })],
  ["brackets", 40, (d) => ({ ...d, title: `[${d.title}]` })],
  ["erratum noted", 10, (d) => ({ ...d, title: `${d.title}.[Erratum appears in Synth Lett. 2003;4(2):7]` })],
  ["misprint", 25, (d, _w, rng) => ({ ...d, title: misprint(d.title, rng) })],
  [
    "subtitle dropped",
    15,
    (d, w) => ({ ...d, title: w.subtitleAt > 30 ? w.title.slice(0, w.subtitleAt) : d.title }),
  ],
  ["title cut", 10, (d) => ({ ...d, title: d.title.length > 90 ? d.title.slice(0, 84) : d.title })],
  [
    "American spelling",
    80,
    (d) => ({
      ...d,
      title: d.title
        .replace(/andomis/g, "andomiz")
        .replace(/aemia/g, "emia")
        .replace(/oedema/g, "edema"),
    }),
  ],
  [
    "no accents",
    300,
    (d) => ({
      ...d,
      authors: (d.authors ?? []).map((a) => ({
        ...a,
        family: a.family.normalize("NFD").replace(/\p{M}/gu, ""),
      })),
    }),
  ],
  [
    "damaged letters",
    8,
    (d) => ({
      ...d,
      authors: (d.authors ?? []).map((a) => ({ ...a, family: a.family.replace(/[äöü]/g, "?") })),
    }),
  ],
  [
    "initials",
    500,
    (d) => ({ ...d, authors: (d.authors ?? []).map((a) => ({ ...a, given: initials(a.given) })) }),
  ],
  ["et al.", 40, (d) => ({ ...d, authors: (d.authors ?? []).slice(0, 3) })],
  ["no authors", 8, (d) => ({ ...d, authors: [] })],
  ["authors turned round", 8, (d) => ({ ...d, authors: (d.authors ?? []).toReversed() })],
  ["journal abbreviated", 450, (d, w) => ({ ...d, journal: w.journal.short })],
  ["journal in capitals", 60, (d) => ({ ...d, journal: d.journal?.toUpperCase() ?? null })],
  ["journal with place", 30, (d) => ({ ...d, journal: `${d.journal} (Synthville)` })],
  ["no journal", 8, (d) => ({ ...d, journal: null })],
  ["year of online publication", 50, (d) => ({ ...d, year: d.year == null ? null : d.year - 1 })],
  ["no volume", 25, (d) => ({ ...d, volume: null })],
  ["volume damaged", 10, (d) => ({ ...d, volume: "1)" })],
  ["volume with supplement", 15, (d) => ({ ...d, volume: d.volume == null ? null : `${d.volume} Suppl 1` })],
  ["issue is a serial number", 60, (d, w) => ({ ...d, issue: String(w.number * 7 + 11) })],
  ["pages short", 400, (d, w) => ({ ...d, pages: shortPages(w) ?? d.pages ?? null })],
  ["first page only", 60, (d, w) => ({ ...d, pages: w.first === 0 ? null : `${w.lettered}${w.first}` })],
  [
    "pages with zeros",
    10,
    (d, w) => ({
      ...d,
      pages: w.first > 0 && w.first < 100 && w.lettered === "" ? `0${w.first}-0${w.last}` : (d.pages ?? null),
    }),
  ],
  [
    "pages a date",
    10,
    (d, w) => ({
      ...d,
      pages:
        w.first > 0 && w.first < 13 && w.last < 13 ? `0${w.first}-${MONTHS[w.last - 1]}` : (d.pages ?? null),
    }),
  ],
  ["no pages", 50, (d) => ({ ...d, pages: null })],
  ["no DOI", 350, (d) => ({ ...d, ids: { ...d.ids, doi: [] } })],
  [
    "other DOI",
    6,
    (d, w) => ({
      ...d,
      ids: { ...d.ids, doi: d.ids.doi.length === 0 ? [] : [`10.5555/mirror.${w.number}`] },
    }),
  ],
  ["no PMID", 600, (d) => ({ ...d, ids: { ...d.ids, pmid: [] } })],
  ["no abstract", 150, (d) => ({ ...d, abstract: null })],
  ["abstract cut", 60, (d) => ({ ...d, abstract: d.abstract?.slice(0, 250) ?? null })],
];

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** The nth entry for a work: the first is mostly whole. */
export function damaged(rng: Rng, work: Work, nth: number): { draft: Draft; trap: string } {
  const range = `${work.lettered}${work.first}-${work.lettered}${work.last}`;
  let draft: Draft = {
    title: work.title,
    type: work.type,
    authors: work.authors,
    year: work.year,
    journal: work.journal.name,
    volume: work.volume === 0 ? null : String(work.volume),
    issue: work.volume === 0 ? null : String(work.issue),
    pages: work.first === 0 ? null : work.last === work.first ? `${work.lettered}${work.first}` : range,
    abstract: work.abstract,
    ids: {
      doi: work.doi === null ? [] : [work.doi],
      pmid: work.pmid === null ? [] : [work.pmid],
      pmcid: [],
      source: [],
      issn: work.journal.issn === "" || rng.next() < 0.5 ? [] : [work.journal.issn],
      isbn: [],
    },
  };
  const done: string[] = [];
  for (const [name, share, apply] of DAMAGES)
    if (rng.next() * 1000 < (nth === 0 ? share / 4 : share)) {
      draft = apply(draft, work, rng);
      done.push(name);
    }
  return { draft, trap: done.join(", ") };
}

function initials(given: string | null): string | null {
  return given === null
    ? null
    : given
        .split(/[\s.]+/)
        .filter(Boolean)
        .map((word) => `${word[0]}.`)
        .join(" ");
}

function shortPages({ first, last, lettered }: Work): string | null {
  if (first === 0 || lettered !== "") return null;
  const [from, to] = [String(first), String(last)];
  if (from.length !== to.length) return null;
  let same = 0;
  while (same < from.length - 1 && from[same] === to[same]) same += 1;
  return `${from}-${to.slice(same)}`;
}

/** Leaves out, doubles, or exchanges a letter inside a long word. */
function misprint(title: string, rng: Rng): string {
  const long = [...title.matchAll(/[a-z]{7,}/gi)];
  if (long.length === 0) return title;
  const { 0: word, index } = long[Math.floor(rng.next() * long.length)]!;
  const at = 2 + Math.floor(rng.next() * (word.length - 4));
  const turned =
    rng.next() < 0.5
      ? word.slice(0, at) + word.slice(at + 1)
      : word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
  return title.slice(0, index) + turned + title.slice(index + word.length);
}
