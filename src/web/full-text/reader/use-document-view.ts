import { type RefObject, useRef, useState } from "react";

const ZOOMS: readonly number[] = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];

export interface DocumentView {
  readonly scroller: RefObject<HTMLElement | null>;
  /** 1: as wide as the window allows. */
  readonly zoom: number;
  /** The page in view, from 1; 0 pages: not known. */
  readonly place: { readonly page: number; readonly pages: number };
  readonly setPlace: (page: number, pages: number) => void;
  /** One step larger or smaller; 0: as wide as the window again. */
  readonly step: (by: number) => void;
  /** To the page before or after. */
  readonly turn: (by: number) => void;
  /** By a share of the window. */
  readonly scroll: (share: number) => void;
}

/** Size and place of the document that is read. */
export function useDocumentView(goToPage: (page: number) => void): DocumentView {
  const scroller = useRef<HTMLElement>(null);
  const [zoom, setZoom] = useState(1);
  const [place, setPlace] = useState({ page: 1, pages: 0 });
  return {
    scroller,
    zoom,
    place,
    setPlace: (page, pages) =>
      setPlace((now) => (now.page === page && now.pages === pages ? now : { page, pages })),
    step: (by) => {
      const at = ZOOMS.findIndex((one) => one >= zoom - 0.001);
      setZoom(by === 0 ? 1 : (ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at + by))] ?? 1));
    },
    turn: (by) => {
      const page = place.page + by;
      if (page >= 1 && page <= place.pages) goToPage(page);
    },
    scroll: (share) => scroller.current?.scrollBy({ top: share * scroller.current.clientHeight }),
  };
}
