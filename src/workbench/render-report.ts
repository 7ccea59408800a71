import type { Language } from "#kernel";
import { buildReport, type ReviewSnapshot, toDocx, toHtml } from "#report";
import { loadCslAssets } from "./csl-assets.ts";
import { loadReportFonts } from "./font-assets.ts";
import { rasterise } from "./io/rasterise.ts";

export type ReportFormat = "html" | "docx";

/** What a rendering needs; plain data, so that it can be sent to a thread. */
export interface RenderJob {
  readonly snapshot: ReviewSnapshot;
  readonly language: Language;
  readonly formats: readonly ReportFormat[];
}

/** The report of one language in the formats asked, in their order. The document is built once. */
export async function renderInPlace({
  snapshot,
  language,
  formats,
}: RenderJob): Promise<readonly Uint8Array[]> {
  const document = buildReport(snapshot, language, await loadCslAssets());
  const files: Uint8Array[] = [];
  for (const format of formats) {
    files.push(
      format === "docx"
        ? await toDocx(document, { rasterise })
        : new TextEncoder().encode(toHtml(document, { fonts: loadReportFonts() })),
    );
  }
  return files;
}
