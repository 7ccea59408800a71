import type { PDFDocumentProxy } from "pdfjs-dist";
import { type JSX, type RefObject, useEffect, useRef, useState } from "react";
import "./pdf.css";
import type { Highlight } from "../../api/types.ts";
import { useWords } from "../../app/text.ts";
import { Loading } from "../../parts/loading.tsx";
import { bringIntoView } from "../bring-into-view.ts";
import type { PageSize } from "./draw-page.ts";
import { openPdf, PdfNotShown, type PdfTrouble } from "./open-pdf.ts";
import { PdfPage, type Target } from "./pdf-page.tsx";

export interface PdfViewProps {
  /** Address of the file. */
  readonly url: string;
  /** 1: as wide as the window allows. */
  readonly zoom: number;
  readonly highlights: readonly Highlight[];
  readonly query: string;
  readonly target: Target | null;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onPage: (page: number, pages: number) => void;
  readonly onTrouble: (trouble: PdfTrouble) => void;
}

/** The pages of a PDF, one under the other. */
export function PdfView(props: PdfViewProps): JSX.Element {
  const { t } = useWords();
  const { url, scroller, target, onPage, onTrouble } = props;
  const pdf = useOpened(url, onTrouble);
  const width = useWidth(scroller);
  const count = pdf?.document.numPages ?? 0;

  useEffect(() => {
    if (target === null || count === 0) return;
    const page = scroller.current?.querySelector(`[data-page="${target.page}"]`);
    bringIntoView(scroller.current, page, "start");
  }, [target, count, scroller]);

  usePageInView(scroller, width === 0 ? 0 : count, props.zoom, onPage);
  // A page that is wider than its place is scrolled sideways.
  const scale = pdf === null ? 1 : (Math.max(200, width - 34) / pdf.size.width) * props.zoom;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the pages scroll, so the keyboard must reach them
    <section className="pdf-scroll" ref={scroller} tabIndex={0} aria-label={t("pdf.pages")} data-arrows="">
      {pdf === null || width === 0 ? (
        <Loading />
      ) : (
        Array.from({ length: count }, (_, at) => (
          <PdfPage
            // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number
            key={at}
            document={pdf.document}
            number={at + 1}
            size={pdf.size}
            scale={scale}
            scroller={scroller}
            highlights={props.highlights}
            query={props.query}
            target={target?.page === at + 1 ? target : null}
          />
        ))
      )}
    </section>
  );
}

interface Opened {
  readonly document: PDFDocumentProxy;
  readonly size: PageSize;
}

function useOpened(url: string, onTrouble: (trouble: PdfTrouble) => void): Opened | null {
  const [opened, setOpened] = useState<Opened | null>(null);
  const tell = useRef(onTrouble);
  tell.current = onTrouble;
  useEffect(() => {
    const control = new AbortController();
    setOpened(null);
    const open = async (): Promise<void> => {
      try {
        const { document } = await openPdf(url, control.signal);
        const first = (await document.getPage(1)).getViewport({ scale: 1 });
        if (!control.signal.aborted)
          setOpened({ document, size: { width: first.width, height: first.height } });
      } catch (error) {
        if (control.signal.aborted) return;
        tell.current(error instanceof PdfNotShown ? error.trouble : "damaged");
      }
    };
    void open();
    return () => control.abort();
  }, [url]);
  return opened;
}

function useWidth(frame: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (frame.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame]);
  return width;
}

/** Tells which page takes up the middle of the window. */
function usePageInView(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  zoom: number,
  onPage: (page: number, pages: number) => void,
): void {
  const tell = useRef(onPage);
  tell.current = onPage;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size moves the pages
  useEffect(() => {
    const frame = scroller.current;
    if (frame === null || count === 0) return;
    let waiting = 0;
    const look = (): void => {
      waiting = 0;
      const middle = frame.getBoundingClientRect().top + frame.clientHeight / 2;
      const pages = [...frame.querySelectorAll<HTMLElement>("[data-page]")];
      // Pages follow one another, so the last that begins above the middle holds it.
      let [low, high] = [0, pages.length - 1];
      while (low < high) {
        const at = Math.ceil((low + high) / 2);
        if (pages[at]!.getBoundingClientRect().top <= middle) low = at;
        else high = at - 1;
      }
      tell.current(low + 1, count);
    };
    const onScroll = (): void => {
      if (waiting === 0) waiting = requestAnimationFrame(look);
    };
    // Pages stand where they belong after the next layout.
    waiting = requestAnimationFrame(look);
    frame.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      frame.removeEventListener("scroll", onScroll);
      cancelAnimationFrame(waiting);
    };
  }, [scroller, count, zoom]);
}
