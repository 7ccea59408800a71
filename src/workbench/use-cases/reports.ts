import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ReportsResponse } from "#contract";
import type { Language } from "#kernel";
import type { ReportBuilt, Stamped } from "#ledger";
import { type Context, personOf, protocolOf } from "../context.ts";
import { writeFileWhole } from "../io/write-file.ts";
import { loadSnapshot } from "../load-snapshot.ts";
import { renderInThread } from "../render-in-thread.ts";
import type { ReportFormat } from "../render-report.ts";
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
  format: ReportFormat,
): Promise<Uint8Array> {
  const [file] = await renderInThread({ snapshot: await loadSnapshot(context), language, formats: [format] });
  return file!;
}

interface WrittenReport {
  readonly language: Language;
  readonly format: ReportFormat;
  readonly path: string;
  readonly hash: string;
}

/** Writes the reports into a folder and records their hashes in the ledger. */
export async function buildReports(
  context: Context,
  input: { by: string; languages: readonly Language[]; formats: readonly ReportFormat[]; folder: string },
): Promise<readonly WrittenReport[]> {
  personOf(await protocolOf(context.store.read), input.by);
  const snapshot = await loadSnapshot(context);
  const { formats, folder } = input;
  const rendered = await Promise.all(
    input.languages.map(async (language) => ({
      language,
      files: await renderInThread({ snapshot, language, formats }),
    })),
  );
  const written: WrittenReport[] = [];
  for (const { language, files } of rendered) {
    for (const [i, bytes] of files.entries()) {
      const format = formats[i]!;
      const path = join(folder, `report.${language}.${format}`);
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
