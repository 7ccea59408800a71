import { type JSX, useMemo } from "react";
import { missingReasonLabels, type RobMeMatrix, resultStatusLabels, resultStatusMeanings } from "#synthesis";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Card, Tag } from "../parts/page-head.tsx";
import { knownResults } from "./missing.ts";
import type { ViewProps } from "./view-props.ts";

const SIGNS = { known: "✓", "partly-known": "~", missing: "✕", "not-judged": "?" } as const;

/** Which results are known, by study and outcome: the matrix that an assessment with ROB-ME begins with. */
export function Matrix(props: ViewProps): JSX.Element | null {
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
}

function Cells(props: ViewProps & { readonly matrix: RobMeMatrix }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { material, matrix } = props;
  const study = (id: string): string => material.studies.find(({ studyId }) => studyId === id)?.label ?? id;
  const detail = (studyId: string, outcome: string): string => {
    const one = material.results.find((each) => each.studyId === studyId && each.outcome === outcome);
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
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  );
}

function outcomeName(
  { outcomes }: ViewProps,
  id: string,
  local: (text: { readonly en: string; readonly nb?: string | undefined }) => string,
): string {
  const found = outcomes.find((one) => one.id === id);
  return found === undefined ? id : local(found.label);
}
