import { useMemo, useState } from "react";
import { type Found, findHits } from "../pdf/find-hits.ts";
import type { PageTexts } from "../pdf/page-text.ts";
import type { Target } from "../pdf/pdf-page.tsx";

export interface Search {
  readonly query: string;
  /** What is marked on the pages; a letter alone would mark all of them. */
  readonly marked: string;
  readonly found: Found;
  /** Index of the hit in view; -1: none yet. */
  readonly active: number;
  readonly target: Target | null;
  readonly ask: (query: string) => void;
  readonly goTo: (index: number) => void;
  /** Brings a page into view, without a hit. */
  readonly goToPage: (page: number) => void;
}

const NOTHING: Found = { total: 0, hits: [] };

/** Words looked for in the text of a document, and the hit in view. */
export function useSearch(pages: PageTexts): Search {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(-1);
  const [target, setTarget] = useState<Target | null>(null);
  const asked = query.trim();
  const marked = asked.length > 1 ? asked : "";
  const found = useMemo(() => (marked === "" ? NOTHING : findHits(pages, marked)), [pages, marked]);
  return {
    query,
    marked,
    found,
    active,
    target,
    ask: (next) => {
      setQuery(next);
      setActive(-1);
      setTarget(null);
    },
    goTo: (index) => {
      const hit = found.hits[index];
      if (hit === undefined) return;
      setActive(index);
      setTarget({ page: hit.page, nth: hit.nth });
    },
    goToPage: (page) => setTarget({ page, nth: -1 }),
  };
}
