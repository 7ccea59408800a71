import { type FormEvent, type JSX, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { ExtractionRequest } from "#contract";
import type { Problem } from "#kernel";
import { ApiError, postData } from "../api/client.ts";
import type { Confidence, FormField, ReportRow, ValueInForce } from "../api/types.ts";
import { explain, say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { shortName } from "../parts/report-line.tsx";
import type { Address } from "./address.ts";

const CONFIDENCES: readonly Confidence[] = [
  "read-in-source",
  "read-in-secondary-source",
  "derived",
  "unverified",
];

export interface ValueEditorProps {
  readonly formId: string;
  readonly studyId: string;
  readonly field: FormField;
  readonly address: Address;
  readonly label: string;
  readonly value: ValueInForce | undefined;
  readonly reports: readonly ReportRow[];
  readonly onClose: () => void;
}

interface Draft {
  readonly value: string;
  readonly valueNb: string;
  readonly missing: boolean;
  readonly quote: string;
  readonly place: string;
  readonly note: string;
  readonly confidence: Confidence;
  readonly report: string;
}

/** One value with its quote, place and confidence, edited where it stands. */
export function ValueEditor(props: ValueEditorProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { field, value } = props;
  const [draft, setDraft] = useState<Draft>({
    value: value?.value ?? "",
    valueNb: value?.valueNb ?? "",
    missing: value !== undefined && value.value === null,
    quote: value?.quote ?? "",
    place: value?.place ?? "",
    note: value?.note ?? "",
    confidence: value?.confidence ?? "read-in-source",
    report: value?.report ?? props.reports[0]?.id ?? "",
  });
  const save = useWrite(
    (request: ExtractionRequest) =>
      postData(
        `extraction/${encodeURIComponent(props.formId)}/${encodeURIComponent(props.studyId)}`,
        request,
      ),
    {
      quiet: true,
      onDone: () => {
        say(t("value.saved"));
        props.onClose();
      },
    },
  );
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("input, textarea, select")?.focus(), []);
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const problems = problemsOf(save.error, t("lost.plain"));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(requestOf(props.address, draft, value));
  };
  return (
    <form
      className="editor"
      ref={form}
      aria-label={props.label}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
    >
      {problems.other.map((message) => (
        <p key={message} className="ex" role="alert">
          {message}
        </p>
      ))}
      <div className="grid">
        <Field label={t("value.value")} problem={problems.at("value")} className="full">
          {(id, invalid) => (
            <ValueInput
              id={id}
              invalid={invalid}
              field={field}
              value={draft.value}
              disabled={draft.missing}
              onChange={(next) => change({ value: next })}
            />
          )}
        </Field>
        <label className="row full">
          <input
            type="checkbox"
            checked={draft.missing}
            onChange={(event) => change({ missing: event.currentTarget.checked })}
          />
          {t("value.looked-for")}
        </label>
        {field.type === "text" ? (
          <Field label={t("value.norwegian")} problem={problems.at("valueNb")} className="full">
            {(id) => (
              <textarea
                id={id}
                className="input"
                lang="nb"
                value={draft.valueNb}
                disabled={draft.missing}
                onChange={(event) => change({ valueNb: event.currentTarget.value })}
              />
            )}
          </Field>
        ) : null}
        <Field label={t("value.quote")} problem={problems.at("quote")} className="full">
          {(id) => (
            <textarea
              id={id}
              className="input"
              value={draft.quote}
              onChange={(event) => change({ quote: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t("value.place")} problem={problems.at("place")}>
          {(id) => (
            <input
              id={id}
              className="input"
              value={draft.place}
              onChange={(event) => change({ place: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t("value.confidence")} problem={problems.at("confidence")}>
          {(id) => (
            <select
              id={id}
              className="input"
              value={draft.confidence}
              onChange={(event) => change({ confidence: event.currentTarget.value as Confidence })}
            >
              {CONFIDENCES.map((confidence) => (
                <option key={confidence} value={confidence}>
                  {words.named("confidence", confidence)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {props.reports.length === 0 ? null : (
          <Field label={t("value.report")} problem={problems.at("report")}>
            {(id) => (
              <select
                id={id}
                className="input"
                value={draft.report}
                onChange={(event) => change({ report: event.currentTarget.value })}
              >
                {props.reports.map((report) => (
                  <option key={report.id} value={report.id}>
                    {shortName(report)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={t("value.note")} problem={problems.at("note")}>
          {(id) => (
            <input
              id={id}
              className="input"
              value={draft.note}
              onChange={(event) => change({ note: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <div className="row">
        <button type="submit" className="button primary" disabled={save.isPending}>
          {save.isPending ? t("saving") : t("save")}
        </button>
        <button type="button" className="button" onClick={props.onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}

function ValueInput(props: {
  readonly id: string;
  readonly invalid: boolean;
  readonly field: FormField;
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const { t, local } = useWords();
  const { field } = props;
  const common = {
    id: props.id,
    className: "input",
    value: props.value,
    disabled: props.disabled,
    "aria-invalid": props.invalid || undefined,
    "aria-describedby": props.invalid ? `${props.id}-problem` : undefined,
  } as const;
  if (field.type === "choice") {
    return (
      <select {...common} onChange={(event) => props.onChange(event.currentTarget.value)}>
        <option value="">{t("choose")}</option>
        {field.choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {local(choice.label)}
          </option>
        ))}
      </select>
    );
  }
  if (field.type === "text") {
    return <textarea {...common} onChange={(event) => props.onChange(event.currentTarget.value)} />;
  }
  return (
    <input
      {...common}
      inputMode={field.type === "integer" ? "numeric" : "decimal"}
      autoComplete="off"
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

function Field(props: {
  readonly label: string;
  readonly problem: string | undefined;
  readonly className?: string;
  readonly children: (id: string, invalid: boolean) => ReactNode;
}): JSX.Element {
  const id = useId();
  return (
    <div className={`field ${props.className ?? ""}`}>
      <label htmlFor={id}>{props.label}</label>
      {props.children(id, props.problem !== undefined)}
      {props.problem === undefined ? null : (
        <span className="problem" id={`${id}-problem`} role="alert">
          {props.problem}
        </span>
      )}
    </div>
  );
}

/** The Norwegian twin of a text goes with it as long as the text is not changed. */
function twinOf(
  name: "placeNb" | "noteNb",
  text: string,
  before: string | undefined,
  twin: string | undefined,
): Record<string, string> {
  return twin !== undefined && text.trim() === before ? { [name]: twin } : {};
}

function requestOf(address: Address, draft: Draft, before: ValueInForce | undefined): ExtractionRequest {
  const given = (name: string, text: string): Record<string, string> =>
    text.trim() === "" ? {} : { [name]: text.trim() };
  return {
    ...(draft.report === "" ? {} : { report: draft.report }),
    entries: [
      {
        ...address,
        value: draft.missing ? null : draft.value.trim(),
        confidence: draft.confidence,
        ...(draft.missing ? {} : given("valueNb", draft.valueNb)),
        ...given("quote", draft.quote),
        ...given("place", draft.place),
        ...twinOf("placeNb", draft.place, before?.place, before?.placeNb),
        ...given("note", draft.note),
        ...twinOf("noteNb", draft.note, before?.note, before?.noteNb),
      },
    ],
  };
}

const PARTS: readonly string[] = ["valueNb", "value", "quote", "place", "confidence", "note", "report"];

function problemsOf(
  error: Error | null,
  lost: string,
): { readonly at: (part: string) => string | undefined; readonly other: readonly string[] } {
  if (error === null) return { at: () => undefined, other: [] };
  const { message, remedy } = explain(error, lost);
  const list: readonly Problem[] = error instanceof ApiError ? error.problems : [];
  const placed = new Map<string, string>();
  const other: string[] = [];
  for (const problem of list) {
    const part =
      PARTS.find((name) => problem.field?.endsWith(name) === true) ?? (list.length === 1 ? "value" : null);
    if (part === null) other.push(problem.message);
    else placed.set(part, [placed.get(part), problem.message].filter(Boolean).join(" "));
  }
  return {
    at: (part) => placed.get(part),
    other: list.length === 0 ? [`${message} ${remedy}`.trim()] : other,
  };
}
