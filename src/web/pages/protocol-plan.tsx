import { Link } from "@tanstack/react-router";
import type { JSX, ReactNode } from "react";
import type { Protocol } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { SourceList } from "../parts/source-list.tsx";
import { plannedCountModel, plannedModel } from "../synthesis/planned-model.ts";

/** Sources, outcomes, forms and planned analyses. */
export function PlanTables(props: { readonly protocol: Protocol }): JSX.Element {
  const words = useWords();
  const { t, local } = words;
  const { protocol } = props;
  const label = (list: readonly { id: string; label: { en: string } }[], id: string): string =>
    local(list.find((one) => one.id === id)?.label ?? { en: id });
  return (
    <>
      <section>
        <h2>{t("protocol.sources")}</h2>
        <SourceList sources={protocol.sources} />
      </section>
      <section>
        <h2>{t("protocol.outcomes")}</h2>
        <Table
          head={[t("outcome"), t("outcome.instrument"), t("outcome.kind"), t("outcome.better")]}
          rows={protocol.outcomes.map((outcome) => [
            local(outcome.label),
            outcome.instrument ?? "–",
            words.named("outcome-kind", outcome.kind),
            words.named("better", outcome.better),
          ])}
        />
        <p className="foot">
          {t("protocol.timepoints")}: {protocol.timepoints.map((point) => local(point.label)).join(" · ")}
        </p>
      </section>
      <section>
        <h2>{t("protocol.forms")}</h2>
        <ul className="lines">
          {protocol.forms.map((form) => (
            <li key={form.id}>
              <b>{local(form.label)}</b>{" "}
              <span className="soft">
                {words.named("form-kind", form.kind)} · {t("protocol.fields", { count: form.fields.length })}
              </span>
              <small className="soft block">
                {form.fields.map((field) => local(field.label) + (field.required ? " *" : "")).join(" · ")}
              </small>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>{t("protocol.analyses")}</h2>
        <ul className="lines">
          {protocol.analyses.map((analysis) => (
            <li key={analysis.id}>
              <Link to="/synthesis" search={{ analysis: analysis.id } as never}>
                {local(analysis.label)}
              </Link>
              <p className="soft">
                {t("protocol.analysis", {
                  outcome: label(protocol.outcomes, analysis.outcome),
                  timepoint: label(protocol.timepoints, analysis.timepoint),
                  experimental: label(protocol.armRoles, analysis.experimental),
                  comparator: label(protocol.armRoles, analysis.comparator),
                  measure: words.named("measure", analysis.measure),
                  model:
                    plannedCountModel(analysis) === null
                      ? words.named("model", plannedModel(analysis))
                      : t("plan.counts", {
                          name: plannedCountModel(analysis)!,
                          model: words.named("model", analysis.model),
                        }),
                  test: words.named(
                    "test",
                    (analysis.method ?? "inverse-variance") === "inverse-variance" ? analysis.test : "z",
                  ),
                })}
              </p>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Table(props: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
}): JSX.Element {
  return (
    <Frame label={props.head[0] ?? ""}>
      <table className="table">
        <thead>
          <tr>
            {props.head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((cell, at) => (
                <td key={props.head[at]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  );
}
