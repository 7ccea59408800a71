import type { Context } from "../context.ts";

const SHOWN = 8;

/** Line numbers of a file, the first few written out. */
export function linesOf({ t }: Context, lines: readonly number[]): string {
  const shown = lines.slice(0, SHOWN).join(", ");
  return lines.length > SHOWN
    ? t("participants.moreLines", { lines: shown, n: lines.length - SHOWN })
    : shown;
}
