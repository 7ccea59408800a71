import { type ComponentType, type JSX, memo, useMemo, useState } from "react";
import { missingReasonLabels, type RobMeMatrix, resultStatusLabels, resultStatusMeanings } from "#synthesis";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Card, Tag } from "../parts/page-head.tsx";
import { AvailabilityDialog } from "./availability-dialog.tsx";
import { knownResults } from "./missing.ts";
import type { ViewProps } from "./view-props.ts";

const SIGNS = { known: "✓", "partly-known": "~", missing: "✕", "not-judged": "?" } as const;

/** What a change of model leaves alone: the table is large. */
type MatrixProps = Pick<ViewProps, "material" | "outcomes" | "readOnly">;

/** Which results are known, by study and outcome: the matrix that an assessment with ROB-ME begins with. */
export const Matrix: ComponentType<MatrixProps> = memo(function Matrix(
  props: MatrixProps,
): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { material } = props;
  const matrix = useMemo(() => knownResults(material), [material]);
  if (matrix.studies.length === 0 || matrix.outcomes.length === 0) return null;
  const statuses = [...new Set(matrix.cells.flat().map(({ status }) => status))];
  return (
    <Card title={t("matrix.title")}>
      <p className="prose">{t("matrix.lead")}</p>
      <Cells {...props} matrix={matrix} />
      <ul className="lines tight foot">
        {statuses.map((status) => (
          <li key={status}>
            <b>{words.local(resultStatusLabels[status])}</b>: {words.local(resultStatusMeanings[status])}
          </li>
        ))}
      </ul>
      <p className="foot">{t("matrix.note")}</p>
    </Card>
  );
});

function Cells(props: MatrixProps & { readonly matrix: RobMeMatrix }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { material, matrix, readOnly } = props;
  const [asked, ask] = useState<string | null>(null);
  const results = new Map(material.results.map((each) => [keyOf(each.studyId, each.outcome), each]));
  const resultOf = (studyId: string, outcome: string) => results.get(keyOf(studyId, outcome));
  const labels = new Map(material.studies.map(({ studyId, label }) => [studyId, label]));
  const study = (id: string): string => labels.get(id) ?? id;
  const open = asked === null ? undefined : results.get(asked);
  const detail = (studyId: string, outcome: string): string => {
    const one = resultOf(studyId, outcome);
    if (one === undefined || one.state === "known") return "";
    if (one.state === "partly") return t("matrix.partly");
    return one.detail === "" ? t("matrix.none") : t("matrix.elsewhere");
  };
  return (
    <Frame label={t("matrix.title")}>
      <table className="table matrix">
        <thead>
          <tr>
            <th scope="col">{t("study")}</th>
            {matrix.outcomes.map((id) => (
              <th key={id} scope="col">
                {outcomeName(props, id, words.local)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.cells.map((row, at) => (
            <tr key={matrix.studies[at]!.id}>
              <th scope="row">{study(matrix.studies[at]!.id)}</th>
              {row.map(({ outcome, status, reason }) => (
                <td key={outcome}>
                  <Tag tone={status === "known" ? "ok" : "plain"}>
                    <span aria-hidden="true">{SIGNS[status]} </span>
                    {words.local(resultStatusLabels[status])}
                  </Tag>
                  <small className="soft block">
                    {reason === null
                      ? detail(matrix.studies[at]!.id, outcome)
                      : words.local(missingReasonLabels[reason])}
                  </small>
                  <Said
                    result={resultOf(matrix.studies[at]!.id, outcome)}
                    {...{ readOnly }}
                    about={`${study(matrix.studies[at]!.id)}, ${outcomeName(props, outcome, words.local)}`}
                    onAsk={() => ask(keyOf(matrix.studies[at]!.id, outcome))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {open === undefined ? null : (
        <AvailabilityDialog
          key={asked}
          result={open}
          timepoint={material.set.analysis.timepoint}
          title={`${study(open.studyId)}, ${outcomeName(props, open.outcome, words.local)}`}
          readOnly={readOnly}
          onClose={() => ask(null)}
        />
      )}
    </Frame>
  );
}

type Result = ViewProps["material"]["results"][number];

const keyOf = (studyId: string, outcome: string): string => JSON.stringify([studyId, outcome]);

/** What a judgement says beside its status, and the way to make or see it; numbers that are there need none. */
function Said(props: {
  readonly result: Result | undefined;
  readonly readOnly: boolean;
  readonly about: string;
  readonly onAsk: () => void;
}): JSX.Element | null {
  const { t } = useWords();
  const { result, readOnly } = props;
  if (result === undefined || (result.state === "known" && result.judged === null)) return null;
  const { judged } = result;
  const contradicted = result.state === "known" && judged !== null && judged.status !== "known";
  if (judged === null && readOnly) return null;
  return (
    <>
      {judged?.note === undefined ? null : <small className="soft block">{judged.note}</small>}
      {contradicted ? <small className="block">{t("availability.contradicted")}</small> : null}
      <button
        type="button"
        className="button small"
        aria-label={t(judged === null ? "availability.judge-of" : "availability.see-of", {
          what: props.about,
        })}
        onClick={props.onAsk}
      >
        {t(judged === null ? "availability.judge" : "availability.see")}
      </button>
    </>
  );
}

function outcomeName(
  { outcomes }: Pick<ViewProps, "outcomes">,
  id: string,
  local: (text: { readonly en: string; readonly nb?: string | undefined }) => string,
): string {
  const found = outcomes.find((one) => one.id === id);
  return found === undefined ? id : local(found.label);
}
