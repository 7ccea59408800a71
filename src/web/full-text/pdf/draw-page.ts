import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import { TextLayer } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { TextLayerParts } from "./mark-layer.ts";
import { pageText, type TextRun } from "./page-text.ts";

/** In points. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

export interface Drawing {
  readonly done: Promise<TextLayerParts>;
  readonly cancel: () => void;
}

/** Pixels of the largest canvas that browsers, also on phones, take. */
const LARGEST = 16_000_000;

/** Draws a page into an empty element: the picture, then the text that lies over it. */
export function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  scale: number,
  place: HTMLElement,
  onSize: (size: PageSize) => void,
): Drawing {
  let over = false;
  const stops: (() => void)[] = [];
  const draw = async (): Promise<TextLayerParts> => {
    const page = await pdf.getPage(number);
    if (over) throw new Error("given up");
    const size = page.getViewport({ scale: 1 });
    onSize({ width: size.width, height: size.height });
    const canvas = canvasFor(page, scale);
    place.replaceChildren(canvas.element);
    const picture = page.render({
      canvas: canvas.element,
      viewport: page.getViewport({ scale: scale * canvas.ratio }),
    });
    stops.push(() => picture.cancel());
    // Given up before it is waited for below, nobody else hears that it was.
    picture.promise.catch(() => undefined);
    const content = await page.getTextContent();
    if (over) throw new Error("given up");
    const container = document.createElement("div");
    container.className = "textLayer";
    const layer = new TextLayer({
      textContentSource: content,
      container,
      viewport: page.getViewport({ scale }),
    });
    stops.push(() => layer.cancel());
    await layer.render();
    await picture.promise;
    if (over) throw new Error("given up");
    place.append(container);
    const runs = content.items.filter((item): item is typeof item & TextRun => "str" in item);
    return { page: pageText(runs), elements: layer.textDivs, runs: layer.textContentItemsStr };
  };
  return {
    done: draw(),
    cancel: () => {
      over = true;
      for (const stop of stops) stop();
      place.replaceChildren();
    },
  };
}

/** A canvas as sharp as the screen, unless that makes it too large. */
function canvasFor(
  page: PDFPageProxy,
  scale: number,
): { readonly element: HTMLCanvasElement; readonly ratio: number } {
  const viewport = page.getViewport({ scale });
  const sharp = Math.min(window.devicePixelRatio || 1, 2);
  const ratio = Math.min(sharp, Math.sqrt(LARGEST / (viewport.width * viewport.height)));
  const element = document.createElement("canvas");
  element.width = Math.max(1, Math.floor(viewport.width * ratio));
  element.height = Math.max(1, Math.floor(viewport.height * ratio));
  // The text over it says what it shows.
  element.setAttribute("aria-hidden", "true");
  return { element, ratio };
}
