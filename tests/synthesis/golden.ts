import { readFileSync } from "node:fs";
import { expect } from "vitest";

export interface GoldenCase {
  readonly id: string;
  readonly args: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: the shape differs by case; each test names what it reads
  readonly expected: any;
}

export interface Golden {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly input: any;
  readonly cases: readonly GoldenCase[];
}

/** A file of reference values computed by R; see its `source`, `r_version` and `pkg_version`. */
export function golden(name: string): Golden {
  return JSON.parse(
    readFileSync(new URL(`../golden/synthesis/${name}.json`, import.meta.url), "utf8"),
  ) as Golden;
}

/** Relative error, against 1 where the wanted value is 0. */
export function expectClose(got: number | null, want: number | null, tolerance: number, what: string): void {
  if (want === null || got === null) {
    expect(got, what).toBe(want);
    return;
  }
  const error = got === want ? 0 : Math.abs(got - want) / (want === 0 ? 1 : Math.abs(want));
  expect(error, `${what}: ${got}, reference ${want}`).toBeLessThanOrEqual(tolerance);
}
