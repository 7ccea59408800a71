import type { PDFDocumentProxy } from "pdfjs-dist";
import {
  type JSX,
  memo,
  type NamedExoticComponent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import type { Highlight } from "../../api/types.ts";
import { useWords } from "../../app/text.ts";
import { bringIntoView } from "../bring-into-view.ts";
import { drawPage, type PageSize } from "./draw-page.ts";
import { markLayer, type TextLayerParts } from "./mark-layer.ts";

/** A hit to be brought into view; a new object asks again. */
export interface Target {
  readonly page: number;
  readonly nth: number;
}

export interface PdfPageProps {
  readonly document: PDFDocumentProxy;
  /** From 1. */
  readonly number: number;
  /** Of the first page, until its own is known. */
  readonly size: PageSize;
  /** Pixels of the window to a point of the page. */
  readonly scale: number;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly highlights: readonly Highlight[];
  readonly query: string;
  /** Set when it is on this page. */
  readonly target: Target | null;
}

/** One page: its picture, and its text over it to be selected; drawn while it is near. */
export const PdfPage: NamedExoticComponent<PdfPageProps> = memo(function PdfPage(
  props: PdfPageProps,
): JSX.Element {
  const { t } = useWords();
  const { document: pdf, number, scale, scroller, highlights, query, target } = props;
  const frame = useRef<HTMLElement>(null);
  const paper = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(props.size);
  const [layer, setLayer] = useState<TextLayerParts | null>(null);
  const [failed, setFailed] = useState(false);
  const near = useNear(frame, scroller);

  useEffect(() => {
    const place = paper.current;
    if (!near || place === null) return;
    const drawing = drawPage(pdf, number, scale, place, setSize);
    let over = false;
    drawing.done.then(
      (parts) => {
        if (!over) setLayer(parts);
      },
      () => {
        if (!over) setFailed(true);
      },
    );
    return () => {
      over = true;
      drawing.cancel();
      setLayer(null);
      setFailed(false);
    };
  }, [pdf, number, scale, near]);

  useEffect(() => {
    if (layer !== null) markLayer(layer, highlights, query, target?.nth ?? null);
  }, [layer, highlights, query, target]);

  useEffect(() => {
    if (target === null || layer === null) return;
    const hits = paper.current?.querySelectorAll(`mark[data-kind="hit"]`);
    const hit = paper.current?.querySelector(`mark[data-nth="${target.nth}"]`) ?? hits?.[hits.length - 1];
    bringIntoView(scroller.current, hit, "center");
  }, [target, layer, scroller]);

  return (
    <section
      ref={frame}
      className="pdf-page"
      data-page={number}
      aria-label={t("pdf.page", { page: number })}
      style={{
        width: Math.floor(size.width * scale),
        height: Math.floor(size.height * scale),
        ["--total-scale-factor" as never]: scale,
      }}
    >
      <div ref={paper} className="pdf-paper" />
      {failed ? <p className="soft pdf-failed">{t("pdf.page-failed", { page: number })}</p> : null}
    </section>
  );
});

/** Whether an element is within three screens of what is in view. */
function useNear(frame: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (frame.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.some(({ isIntersecting }) => isIntersecting)),
      { root: scroller.current, rootMargin: "150% 0px" },
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame, scroller]);
  return near;
}
