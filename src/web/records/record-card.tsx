import { type JSX, type ReactNode, useState } from "react";
import type { ReportResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords, type Words } from "../app/text.ts";
import { inSentence } from "../parts/in-sentence.ts";
import { Tag } from "../parts/page-head.tsx";
import { UndoDialog } from "../parts/undo-dialog.tsx";
import { amendableFields, type ImportedRecord, importedText, presentText } from "./amended-values.ts";
import { RecordEdit } from "./record-edit.tsx";
import { SourceDecisions } from "./source-decisions.tsx";

const IDS = [
  "pmcid",
  "registry",
  "embase",
  "central",
  "openalex",
  "wos",
  "scopus",
  "issn",
  "isbn",
  "source",
] as const;

/** One entry of a source: every field, what was corrected, and the entry as it came; edited in place. */
export function RecordCard(props: {
  readonly record: ImportedRecord;
  readonly report: ReportResponse["report"];
  readonly readOnly: boolean;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { record, report } = props;
  const [editing, setEditing] = useState(false);
  const imports = useAnswer(sources.imports).data?.imports;
  const from = imports?.find(({ importId }) => importId === record.importId);
  const known = useAnswer(sources.protocol).data?.protocol.sources.find(({ id }) => id === record.sourceId);
  const source = known === undefined ? record.sourceId : words.local({ en: known.name, nb: known.nameNb });
  const gives = Object.entries(report.takenFrom ?? {})
    .filter(([, id]) => id === record.id)
    .map(([field]) => inSentence(words.named("field", field)));
  return (
    <article className="record" aria-label={t("record.of", { source, line: record.line })}>
      <div className="row apart">
        <h4>
          {source} <span className="soft">{where(record, from?.fileName, words)}</span>
        </h4>
        {props.readOnly || editing ? null : (
          <button
            type="button"
            className="button quiet"
            aria-label={t("amend.of", { source, line: record.line })}
            onClick={() => setEditing(true)}
          >
            {t("amend.act")}
          </button>
        )}
      </div>
      {report.records.length > 1 ? (
        <p className="soft">
          {gives.length === 0 ? t("record.gives-nothing") : t("record.gives", { fields: gives.join(", ") })}
        </p>
      ) : null}
      {editing ? (
        <RecordEdit record={record} onClose={() => setEditing(false)} />
      ) : (
        <Fields record={record} alone={report.records.length === 1} words={words} />
      )}
      <Corrections record={record} readOnly={props.readOnly} />
      <details>
        <summary>{t("record.raw")}</summary>
        <pre className="query">{record.raw}</pre>
      </details>
    </article>
  );
}

function where(record: ImportedRecord, file: string | undefined, { t }: Words): string {
  const line = t("report.line", { line: record.line });
  return file === undefined ? `· ${line}` : `· ${file}, ${line}`;
}

/** Every field that has a value, corrected ones with what was imported. */
function Fields(props: {
  readonly record: ImportedRecord;
  /** The only record of its report, which shows its labels and decisions already. */
  readonly alone: boolean;
  readonly words: Words;
}): JSX.Element {
  const { record, words } = props;
  const { t } = words;
  const rows = amendableFields
    .filter((field) => field !== "abstract")
    .map((field) => ({ field, now: presentText(record, field), before: importedText(record, field) }))
    .filter(({ now, before }) => now !== "" || before !== "");
  const more = moreOf(record).filter(([, value]) => value !== "");
  const abstract = presentText(record, "abstract");
  return (
    <>
      <dl className="facts left">
        {rows.map(({ field, now, before }) => (
          <div key={field} style={{ display: "contents" }}>
            <dt>{words.named("field", field)}</dt>
            <dd>
              <Value value={field === "authors" ? now.replaceAll("\n", "; ") : now} />
              {now === before ? null : (
                <span className="imported">
                  <b>{t("amend.imported")}:</b>{" "}
                  {before === "" ? t("duplicates.missing") : before.replaceAll("\n", "; ")}
                </span>
              )}
            </dd>
          </div>
        ))}
        {more.map(([field, value]) => (
          <div key={field} style={{ display: "contents" }}>
            <dt>{words.named("field", field)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {props.alone ? null : <SourceDecisions decisions={record.decisions} labels={record.labels} />}
      {abstract === "" ? (
        <p className="soft">{t("record.no-abstract")}</p>
      ) : (
        <details>
          <summary>{words.named("field", "abstract")}</summary>
          <p className="abstract">{abstract}</p>
        </details>
      )}
    </>
  );
}

function Value({ value }: { readonly value: string }): ReactNode {
  const { t } = useWords();
  return value === "" ? <span className="soft">{t("record.emptied")}</span> : value;
}

/** Fields that are shown and not corrected. */
function moreOf(record: ImportedRecord): readonly (readonly [string, string])[] {
  const names = (people: ImportedRecord["editors"]): string =>
    (people ?? []).map(({ family, given }) => (given === null ? family : `${family}, ${given}`)).join("; ");
  return [
    ["otherTitles", (record.otherTitles ?? []).join(" · ")],
    ["date", record.date ?? ""],
    ["journalAbbreviation", record.journalAbbreviation ?? ""],
    ["conference", record.conference ?? ""],
    ["series", record.series ?? ""],
    ["editors", names(record.editors)],
    ["publisher", [record.publisher, record.place].filter((one) => one !== null).join(", ")],
    ["edition", record.edition ?? ""],
    ["type", record.type],
    ["keywords", record.keywords.join("; ")],
    ["url", record.url ?? ""],
    ["notes", (record.notes ?? []).join(" · ")],
    ...IDS.map((name) => [name, (record.ids[name] ?? []).join(" ")] as const),
  ];
}

/** Corrections in force, each with who, when, from where, and a way back. */
function Corrections(props: {
  readonly record: ImportedRecord;
  readonly readOnly: boolean;
}): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { amended } = props.record;
  const people = useAnswer(sources.session).data?.people ?? [];
  const [asking, setAsking] = useState<string | null>(null);
  if (amended.length === 0) return null;
  return (
    <section className="corrections">
      <h5>{t("amend.list")}</h5>
      <ul className="lines">
        {amended.toReversed().map((one) => (
          <li key={one.eventId}>
            <div className="row apart">
              <span>
                {one.changes.map(({ field }) => (
                  <Tag key={field}>{words.named("field", field)}</Tag>
                ))}{" "}
                <span className="soft">
                  {people.find(({ id }) => id === one.by)?.name ?? one.by}, {words.moment(one.at)}
                </span>
              </span>
              {props.readOnly ? null : (
                <button
                  type="button"
                  className="button quiet"
                  aria-label={t("undo.of", {
                    what: one.changes.map(({ field }) => words.named("field", field)).join(", "),
                    when: words.moment(one.at),
                  })}
                  onClick={() => setAsking(one.eventId)}
                >
                  {t("undo.act")}
                </button>
              )}
            </div>
            <p>{t("amend.from", { source: one.source })}</p>
            {one.note === undefined ? null : <p className="soft">{one.note}</p>}
          </li>
        ))}
      </ul>
      <UndoDialog eventId={asking} onClose={() => setAsking(null)}>
        <p>{t("amend.undo-what")}</p>
      </UndoDialog>
    </section>
  );
}
