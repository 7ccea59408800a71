import { Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import type { StudyFormResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import type { Protocol } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Card, PageHead } from "../parts/page-head.tsx";
import { shortName } from "../parts/report-line.tsx";
import { SourceCheckCard } from "../parts/source-check.tsx";
import { StatusBanner } from "../parts/status-banner.tsx";
import { ArmsEditor } from "./arms-editor.tsx";
import { EffectForm } from "./effect-form.tsx";
import { StudyFields } from "./study-fields.tsx";
import { ConfidenceLegend } from "./value-cell.tsx";

/** One study in one form. */
export function StudyForm(props: {
  readonly formId: string;
  readonly studyId: string;
  readonly protocol: Protocol;
}): JSX.Element {
  const answer = useAnswer(sources.studyForm(props.formId, props.studyId));
  return (
    <Show answer={answer}>{(data) => <Filled data={data} protocol={props.protocol} />}</Show>
  ) as JSX.Element;
}

function Filled(props: { readonly data: StudyFormResponse; readonly protocol: Protocol }): JSX.Element {
  const words = useWords();
  const { t, local } = words;
  const { data, protocol } = props;
  const [open, setOpen] = useState<string | null>(null);
  const { study, form } = data;
  return (
    <>
      <PageHead
        title={study.label}
        tools={
          <Link to="/extract" search={{ form: form.id } as never} className="button">
            {t("extract.back")}
          </Link>
        }
      >
        {local(form.label)}
        {data.sealed === 0 ? "" : ` · ${t("sealed.values", { count: data.sealed })}`}
      </PageHead>
      {data.statuses.map((status) => (
        <StatusBanner key={status.eventId} status={status} />
      ))}
      {study.pools.length === 0 ? null : (
        <p className="banner calm">{t("extract.pools", { studies: study.pools.join(", ") })}</p>
      )}
      <div className="two">
        <div className="stack">
          <StudyFields
            data={data}
            fields={form.fields.filter((field) => form.kind === "study" || field.per === "study")}
            open={open}
            onOpen={setOpen}
          />
          {form.kind === "effect" && data.arms === null ? (
            <ArmsEditor data={data} protocol={protocol} />
          ) : null}
          {form.kind === "effect" && data.arms !== null ? (
            <EffectForm data={data} protocol={protocol} open={open} onOpen={setOpen} />
          ) : null}
          <ConfidenceLegend />
        </div>
        <div className="stack">
          <Card title={t("study")}>
            <dl className="facts">
              {Object.entries(study.characteristics).map(([name, value]) => (
                <div key={name} style={{ display: "contents" }}>
                  <dt>{words.named("characteristic", name)}</dt>
                  <dd>{local({ en: value, nb: study.characteristicsNb?.[name] })}</dd>
                </div>
              ))}
            </dl>
            {study.note === undefined ? null : (
              <p className="prose" style={{ marginTop: 12 }}>
                {local(study.note)}
              </p>
            )}
            <h3 style={{ marginTop: 16 }}>{t("study.reports")}</h3>
            {data.reports.length === 0 ? <p className="soft">{t("study.no-reports")}</p> : null}
            <ul className="lines">
              {data.reports.map((report) => (
                <li key={report.id}>
                  <Link to="/records" search={{ report: report.id } as never}>
                    {shortName(report)}
                  </Link>
                  <small className="soft block">{report.title}</small>
                </li>
              ))}
            </ul>
          </Card>
          {data.check === null ? null : <SourceCheckCard check={data.check} />}
        </div>
      </div>
    </>
  );
}
