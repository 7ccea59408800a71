import { Link } from "@tanstack/react-router";
import { Fragment, type JSX } from "react";
import "./mechanisms.css";
import type { MechanismsResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import type { FormField, MechanismRow } from "../api/types.ts";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { ConfidenceLegend, ConfidenceMark } from "../extraction/value-cell.tsx";
import { Frame } from "../parts/frame.tsx";
import { Show } from "../parts/loading.tsx";
import { Card, Empty, PageHead, Tag, type Tone } from "../parts/page-head.tsx";
import { CheckTag } from "../parts/source-check.tsx";
import { useNarrow } from "../parts/use-narrow.ts";

const AGREEMENTS = ["agrees", "partly", "differs", "not-checked"] as const;

/** Studies of how the treatment may work, the hypotheses, and which study speaks for or against which. */
export function MechanismsPage(): JSX.Element {
  const { t } = useWords();
  const answer = useAnswer(sources.mechanisms);
  return (
    <>
      <PageHead title={t("page.mechanisms")}>{t("mechanisms.lead")}</PageHead>
      <Show answer={answer}>
        {(data) =>
          data.rows.length === 0 && data.hypotheses.length === 0 ? (
            <Empty title={t("mechanisms.none")}>{t("mechanisms.none-next")}</Empty>
          ) : (
            <Mechanisms data={data} />
          )
        }
      </Show>
    </>
  );
}

function Mechanisms(props: { readonly data: MechanismsResponse }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { data } = props;
  const narrow = useNarrow(760);
  const [search, setSearch] = useSearchState();
  const text = (search["text"] ?? "").toLowerCase();
  const agreement = search["check"] ?? "";
  const hypothesis = search["hypothesis"] ?? "";
  const linked = new Set(
    data.links.filter((link) => link.hypothesisId === hypothesis).map((link) => link.studyId),
  );
  const rows = data.rows.filter(
    (row) =>
      (agreement === "" || (row.check?.agreement ?? "not-checked") === agreement) &&
      (hypothesis === "" || linked.has(row.study.studyId)) &&
      (text === "" || searchable(row).includes(text)),
  );
  return (
    <div className="stack">
      <search className="filters">
        <div className="field">
          <label htmlFor="mechanism-text">{t("filter.words")}</label>
          <input
            id="mechanism-text"
            className="input"
            type="search"
            value={search["text"] ?? ""}
            onChange={(event) => setSearch({ text: event.currentTarget.value })}
          />
        </div>
        <div className="field">
          <label htmlFor="mechanism-check">{t("check.title")}</label>
          <select
            id="mechanism-check"
            className="input"
            value={agreement}
            onChange={(event) => setSearch({ check: event.currentTarget.value })}
          >
            <option value="">{t("filter.all")}</option>
            {AGREEMENTS.map((one) => (
              <option key={one} value={one}>
                {words.named("check", one)}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="mechanism-hypothesis">{t("hypothesis")}</label>
          <select
            id="mechanism-hypothesis"
            className="input"
            value={hypothesis}
            onChange={(event) => setSearch({ hypothesis: event.currentTarget.value })}
          >
            <option value="">{t("filter.all")}</option>
            {data.hypotheses.map((one) => (
              <option key={one.hypothesisId} value={one.hypothesisId}>
                {one.hypothesisId}: {words.local(one.label)}
              </option>
            ))}
          </select>
        </div>
      </search>
      <p className="soft" role="status">
        {t("mechanisms.shown", { shown: rows.length, count: data.rows.length })}
      </p>
      {narrow ? <MechanismCards data={data} rows={rows} /> : <MechanismTable data={data} rows={rows} />}
      <Hypotheses data={data} />
    </div>
  );
}

function searchable(row: MechanismRow): string {
  return [row.study.label, ...row.entries.flatMap((entry) => [entry.value ?? "", entry.valueNb ?? ""])]
    .join(" ")
    .toLowerCase();
}

function MechanismTable(props: {
  readonly data: MechanismsResponse;
  readonly rows: readonly MechanismRow[];
}): JSX.Element {
  const words = useWords();
  const { t, local } = words;
  const all = props.data.form?.fields ?? [];
  // Prose that most studies have gets a column; numbers, choices and rare fields stand under the study.
  const common = (id: string): boolean =>
    2 * props.data.rows.filter((row) => row.entries.some((entry) => entry.field === id)).length >
    props.data.rows.length;
  const fields = all.filter((field) => field.type === "text" && common(field.id));
  const rest = all.filter((field) => !fields.includes(field));
  return (
    <div className="card mechanisms">
      <Frame label={t("page.mechanisms")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="study">
                {t("study")}
              </th>
              {fields.map((field) => (
                <th key={field.id} scope="col">
                  {local(field.label)}
                </th>
              ))}
              <th scope="col">{t("check.title")}</th>
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <tr key={row.study.studyId}>
                <th scope="row" className="study">
                  <StudyHead data={props.data} row={row} />
                  {rest
                    .filter((field) => row.entries.some((entry) => entry.field === field.id))
                    .map((field) => (
                      <small key={field.id} className="soft block">
                        {local(field.label)}: <CellValue row={row} field={field} />
                      </small>
                    ))}
                </th>
                {fields.map((field) => (
                  <td key={field.id} className={field.type === "text" ? "prose-cell" : undefined}>
                    <CellValue row={row} field={field} />
                  </td>
                ))}
                <td>
                  <CheckTag check={row.check} />
                  {row.check === null ? null : <CheckText text={local(row.check.text)} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      <ConfidenceLegend />
    </div>
  );
}

/** The table's rows on a small screen: a sheet for each study, with the fields that hold something. */
function MechanismCards(props: {
  readonly data: MechanismsResponse;
  readonly rows: readonly MechanismRow[];
}): JSX.Element {
  const { local } = useWords();
  const fields = props.data.form?.fields ?? [];
  return (
    <div className="stack">
      {props.rows.map((row) => (
        <section key={row.study.studyId} className="card mechanisms">
          <div className="row apart">
            <div>
              <StudyHead data={props.data} row={row} />
            </div>
            <CheckTag check={row.check} />
          </div>
          <dl className="sheet-facts">
            {fields
              .filter((field) => row.entries.some((entry) => entry.field === field.id))
              .map((field) => (
                <div key={field.id}>
                  <dt>{local(field.label)}</dt>
                  <dd>
                    <CellValue row={row} field={field} />
                  </dd>
                </div>
              ))}
          </dl>
          {row.check === null ? null : <CheckText text={local(row.check.text)} />}
        </section>
      ))}
      <ConfidenceLegend />
    </div>
  );
}

/** The study with its hypotheses and its level of evidence. */
function StudyHead(props: { readonly data: MechanismsResponse; readonly row: MechanismRow }): JSX.Element {
  const { t } = useWords();
  const { row } = props;
  const { form, hypotheses, links } = props.data;
  const known = new Set(hypotheses.map((one) => one.hypothesisId));
  return (
    <>
      {form === null ? (
        row.study.label
      ) : (
        <Link to="/extract" search={{ form: form.id, study: row.study.studyId } as never}>
          {row.study.label}
        </Link>
      )}
      <small className="soft block">
        {links
          .filter((link) => link.studyId === row.study.studyId && known.has(link.hypothesisId))
          .map((link) => link.hypothesisId)
          .join(", ")}
      </small>
      {row.level === null ? null : (
        <small className="soft block">
          {t("appraise.level")} {row.level.level}
        </small>
      )}
    </>
  );
}

function CheckText(props: { readonly text: string }): JSX.Element {
  const { t } = useWords();
  return (
    <details style={{ marginTop: 6 }}>
      <summary>{t("check.read")}</summary>
      <p className="check-text">{props.text}</p>
    </details>
  );
}

function CellValue(props: { readonly row: MechanismRow; readonly field: FormField }): JSX.Element {
  const words = useWords();
  const { t, local, language } = words;
  const entries = props.row.entries.filter((entry) => entry.field === props.field.id);
  if (entries.length === 0) return <span className="soft">–</span>;
  return (
    <>
      {entries.map((entry) => {
        const choice = props.field.choices.find((one) => one.id === entry.value);
        const value = language === "nb" ? (entry.valueNb ?? entry.value) : entry.value;
        return (
          <Fragment key={entry.eventId}>
            <span title={entry.quote}>
              {value === null ? t("not-reported") : choice === undefined ? value : local(choice.label)}
            </span>{" "}
            <ConfidenceMark confidence={entry.confidence} />
          </Fragment>
        );
      })}
    </>
  );
}

const TONES: Readonly<Record<string, Tone>> = { supports: "ok", contradicts: "warn", discusses: "plain" };

function Hypotheses(props: { readonly data: MechanismsResponse }): JSX.Element | null {
  const words = useWords();
  const { t, local } = words;
  const { hypotheses, links, rows } = props.data;
  if (hypotheses.length === 0) return null;
  const label = (id: string): string => rows.find((row) => row.study.studyId === id)?.study.label ?? id;
  return (
    <Card title={t("mechanisms.hypotheses")}>
      <ol className="lines hypotheses">
        {hypotheses.map((hypothesis) => {
          const mine = links.filter((link) => link.hypothesisId === hypothesis.hypothesisId);
          return (
            <li key={hypothesis.hypothesisId}>
              <b>{hypothesis.hypothesisId}</b>
              <div>
                <p className="prose">{local(hypothesis.label)}</p>
                {mine.length === 0 ? <p className="foot">{t("mechanisms.no-links")}</p> : null}
                <ul className="links">
                  {mine.map((link) => (
                    <li key={link.eventId}>
                      <Tag tone={TONES[link.relation] ?? "plain"}>
                        {words.named("relation", link.relation)}
                      </Tag>{" "}
                      <b>{label(link.studyId)}</b> <span className="soft">{local(link.basis)}</span>
                    </li>
                  ))}
                </ul>
              </div>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
