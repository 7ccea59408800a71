import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import type { LogEntry } from "#contract";
import { useWords, type Words } from "../app/text.ts";
import { inSentence } from "../parts/in-sentence.ts";
import { Tag } from "../parts/page-head.tsx";

/** One event: who, when, what, why; its body on request. */
export function LogLine(props: {
  readonly entry: LogEntry;
  readonly name: (id: string) => string;
  readonly onUndo: (() => void) | null;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { entry } = props;
  const undone = entry.undoneBy !== null;
  const report = entry.body["report"] ?? entry.body["record"];
  return (
    <li className={undone ? "log-line undone" : "log-line"}>
      <time dateTime={entry.at} className="soft num">
        {words.moment(entry.at)}
      </time>
      <div>
        <p>
          <b className="what">{words.named("event", entry.type)}</b>{" "}
          {entry.sealed ? (
            <Tag tone="wait">{t("sealed")}</Tag>
          ) : (
            <span className="what">{summary(entry, words)}</span>
          )}{" "}
          {undone ? <Tag>{t("undone")}</Tag> : null}{" "}
          <span className="soft">
            {props.name(entry.by)}
            {typeof report === "string" && !entry.sealed ? (
              <>
                {" · "}
                <Link to="/records" search={{ report } as never}>
                  {t("log.report")}
                </Link>
              </>
            ) : null}
          </span>
        </p>
        {entry.reason === null ? null : <p className="soft">{entry.reason}</p>}
        {entry.sealed ? null : (
          <details>
            <summary>{t("log.body")}</summary>
            <pre className="query">{JSON.stringify(entry.body, null, 2)}</pre>
            <p className="foot">
              {entry.id} · {entry.device}
            </p>
          </details>
        )}
      </div>
      {props.onUndo === null || undone || entry.undoes !== null ? (
        <span />
      ) : (
        <button
          type="button"
          className="button quiet"
          aria-label={t("undo.of", { what: words.named("event", entry.type), when: words.moment(entry.at) })}
          onClick={props.onUndo}
        >
          {t("undo.act")}
        </button>
      )}
    </li>
  );
}

/** The few fields of a body that tell events of a type apart. */
const TELLING = [
  "fileName",
  "label",
  "studyId",
  "formId",
  "analysisId",
  "box",
  "statementId",
  "themeId",
  "hypothesisId",
  "language",
  "format",
] as const;

function summary(entry: LogEntry, words: Words): string {
  const { body } = entry;
  const parts: string[] = [];
  if (typeof body["decision"] === "string")
    parts.push(words.named("decision", body["decision"]).toLowerCase());
  if (typeof body["stage"] === "string") parts.push(words.named("stage", body["stage"]).toLowerCase());
  if (typeof body["type"] === "string") parts.push(words.named("event", body["type"]).toLowerCase());
  if (typeof body["status"] === "string") parts.push(words.named("status", body["status"]).toLowerCase());
  parts.push(...pairs(body["pairs"], words), ...fields(body["changes"], words));
  for (const name of TELLING) {
    const value = body[name];
    if (typeof value === "string") parts.push(value);
    else if (isLocal(value)) parts.push(words.local(value));
  }
  return parts.slice(0, 3).join(" · ");
}

/** `3 × same document`, for each verdict on pairs of records. */
function pairs(value: unknown, words: Words): readonly string[] {
  if (!Array.isArray(value)) return [];
  const counts = new Map<string, number>();
  for (const { verdict } of value as readonly { readonly verdict?: unknown }[]) {
    if (typeof verdict === "string") counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  return [...counts].map(
    ([verdict, count]) => `${words.number(count)} × ${words.named("verdict", verdict).toLowerCase()}`,
  );
}

/** The names of corrected fields. */
function fields(value: unknown, words: Words): readonly string[] {
  if (!Array.isArray(value)) return [];
  const names = (value as readonly { readonly field?: unknown }[]).flatMap(({ field }) =>
    typeof field === "string" ? [inSentence(words.named("field", field))] : [],
  );
  return names.length === 0 ? [] : [names.join(", ")];
}

function isLocal(value: unknown): value is { readonly en: string } {
  return typeof value === "object" && value !== null && typeof (value as { en?: unknown }).en === "string";
}
