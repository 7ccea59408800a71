import type { JSX } from "react";
import { formatInterval } from "#figures";
import { toShown } from "#synthesis";
import type { AnalysisRow, TracedValue } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Card } from "../parts/page-head.tsx";
import type { Computed, Specification } from "./compute.ts";
import { Traced } from "./provenance.tsx";

type Side = "experimental" | "comparator" | "contrast";
type Statistic = "n" | "mean" | "sd" | "events" | "total" | "estimate" | "se";

const COLUMNS: Readonly<Record<string, readonly (readonly [Side, Statistic])[]>> = {
  means: (["experimental", "comparator"] as const).flatMap((side) =>
    (["n", "mean", "sd"] as const).map((statistic) => [side, statistic] as const),
  ),
  counts: (["experimental", "comparator"] as const).flatMap((side) =>
    (["events", "total"] as const).map((statistic) => [side, statistic] as const),
  ),
  generic: [
    ["contrast", "estimate"],
    ["contrast", "se"],
  ],
};
const KINDS: Readonly<Record<Specification["measure"], string>> = {
  SMD: "means",
  MD: "means",
  RR: "counts",
  OR: "counts",
  GEN: "generic",
};

/** The numbers that went in, each with its way back. */
export function DataTable(props: {
  readonly rows: readonly AnalysisRow[];
  readonly spec: Specification;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const columns = COLUMNS[KINDS[props.spec.measure] ?? "generic"] ?? [];
  const head = (side: Side, statistic: Statistic): string =>
    side === "contrast"
      ? words.named("statistic", statistic)
      : `${words.named("statistic", statistic)}, ${t(side === "experimental" ? "side.experimental" : "side.comparator")}`;
  return (
    <Card title={t("synthesis.data")}>
      <Frame label={t("synthesis.data")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("study")}</th>
              {columns.map(([side, statistic]) => (
                <th key={side + statistic} scope="col" className="right">
                  {head(side, statistic)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <tr key={row.studyId}>
                <th scope="row">{row.label}</th>
                {columns.map(([side, statistic]) => (
                  <td key={side + statistic} className="right">
                    <Traced
                      value={valueAt(row, side, statistic)}
                      label={`${row.label}, ${head(side, statistic)}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      <p className="foot">{t("synthesis.data-note")}</p>
    </Card>
  );
}

function valueAt(row: AnalysisRow, side: Side, statistic: Statistic): TracedValue | undefined {
  const values =
    side === "contrast"
      ? row.contrastValues
      : side === "experimental"
        ? row.experimentalValues
        : row.comparatorValues;
  return values[statistic] ?? (statistic === "total" ? values.n : undefined);
}

/** The pooled result without each study in turn. */
export function LeaveOneOutTable(props: {
  readonly computed: Computed;
  readonly spec: Specification;
}): JSX.Element | null {
  const words = useWords();
  const { t, language } = words;
  const { computed, spec } = props;
  if (computed.leaveOneOut.length === 0) return null;
  const shown = (value: number): number => toShown(spec.measure, value);
  return (
    <Card title={t("synthesis.leave-one-out")}>
      <Frame label={t("synthesis.leave-one-out")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("synthesis.without")}</th>
              <th scope="col" className="right">
                {t("synthesis.pooled")}
              </th>
              <th scope="col" className="right">
                {t("synthesis.interval")}
              </th>
              <th scope="col" className="right">
                I²
              </th>
            </tr>
          </thead>
          <tbody>
            {computed.leaveOneOut.map(({ row, result }) => (
              <tr key={row.studyId}>
                <th scope="row">{row.label}</th>
                <td className="right">{words.number(shown(result.estimate), 2)}</td>
                <td className="right">
                  {formatInterval(shown(result.ciLow), shown(result.ciHigh), { digits: 2, language })}
                </td>
                <td className="right">{result.i2 === null ? "–" : words.percent(result.i2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </Card>
  );
}
