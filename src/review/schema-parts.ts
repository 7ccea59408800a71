import { z } from "zod";
import type { LocalText } from "#kernel";

/** Ids stand in addresses and file names, so they are plain. */
export const id: z.ZodType<string> = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "review/id-format");

export const words: z.ZodType<string> = z.string().trim().min(1);

/** A text, or null when the key is missing or left empty. */
export const optionalText: z.ZodType<string | null> = z
  .string()
  .trim()
  .nullish()
  .transform((text) => text || null);

/** A plain text is English; `{ en, nb }` gives both languages. */
export const localText: z.ZodType<LocalText> = z.preprocess(
  (value) => (typeof value === "string" ? { en: value } : value),
  z.strictObject({ en: words, nb: words.optional() }),
);

export const optionalLocalText: z.ZodType<LocalText | null> = localText
  .nullish()
  .transform((text) => text ?? null);

/** A list that may be missing or left empty. */
export function list<T>(item: z.ZodType<T>): z.ZodType<T[]> {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** A date of the calendar as `YYYY-MM-DD`, or null. */
export const optionalDate: z.ZodType<string | null> = z
  .string()
  .trim()
  .refine(isCalendarDate, "review/date")
  .nullish()
  .transform((date) => date ?? null);

/** Whether a text is `YYYY-MM-DD` and that day exists. */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year > 0 && days !== undefined && day >= 1 && day <= days;
}
