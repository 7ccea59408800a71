import type { JSX } from "react";
import { formatP } from "#figures";
import type { OmnibusTest } from "#synthesis";
import { useWords, type Words } from "../app/text.ts";
import type { RowEffect } from "./compute.ts";

/** The test, as readers write it. */
export function omnibus({ statistic, df, denominatorDf, p }: OmnibusTest, words: Words): string {
  if (statistic === null) return words.t("not-defined");
  const value = words.number(statistic, 2);
  const shown = formatP(p, words.language);
  return denominatorDf === null
    ? `χ² (${df}) = ${value}, p ${shown}`
    : `F (${df}; ${words.number(denominatorDf)}) = ${value}, p ${shown}`;
}

/** Studies that a missing value keeps out. */
export function Unplaced(props: { readonly studies: readonly RowEffect[] }): JSX.Element | null {
  const { t } = useWords();
  if (props.studies.length === 0) return null;
  return (
    <p className="banner">
      {t("groups.unplaced", {
        count: props.studies.length,
        studies: props.studies.map(({ row }) => row.label).join("; "),
      })}
    </p>
  );
}
