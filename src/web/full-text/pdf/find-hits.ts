import { foldQuery, type PageText } from "./page-text.ts";

/** A place at which the words looked for stand. */
export interface Hit {
  /** From 1. */
  readonly page: number;
  /** How many hits come before it on its page. */
  readonly nth: number;
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

export interface Found {
  readonly total: number;
  /** The first thousand. */
  readonly hits: readonly Hit[];
}

const AROUND = 60;
const MOST = 1_000;

/** Places of the words on one page, each with its end. */
export function placesOn(page: PageText, query: string): readonly (readonly [number, number])[] {
  const words = foldQuery(query);
  const places: (readonly [number, number])[] = [];
  if (words === "") return places;
  for (let from = page.folded.indexOf(words); from >= 0; ) {
    places.push([from, from + words.length]);
    from = page.folded.indexOf(words, from + words.length);
  }
  return places;
}

/** All places of the words in a document, with the text around them. Checked: tests/web/full-text-search.test.ts. */
export function findHits(pages: Iterable<PageText>, query: string): Found {
  const hits: Hit[] = [];
  let total = 0;
  let number = 0;
  for (const page of pages) {
    number += 1;
    for (const [nth, [from, to]] of placesOn(page, query).entries()) {
      total += 1;
      if (hits.length >= MOST) continue;
      hits.push({
        page: number,
        nth,
        before: page.text.slice(Math.max(0, from - AROUND), from),
        match: page.text.slice(from, to),
        after: page.text.slice(to, to + AROUND),
      });
    }
  }
  return { total, hits };
}
