import { useQuery } from "@tanstack/react-query";
import { type JSX, useEffect, useId, useRef, useState } from "react";
import type { RecordsResponse } from "#contract";
import { getData } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import type { SearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import {
  filterOf,
  isFiltered,
  isYear,
  kinds,
  missingFields,
  noFilter,
  type RecordsFilter,
  recordsPath,
  statuses,
} from "./filter.ts";

/** Keys typed within this time ask once, in ms. */
const PAUSE = 150;

interface FiltersProps {
  readonly filter: RecordsFilter;
  readonly onChange: (change: SearchState) => void;
}

/** Words to look for and what the list is narrowed by; the less used filters open on request. */
export function Filters(props: FiltersProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { filter, onChange } = props;
  const protocol = useAnswer(sources.protocol);
  const more = [filter.missing, filter.only, filter.yearFrom, filter.yearTo].filter((one) => one !== "");
  const [opened, setOpened] = useState(more.length > 0);
  const extra = useId();
  return (
    <search className="filters-all">
      <div className="filters">
        <Typed
          label={t("filter.text")}
          type="search"
          value={filter.text}
          onChange={(text) => onChange({ text })}
        />
        <Choice
          label={t("filter.source")}
          value={filter.source}
          options={(protocol.data?.protocol.sources ?? []).map((one) => [
            one.id,
            words.local({ en: one.name, nb: one.nameNb }),
          ])}
          onChange={(source) => onChange({ source })}
        />
        <Choice
          label={t("filter.status")}
          value={filter.status}
          options={statuses.map((status) => [status, words.named("screening", status)])}
          onChange={(status) => onChange({ status })}
        />
        <Choice
          label={t("filter.stage")}
          value={filter.stage}
          all={false}
          options={[
            ["title-abstract", words.named("stage", "title-abstract")],
            ["full-text", words.named("stage", "full-text")],
          ]}
          onChange={(stage) => onChange({ stage })}
        />
      </div>
      <div className="row shortcuts">
        <button
          type="button"
          className="button quiet"
          aria-expanded={opened}
          aria-controls={extra}
          onClick={() => setOpened((before) => !before)}
        >
          {t(opened ? "filter.fewer" : "filter.more")}
          {more.length === 0 ? "" : ` (${more.length})`}
        </button>
        <MissingAbstracts filter={filter} onChange={onChange} />
        {isFiltered(filter) ? (
          <button type="button" className="button quiet" onClick={() => onChange(noFilter)}>
            {t("filter.clear")}
          </button>
        ) : null}
      </div>
      <div className="filters extra" id={extra} hidden={!opened}>
        <Choice
          label={t("filter.missing")}
          value={filter.missing}
          options={missingFields.map((field) => [field, words.named("field", field)])}
          onChange={(missing) => onChange({ missing })}
        />
        <Choice
          label={t("filter.only")}
          value={filter.only}
          options={kinds.map((kind) => [kind, words.named("filter.only", kind)])}
          onChange={(only) => onChange({ only })}
        />
        <Typed
          label={t("filter.year-from")}
          value={filter.yearFrom}
          wrong={year(filter.yearFrom, t("filter.year-wrong"))}
          onChange={(yearFrom) => onChange({ yearFrom })}
        />
        <Typed
          label={t("filter.year-to")}
          value={filter.yearTo}
          wrong={year(filter.yearTo, t("filter.year-wrong"))}
          onChange={(yearTo) => onChange({ yearTo })}
        />
      </div>
    </search>
  );
}

/** A year that is still being typed is no mistake. */
function year(text: string, wrong: string): string | undefined {
  return /^\d{0,3}$/.test(text) || isYear(text) ? undefined : wrong;
}

/** The gap that costs most in screening, one press away, with how many reports have it. */
function MissingAbstracts({ filter, onChange }: FiltersProps): JSX.Element | null {
  const { t } = useWords();
  const { data } = useQuery<RecordsResponse>({
    queryKey: ["records", "missing-abstracts"],
    queryFn: ({ signal }) =>
      getData<RecordsResponse>(recordsPath(filterOf({ missing: "abstract" }), 0, 1), signal),
  });
  const on = filter.missing === "abstract";
  if (data === undefined || (data.total === 0 && !on)) return null;
  return (
    <button
      type="button"
      className="button quiet"
      aria-pressed={on}
      onClick={() => onChange({ missing: on ? undefined : "abstract" })}
    >
      {t("filter.missing-abstracts", { count: data.total })}
    </button>
  );
}

/** A field whose text goes into the address once the typing rests. */
function Typed(props: {
  readonly label: string;
  readonly type?: "search";
  readonly value: string;
  readonly wrong?: string | undefined;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const id = useId();
  const [typed, setTyped] = useState(props.value);
  const sent = useRef(props.value);
  const { value, onChange } = props;
  const latest = useRef(onChange);
  latest.current = onChange;
  // The address changed by other means: a filter was taken away, or the reader went back.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      latest.current(typed);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const wrong = props.wrong;
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        className="input"
        {...(props.type === undefined ? { inputMode: "numeric" as const } : { type: props.type })}
        value={typed}
        maxLength={props.type === undefined ? 4 : 500}
        aria-invalid={wrong === undefined ? undefined : true}
        aria-describedby={wrong === undefined ? undefined : `${id}-wrong`}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {wrong === undefined ? null : (
        <span className="problem" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
    </div>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly all?: boolean;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        className="input"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.all === false ? null : <option value="">{t("filter.all")}</option>}
        {props.options.map(([option, label]) => (
          <option key={option} value={option}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
