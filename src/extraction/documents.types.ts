import type { ExtractedEntry, Stamped } from "#ledger";

/** A value in force: an extracted entry with its stamp and the report it was read in. */
export type ValueInForce = Stamped<ExtractedEntry> & { readonly report: string | null };

/**
 * Values of one study in one form. Document kind `values`, key `<formId>/<studyId>`.
 * When two extractors entered the same address, both stand here.
 */
export interface ValuesDoc {
  readonly formId: string;
  readonly studyId: string;
  readonly entries: readonly ValueInForce[];
}
