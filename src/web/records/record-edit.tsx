import { type FormEvent, type JSX, useEffect, useId, useRef, useState } from "react";
import type { AmendRequest, AmendResponse } from "#contract";
import { ApiError, postData } from "../api/client.ts";
import { explain, say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import {
  type AmendableField,
  amendableFields,
  changesIn,
  type ImportedRecord,
  importedText,
  presentText,
} from "./amended-values.ts";

type Draft = Readonly<Record<AmendableField, string>>;
const LONG: ReadonlySet<AmendableField> = new Set(["title", "authors", "abstract"]);
const SHORT: ReadonlySet<AmendableField> = new Set(["year", "volume", "issue", "pages", "pmid", "language"]);

/** Corrects fields of a record; what was imported stands beside each, and the new value needs a source. */
export function RecordEdit(props: {
  readonly record: ImportedRecord;
  readonly onClose: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { record } = props;
  const [draft, setDraft] = useState<Draft>(
    () =>
      Object.fromEntries(
        amendableFields.map((field) => [field, presentText(record, field)]),
      ) as unknown as Draft,
  );
  const [source, setSource] = useState("");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("textarea")?.focus(), []);
  const save = useWrite(
    (request: AmendRequest) =>
      postData<AmendResponse>(`records/${encodeURIComponent(record.id)}/amend`, request),
    {
      quiet: true,
      onDone: () => {
        say(t("amend.saved"));
        props.onClose();
      },
    },
  );
  const changes = changesIn(record, draft);
  const unsourced = tried && source.trim() === "";
  const problems = problemsOf(save.error, t("lost.plain"));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (source.trim() === "") form.current?.querySelector<HTMLElement>("[data-source]")?.focus();
    if (source.trim() === "" || changes.length === 0 || save.isPending) return;
    save.mutate({ changes, source: source.trim(), ...(note.trim() === "" ? {} : { note: note.trim() }) });
  };
  return (
    <form
      className="amend"
      ref={form}
      aria-label={t("amend.title")}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
    >
      <div className="fields">
        {amendableFields.map((field) => (
          <Field
            key={field}
            field={field}
            value={draft[field]}
            imported={importedText(record, field)}
            problem={problems.at.get(field)}
            onChange={(value) => setDraft((before) => ({ ...before, [field]: value }))}
          />
        ))}
      </div>
      <TextField
        label={t("amend.source")}
        hint={t("amend.source-hint")}
        problem={unsourced ? t("amend.source-missing") : problems.at.get("source")}
        value={source}
        required
        onChange={setSource}
      />
      <TextField label={t("amend.note")} value={note} onChange={setNote} />
      {problems.other.map((message) => (
        <p key={message} className="ex" role="alert">
          {message}
        </p>
      ))}
      <div className="row">
        <button type="submit" className="button primary" disabled={changes.length === 0 || save.isPending}>
          {save.isPending ? t("saving") : t("amend.save", { count: changes.length })}
        </button>
        <button type="button" className="button" onClick={props.onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}

function Field(props: {
  readonly field: AmendableField;
  readonly value: string;
  readonly imported: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const id = useId();
  const { field, value, imported, problem } = props;
  const other = value.trim() !== imported.trim();
  const described = [problem === undefined ? "" : `${id}-problem`, other ? `${id}-imported` : ""];
  const common = {
    id,
    className: "input",
    value,
    "aria-invalid": problem === undefined ? undefined : true,
    "aria-describedby": described.filter(Boolean).join(" ") || undefined,
  } as const;
  return (
    <div className={SHORT.has(field) ? "field short" : "field"}>
      <label htmlFor={id}>
        {words.named("field", field)}
        {field === "authors" ? ` (${t("amend.authors-hint")})` : ""}
      </label>
      {LONG.has(field) ? (
        <textarea
          {...common}
          rows={field === "title" ? 2 : 5}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      ) : (
        <input
          {...common}
          autoComplete="off"
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
      {problem === undefined ? null : (
        <span className="problem" id={`${id}-problem`} role="alert">
          {problem}
        </span>
      )}
      {other ? (
        <span className="imported" id={`${id}-imported`}>
          <b>{t("amend.imported")}:</b> {imported === "" ? t("duplicates.missing") : imported}
        </span>
      ) : null}
    </div>
  );
}

function TextField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly problem?: string | undefined;
  readonly value: string;
  readonly required?: boolean;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const id = useId();
  const { problem, hint } = props;
  return (
    <div className="field">
      <label htmlFor={id}>
        {props.label}
        {props.required === true ? " *" : ""}
      </label>
      <input
        id={id}
        className="input"
        value={props.value}
        maxLength={2_000}
        aria-required={props.required}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problem === undefined && hint === undefined ? undefined : `${id}-said`}
        {...(props.required === true ? { "data-source": "" } : {})}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      {problem === undefined && hint === undefined ? null : (
        <span className={problem === undefined ? "soft" : "problem"} id={`${id}-said`}>
          {problem ?? hint}
        </span>
      )}
    </div>
  );
}

/** What the program refused, at the fields where it belongs. */
function problemsOf(
  error: Error | null,
  lost: string,
): { readonly at: ReadonlyMap<string, string>; readonly other: readonly string[] } {
  const at = new Map<string, string>();
  if (error === null) return { at, other: [] };
  const problems = error instanceof ApiError ? error.problems : [];
  const other: string[] = [];
  for (const { field, message } of problems) {
    const known = [...amendableFields, "source"].find((name) => field?.endsWith(name) === true);
    if (known === undefined) other.push(message);
    else at.set(known, [at.get(known), message].filter(Boolean).join(" "));
  }
  const { message, remedy } = explain(error, lost);
  return { at, other: problems.length === 0 ? [`${message} ${remedy}`.trim()] : other };
}
