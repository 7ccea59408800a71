import { type JSX, memo, useCallback, useRef, useState } from "react";
import type { AnalysisRow, TracedValue } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Card, Tag } from "../parts/page-head.tsx";
import { type Followed, Traced, TracePopover } from "./provenance.tsx";
import { needsOf, type Specification } from "./specification.ts";
import type { Candidate } from "./study-set.ts";

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

interface TableProps {
  readonly candidates: readonly Candidate[];
  readonly spec: Pick<Specification, "measure">;
  readonly onOpen: (studyId: string) => void;
}

/** The numbers that went in, each with its way back; a study's name opens all that stands behind its row. */
export function DataTable(props: TableProps): JSX.Element {
  const { t } = useWords();
  const [followed, follow] = useState<Followed | null>(null);
  const button = useRef<HTMLButtonElement | null>(null);
  const open = useRef(props.onOpen);
  open.current = props.onOpen;
  const onFollow = useCallback((next: Followed, from: HTMLButtonElement): void => {
    button.current = from;
    follow(next);
  }, []);
  const onOpen = useCallback((studyId: string): void => open.current(studyId), []);
  return (
    <Card title={t("synthesis.data")}>
      <Numbers
        candidates={props.candidates}
        measure={props.spec.measure}
        onOpen={onOpen}
        onFollow={onFollow}
      />
      <TracePopover followed={followed} button={button.current} onClose={() => follow(null)} />
      <p className="foot">{t("synthesis.data-note")}</p>
    </Card>
  );
}

/** The table itself: many numbers, which a change of model leaves alone. */
const Numbers = memo(function Numbers(props: {
  readonly candidates: readonly Candidate[];
  readonly measure: Specification["measure"];
  readonly onOpen: (studyId: string) => void;
  readonly onFollow: (followed: Followed, button: HTMLButtonElement) => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const columns = COLUMNS[needsOf(props.measure)] ?? [];
  const head = (side: Side, statistic: Statistic): string =>
    side === "contrast"
      ? words.named("statistic", statistic)
      : `${words.named("statistic", statistic)}, ${t(side === "experimental" ? "side.experimental" : "side.comparator")}`;
  return (
    <Frame label={t("synthesis.data")}>
      <table className="table data">
        <thead>
          <tr>
            <th scope="col">{t("study")}</th>
            {columns.map(([side, statistic]) => (
              <th key={side + statistic} scope="col" className="right">
                {head(side, statistic)}
              </th>
            ))}
            <th scope="col">{t("risk.title")}</th>
          </tr>
        </thead>
        <tbody>
          {props.candidates.map(({ row, study, out, retracted }) => (
            <tr key={row.studyId} className={out === null ? undefined : "kept-out"}>
              <th scope="row">
                <button type="button" className="traced" onClick={() => props.onOpen(row.studyId)}>
                  <Name text={row.label} />
                </button>
                {retracted ? <Tag tone="warn">{t("left-out.retracted")}</Tag> : null}
                {out === null ? null : <Tag>{words.named("kept-out", out)}</Tag>}
              </th>
              {columns.map(([side, statistic]) => (
                <td key={side + statistic} className="right">
                  <Traced
                    value={valueAt(row, side, statistic)}
                    label={`${row.label}, ${head(side, statistic)}`}
                    onFollow={props.onFollow}
                  />
                </td>
              ))}
              <td>{study?.risk == null ? t("risk.unknown") : words.local(study.risk.label)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  );
});

/** A word of a name longer than this may be broken, so that no table grows without end. */
const LONGEST = 24;

/** A study's name, broken between its words alone: a browser would also break `MP-1` after its hyphen. */
function Name({ text }: { readonly text: string }): readonly (JSX.Element | string)[] {
  return text.split(/( +)/).map((word, at) =>
    word.length > LONGEST || word.trim() === "" ? (
      word
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the words of a name have their places
      <span key={at} className="whole">
        {word}
      </span>
    ),
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
