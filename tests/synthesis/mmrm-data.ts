import { readFileSync } from "node:fs";
import type { Frame, FrameColumn } from "../../src/synthesis/index.ts";

/** A stored data set of the golden files as a frame. */
export function storedFrame(name: string): Frame {
  const { columns } = JSON.parse(
    readFileSync(new URL(`../golden/synthesis/${name}.json`, import.meta.url), "utf8"),
  ) as { columns: Record<string, { levels?: string[]; values: unknown[] }> };
  return Object.fromEntries(
    Object.entries(columns).map(([key, { levels, values }]) => [
      key,
      (levels === undefined ? { values } : { levels, values }) as FrameColumn,
    ]),
  );
}

/** A frame with some values changed. */
export function changed(
  frame: Frame,
  name: string,
  value: (row: number, old: unknown) => unknown,
  levels?: readonly string[],
): Frame {
  const column = frame[name]!;
  return {
    ...frame,
    [name]: {
      ...column,
      ...(levels !== undefined && { levels }),
      values: Array.from(column.values as ArrayLike<unknown>, (old, row) => value(row, old)),
    } as FrameColumn,
  };
}
