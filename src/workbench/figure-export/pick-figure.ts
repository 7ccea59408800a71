import { EvidensError } from "#kernel";
import type { ReviewFigure } from "./review-figures.ts";

/**
 * One figure by its id or its number in the report.
 *
 * @throws EvidensError `workbench/no-such-figure`
 */
export function pickFigure(figures: readonly ReviewFigure[], name: string): ReviewFigure {
  const found = figures.find((one) => one.id === name || String(one.number) === name);
  if (found !== undefined) return found;
  throw new EvidensError({
    code: "workbench/no-such-figure",
    kind: "missing",
    message: `The report has no figure "${name}".`,
    remedy:
      figures.length === 0
        ? "Import, screen and analyse first: figures come from what the review holds."
        : `Name one of: ${figures.map(({ id, number }) => `${number} (${id})`).join(", ")}.`,
  });
}
