import type { RecordsQuery } from "#contract";
import { query } from "../api/client.ts";
import type { SearchState } from "../app/search-state.ts";

/** What the list of records is narrowed by; it lives in the address of the page. */
export interface RecordsFilter {
  readonly text: string;
  readonly source: string;
  readonly status: string;
  readonly stage: string;
  readonly missing: string;
  readonly only: string;
  readonly yearFrom: string;
  readonly yearTo: string;
}

export const statuses = ["pending", "include", "exclude", "maybe", "await", "conflict"] as const;
export const missingFields: readonly NonNullable<RecordsQuery["missing"]>[] = [
  "abstract",
  "doi",
  "year",
  "authors",
  "journal",
];
export const kinds: readonly NonNullable<RecordsQuery["only"]>[] = [
  "merged",
  "linked",
  "amended",
  "decided-elsewhere",
];

/** Nothing is left out. */
export const noFilter: Readonly<Record<keyof RecordsFilter, undefined>> = {
  text: undefined,
  source: undefined,
  status: undefined,
  stage: undefined,
  missing: undefined,
  only: undefined,
  yearFrom: undefined,
  yearTo: undefined,
};

/** The filter in an address; a value that is not one of the choices counts as none. */
export function filterOf(search: SearchState): RecordsFilter {
  const oneOf = (name: string, choices: readonly string[]): string => {
    const value = search[name] ?? "";
    return choices.includes(value) ? value : "";
  };
  return {
    text: search["text"] ?? "",
    source: search["source"] ?? "",
    status: oneOf("status", statuses),
    stage: oneOf("stage", ["full-text"]) || "title-abstract",
    missing: oneOf("missing", missingFields),
    only: oneOf("only", kinds),
    yearFrom: search["yearFrom"] ?? "",
    yearTo: search["yearTo"] ?? "",
  };
}

/** Whether anything is left out. */
export function isFiltered(filter: RecordsFilter): boolean {
  const { stage: _stage, ...rest } = filter;
  return Object.values(rest).some((value) => value !== "");
}

/** A year while it is typed is none yet. */
export function isYear(text: string): boolean {
  return /^\d{4}$/.test(text) && Number(text) >= 1000 && Number(text) <= 2200;
}

/** Address of a page of reports that pass the filter. */
export function recordsPath(filter: RecordsFilter, after: number, limit: number): string {
  const year = (text: string): string | undefined => (isYear(text) ? text : undefined);
  return `records${query({
    after,
    limit,
    text: filter.text,
    source: filter.source,
    status: filter.status,
    stage: filter.status === "" ? undefined : filter.stage,
    missing: filter.missing,
    only: filter.only,
    yearFrom: year(filter.yearFrom),
    yearTo: year(filter.yearTo),
  })}`;
}
