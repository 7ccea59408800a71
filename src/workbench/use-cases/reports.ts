import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ReportsResponse } from "#contract";
import type { Language } from "#kernel";
import type { ReportBuilt, Stamped } from "#ledger";
import { buildReport, type ReviewSnapshot, toDocx, toHtml } from "#report";
import { type Context, personOf, protocolOf } from "../context.ts";
import { loadCslAssets } from "../csl-assets.ts";
import { rasterise } from "../io/rasterise.ts";
import { writeFileWhole } from "../io/write-file.ts";
import { loadSnapshot } from "../load-snapshot.ts";
import { docsOf } from "./extraction.ts";
import { staleOf } from "./overview.ts";

/** Reports that were written, and which of them the review has outgrown. */
export async function reports(context: Context): Promise<ReportsResponse> {
  const { read } = context.store;
  const built = await docsOf<Stamped<ReportBuilt>>(read, "report-built");
  const stale = new Set((await staleOf(read, built)).map(({ eventId }) => eventId));
  return {
    reports: built.map(({ language, format, hash, at, eventId }) => ({
      language,
      format,
      hash,
      at,
      stale: stale.has(eventId),
    })),
  };
}

export async function renderReport(
  context: Context,
  language: Language,
  format: "html" | "docx",
): Promise<Uint8Array> {
  return render(await loadSnapshot(context), language, format);
}

async function render(
  snapshot: ReviewSnapshot,
  language: Language,
  format: "html" | "docx",
): Promise<Uint8Array> {
  const document = buildReport(snapshot, language, await loadCslAssets());
  if (format === "docx") return toDocx(document, { rasterise });
  return new TextEncoder().encode(toHtml(document));
}

/** Writes the reports into a folder and records their hashes in the ledger. */
export async function buildReports(
  context: Context,
  input: {
    by: string;
    languages: readonly Language[];
    formats: readonly ("html" | "docx")[];
    folder: string;
  },
): Promise<
  readonly {
    readonly language: Language;
    readonly format: string;
    readonly path: string;
    readonly hash: string;
  }[]
> {
  personOf(await protocolOf(context.store.read), input.by);
  const snapshot = await loadSnapshot(context);
  const written: { language: Language; format: "html" | "docx"; path: string; hash: string }[] = [];
  for (const language of input.languages) {
    for (const format of input.formats) {
      const bytes = await render(snapshot, language, format);
      const path = join(input.folder, `report.${language}.${format}`);
      await writeFileWhole(path, bytes);
      written.push({ language, format, path, hash: createHash("sha256").update(bytes).digest("hex") });
    }
  }
  await context.store.append(
    written.map(({ language, format, hash }) => ({
      type: "report.built" as const,
      by: input.by,
      body: { language, format, hash, upTo: snapshot.head },
    })),
  );
  return written;
}
