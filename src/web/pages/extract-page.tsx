import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import "../extraction/extraction.css";
import type { ExtractionResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { NewStudy } from "../extraction/new-study.tsx";
import { StudyForm } from "../extraction/study-form.tsx";
import { Frame } from "../parts/frame.tsx";
import { Show } from "../parts/loading.tsx";
import { Empty, PageHead, Tag } from "../parts/page-head.tsx";

/** The studies with how far each form is filled; or one study in one form. */
export function ExtractPage(): JSX.Element {
  const [search] = useSearchState();
  const { form, study } = search;
  const protocol = useAnswer(sources.protocol);
  const list = useAnswer(sources.extraction);
  if (form !== undefined && study !== undefined) {
    return (
      <Show answer={protocol}>
        {(doc) => (
          <StudyForm key={`${form} ${study}`} formId={form} studyId={study} protocol={doc.protocol} />
        )}
      </Show>
    ) as JSX.Element;
  }
  return (<Show answer={list}>{(data) => <Studies data={data} />}</Show>) as JSX.Element;
}

function Studies(props: { readonly data: ExtractionResponse }): JSX.Element {
  const words = useWords();
  const { t, local } = words;
  const { forms, studies } = props.data;
  return (
    <>
      <PageHead title={t("page.extract")} tools={<NewStudy data={props.data} />}>
        {t("extract.lead", { count: studies.length })}
        {props.data.withoutStudy.length === 0
          ? ""
          : ` · ${t("extract.waiting", { count: props.data.withoutStudy.length })}`}
      </PageHead>
      {studies.length === 0 ? (
        <Empty title={t("extract.none")}>{t("extract.none-next")}</Empty>
      ) : (
        <div className="card">
          <Frame label={t("page.extract")}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t("study")}</th>
                  {forms.map((form) => (
                    <th key={form.id} scope="col">
                      {local(form.label)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {studies.map((study) => (
                  <tr key={study.studyId}>
                    <th scope="row">
                      {study.label} {study.retracted ? <Tag tone="warn">{t("status.retracted")}</Tag> : null}{" "}
                      {study.tags.map((tag) => (
                        <span key={tag}>
                          <Tag>{tag}</Tag>{" "}
                        </span>
                      ))}
                    </th>
                    {forms.map((form) => (
                      <td key={form.id}>
                        <FormProgress form={form.id} study={study} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Frame>
        </div>
      )}
    </>
  );
}

function FormProgress(props: {
  readonly form: string;
  readonly study: ExtractionResponse["studies"][number];
}): JSX.Element {
  const { t } = useWords();
  const progress = props.study.progress[props.form];
  if (progress === undefined) {
    return (
      <Link
        to="/extract"
        className="soft"
        search={{ form: props.form, study: props.study.studyId } as never}
        aria-label={t("extract.begin", { study: props.study.label })}
      >
        –
      </Link>
    );
  }
  return (
    <Link
      to="/extract"
      className={progress.filled < progress.fields ? "num" : "num in"}
      search={{ form: props.form, study: props.study.studyId } as never}
      aria-label={t("extract.progress", {
        study: props.study.label,
        filled: progress.filled,
        fields: progress.fields,
      })}
    >
      {progress.filled} / {progress.fields}
    </Link>
  );
}
