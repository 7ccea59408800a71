import type { PDFDocumentProxy } from "pdfjs-dist";
import { afterEach, describe, expect, it, vi } from "vitest";
import { drawPage } from "../../src/web/full-text/pdf/draw-page.ts";

describe("a page that is given up while it is drawn", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it("leaves no failure that nobody hears", async () => {
    vi.stubGlobal("window", { devicePixelRatio: 1 });
    vi.stubGlobal("document", { createElement: () => ({ setAttribute: () => undefined }) });
    const unheard: unknown[] = [];
    const note = (reason: unknown): void => void unheard.push(reason);
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", note);
    try {
      let cancel = (): void => undefined;
      const picture = new Promise<void>((_, reject) => {
        cancel = () => reject(new Error("cancelled"));
      });
      let textIsThere = (): void => undefined;
      const text = new Promise<{ items: [] }>((resolve) => {
        textIsThere = () => resolve({ items: [] });
      });
      const getTextContent = vi.fn(() => text);
      const page = {
        getViewport: () => ({ width: 10, height: 10 }),
        render: () => ({ promise: picture, cancel }),
        getTextContent,
      };
      const pdf = { getPage: () => Promise.resolve(page) } as unknown as PDFDocumentProxy;
      const place = { replaceChildren: () => undefined } as unknown as HTMLElement;
      const drawing = drawPage(pdf, 1, 1, place, () => undefined);
      const done = drawing.done.catch((error: Error) => error.message);
      await vi.waitFor(() => expect(getTextContent).toHaveBeenCalled());
      drawing.cancel();
      textIsThere();
      expect(await done).toBe("given up");
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(unheard).toEqual([]);
    } finally {
      process.off("unhandledRejection", note);
      for (const other of others) process.on("unhandledRejection", other);
    }
  });
});
