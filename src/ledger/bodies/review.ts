import { z } from "zod";

/** A review was begun. */
export interface ReviewCreated {
  readonly reviewId: string;
  readonly title: string;
}

/** A protocol was read and takes effect: the first one, or an amendment with its reason in the envelope. */
export interface ProtocolSet {
  /** 1 for the first, then counting up. */
  readonly number: number;
  /** SHA-256 (hex) of the file's bytes. */
  readonly hash: string;
  /** The YAML as read. */
  readonly text: string;
}

/** A count of the flow that an outside source reports and that has no records here. */
export interface FlowCountReported {
  /** Box of the PRISMA 2020 flow, or a free id for counts that fit no box. */
  readonly box: string;
  /** null: the source was read and does not give it. */
  readonly value: number | null;
  readonly label?: LocalTextBody | undefined;
  /** Where it is written. */
  readonly source: string;
  readonly sourceNb?: string | undefined;
  readonly note?: LocalTextBody | undefined;
}

export interface LocalTextBody {
  readonly en: string;
  readonly nb?: string | undefined;
}

export const localTextBody: z.ZodType<LocalTextBody> = z.strictObject({
  en: z.string(),
  nb: z.string().optional(),
});

export const reviewCreated: z.ZodType<ReviewCreated> = z.strictObject({
  reviewId: z.string().min(1),
  title: z.string().min(1),
});

export const protocolSet: z.ZodType<ProtocolSet> = z.strictObject({
  number: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  text: z.string(),
});

export const flowCountReported: z.ZodType<FlowCountReported> = z.strictObject({
  box: z.string().min(1),
  value: z.int().min(0).nullable(),
  label: localTextBody.optional(),
  source: z.string().min(1),
  sourceNb: z.string().min(1).optional(),
  note: localTextBody.optional(),
});
