import { z } from "zod";

/** The full text of a report was put beside it; its bytes are kept under their hash. */
export interface FullTextAttached {
  readonly report: string;
  /** SHA-256 of the file in hex. */
  readonly hash: string;
  readonly size: number;
  /** As the person's file was named. */
  readonly fileName: string;
  readonly origin: "file" | "folder" | "open-access";
  /** How the file was told to be this report's; absent: a person said so. */
  readonly matchedBy?: "doi" | "title" | "file-name" | undefined;
  /** Where an open-access copy came from. */
  readonly url?: string | undefined;
  readonly license?: string | undefined;
  readonly version?: string | undefined;
  /** The text read out of it, kept under its own hash as one JSON list of pages. */
  readonly text?:
    | {
        readonly hash: string;
        readonly pages: number;
        readonly characters: number;
        /** Program that read it, such as `pdfjs 5.6.205`. */
        readonly reader: string;
        /** Hardly any text: pictures of pages. */
        readonly scanned: boolean;
      }
    | undefined;
  /** Why no text could be read, where there is none. */
  readonly unread?: string | undefined;
}

const sha256: z.ZodString = z.string().regex(/^[0-9a-f]{64}$/);

export const fullTextAttached: z.ZodType<FullTextAttached> = z.strictObject({
  report: z.string().min(1).max(200),
  hash: sha256,
  size: z.int().min(1),
  fileName: z.string().min(1).max(1_000),
  origin: z.enum(["file", "folder", "open-access"]),
  matchedBy: z.enum(["doi", "title", "file-name"]).optional(),
  url: z.string().max(4_000).optional(),
  license: z.string().max(200).optional(),
  version: z.string().max(200).optional(),
  text: z
    .strictObject({
      hash: sha256,
      pages: z.int().min(0),
      characters: z.int().min(0),
      reader: z.string().max(100),
      scanned: z.boolean(),
    })
    .optional(),
  unread: z.string().max(2_000).optional(),
});
