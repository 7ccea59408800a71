import { partialDate } from "../../normalise/date.ts";
import { firstYear } from "../../normalise/numbers.ts";
import { isObject } from "./json-values.ts";

/** A year and the date as far as it is known; `date` is empty when only the year is. */
export interface KnownDate {
  readonly year: number | null;
  readonly date: string;
}

/**
 * The first of several dates in the form of CSL and Crossref: `{"date-parts": [[2016, 1, 15]]}`, `raw`,
 * `literal`, `date-time`, or a plain text. Of ranges the first day; seasons (months beyond 12) give the
 * year.
 */
export function datePartsIn(values: readonly unknown[]): KnownDate {
  for (const value of values) {
    const text = dateText(value);
    const date = text === "" ? null : partialDate([text]);
    const year = date === null ? firstYear([text]) : Number(date.slice(0, 4));
    if (year !== null) return { year, date: date !== null && date.length > 4 ? date : "" };
  }
  return { year: null, date: "" };
}

function dateText(value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (!isObject(value)) return "";
  const parts: unknown = value["date-parts"];
  const first: unknown = Array.isArray(parts) ? parts[0] : undefined;
  const numbers = (Array.isArray(first) ? first : [first]).filter(
    (part) => typeof part === "number" || typeof part === "string",
  );
  if (numbers.length > 0) {
    const [year = "", month = "", day = ""] = numbers.map((part) => String(part).trim());
    const known = /^(?:0?[1-9]|1[0-2])$/.test(month);
    const two = (part: string): string => part.padStart(2, "0");
    if (known && /^\d{4}$/.test(year))
      return /^\d\d?$/.test(day) ? `${year}-${two(month)}-${two(day)}` : `${year}-${two(month)}`;
    if (year !== "") return year;
  }
  for (const name of ["raw", "literal", "edtf", "date-time"])
    if (typeof value[name] === "string" && value[name] !== "") return value[name];
  return "";
}
