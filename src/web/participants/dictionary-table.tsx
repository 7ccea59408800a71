import { type JSX, type ReactNode, useId, useState } from "react";
import type { DataSetResponse } from "#contract";
import { useWords, type Words } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { useNarrow } from "../parts/use-narrow.ts";
import { CodesDialog } from "./codes-dialog.tsx";
import {
  categoriesOf,
  type Dictionary,
  type DraftFault,
  holderOf,
  ROLES,
  rangeOf,
  TYPES,
  type Variable,
  type VariableRole,
  type VariableType,
  withPart,
  withRole,
  withType,
} from "./dictionary-draft.ts";
import { TypedInput } from "./typed-input.tsx";

type Change = (change: (dictionary: Dictionary) => Dictionary) => void;
type Doubts = DataSetResponse["doubts"];

interface TableProps {
  readonly title: string;
  readonly dictionary: Dictionary;
  /** Levels found in the file, by variable. */
  readonly levels: DataSetResponse["levels"];
  readonly doubts: Doubts;
  readonly faults: readonly DraftFault[];
  readonly onChange: Change;
}

const PARTS = ["type", "role", "unit", "range", "levels"] as const;
type Part = (typeof PARTS)[number];
const SHOWN = 8;

/** The variables with what can be said of each in place; where there is no width, one below the other. */
export function DictionaryTable(props: TableProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const narrow = useNarrow(760);
  const [open, setOpen] = useState<string | null>(null);
  const { dictionary, levels } = props;
  const chosen = dictionary.variables.find(({ name }) => name === open);
  const fieldsOf = (variable: Variable) => fields(variable, props, words, () => setOpen(variable.name));
  return (
    <>
      {narrow ? (
        <ul className="variables">
          {dictionary.variables.map((variable) => (
            <li key={variable.name}>
              <Named variable={variable} doubts={props.doubts} words={words} />
              <NarrowFields fieldsOf={fieldsOf(variable)} words={words} />
            </li>
          ))}
        </ul>
      ) : (
        <Frame label={props.title}>
          <table className="table small dictionary">
            <thead>
              <tr>
                <th scope="col">{t("participants.variable")}</th>
                {PARTS.map((part) => (
                  <th key={part} scope="col">
                    {t(`participants.${part}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {dictionary.variables.map((variable) => {
                const cells = fieldsOf(variable);
                return (
                  <tr key={variable.name}>
                    <th scope="row">
                      <Named variable={variable} doubts={props.doubts} words={words} />
                    </th>
                    {PARTS.map((part) => (
                      <td key={part}>{cells[part] ?? "–"}</td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Frame>
      )}
      {chosen === undefined ? null : (
        <CodesDialog
          variable={chosen}
          met={levels[chosen.name] ?? []}
          onClose={() => setOpen(null)}
          onDone={(change) => {
            props.onChange(change);
            setOpen(null);
          }}
        />
      )}
    </>
  );
}

function NarrowFields(props: {
  readonly fieldsOf: Readonly<Record<Part, ReactNode>>;
  readonly words: Words;
}): JSX.Element {
  return (
    <div className="small fields">
      {PARTS.map((part) =>
        props.fieldsOf[part] === null ? null : (
          <div key={part} className="field">
            <span className="label" aria-hidden="true">
              {props.words.t(`participants.${part}`)}
            </span>
            <div>{props.fieldsOf[part]}</div>
          </div>
        ),
      )}
    </div>
  );
}

/** The name of a variable, and what was guessed of it. */
function Named(props: {
  readonly variable: Variable;
  readonly doubts: Doubts;
  readonly words: Words;
}): JSX.Element {
  const { variable, doubts, words } = props;
  const own = doubts.filter((doubt) => doubt.variable === variable.name);
  return (
    <>
      <b className="name">{variable.name}</b>
      {variable.label === undefined ? null : <small className="block">{variable.label}</small>}
      {own.map(({ code }) => (
        <small key={code} className="block may">
          {words.t(`participants.doubt.${code}`)}
        </small>
      ))}
    </>
  );
}

function fields(
  variable: Variable,
  { dictionary, levels, faults, onChange }: TableProps,
  words: Words,
  onOpen: () => void,
): Readonly<Record<Part, ReactNode>> {
  const { t } = words;
  const { name, type } = variable;
  const of = (part: Part): string => t("participants.part-of", { part: t(`participants.${part}`), name });
  const faulty = (code: DraftFault["code"]): boolean =>
    faults.some((fault) => fault.code === code && fault.variable === name);
  return {
    type: (
      <select
        className="input"
        aria-label={of("type")}
        value={type}
        onChange={(event) => {
          const chosen = event.currentTarget.value as VariableType;
          onChange((now) => withType(now, name, chosen));
        }}
      >
        {TYPES.map((each) => (
          <option key={each} value={each}>
            {t(`type.${each}`)}
          </option>
        ))}
      </select>
    ),
    role: (
      <select
        className="input"
        aria-label={of("role")}
        value={variable.role ?? ""}
        onChange={(event) => {
          const chosen = event.currentTarget.value as VariableRole | "";
          onChange((now) => withRole(now, name, chosen === "" ? null : chosen));
        }}
      >
        <option value="">–</option>
        {ROLES.map((role) => {
          const holder = holderOf(dictionary, role, name);
          return (
            <option key={role} value={role}>
              {holder === null
                ? t(`role.${role}`)
                : t("participants.role-held", { role: t(`role.${role}`), name: holder })}
            </option>
          );
        })}
      </select>
    ),
    unit:
      type === "number" ? (
        <TypedInput
          label={of("unit")}
          value={variable.unit ?? ""}
          onTake={(unit) =>
            onChange((now) => withPart(now, name, { unit: unit.trim() === "" ? undefined : unit.trim() }))
          }
        />
      ) : null,
    range:
      type === "number" || type === "date" ? (
        <RangeField
          variable={variable}
          invalid={faulty("range")}
          words={words}
          onTake={(range) => onChange((now) => withPart(now, name, { range }))}
        />
      ) : null,
    levels: (
      <>
        <span>{codesOf(variable, levels[name] ?? [], words)}</span>{" "}
        <button
          type="button"
          className="button quiet edit"
          aria-label={t("participants.codes-of", { name })}
          onClick={onOpen}
        >
          {t("participants.change")}
        </button>
        {faulty("categories") ? (
          <small className="block ex">{t("participants.fault.categories", { name })}</small>
        ) : null}
      </>
    ),
  };
}

function codesOf(variable: Variable, met: readonly string[], { t }: Words): string {
  const all = variable.type === "category" ? categoriesOf(variable, met) : [];
  const shown = all
    .slice(0, SHOWN)
    .map(({ code, meaning }) => (code === meaning ? code : `${code} = ${meaning}`))
    .join(", ");
  const missing = Object.keys(variable.missing ?? {}).join(", ");
  return [
    ...(all.length > SHOWN
      ? [`${shown} ${t("participants.more", { count: all.length - SHOWN })}`]
      : all.length > 0
        ? [shown]
        : []),
    ...(missing === "" ? [] : [t("participants.missing-are", { codes: missing })]),
  ].join("; ");
}

function RangeField(props: {
  readonly variable: Variable;
  readonly invalid: boolean;
  readonly words: Words;
  readonly onTake: (range: Variable["range"]) => void;
}): JSX.Element {
  const { variable, invalid, onTake, words } = props;
  const { t } = words;
  const { name, type, range } = variable;
  const id = useId();
  const [low, high] = (range ?? ["", ""]).map(String) as [string, string];
  return (
    <span className={type === "date" ? "range dates" : "range"}>
      <TypedInput
        label={t("participants.lowest-of", { name })}
        value={low}
        numeric={type === "number"}
        invalid={invalid}
        describedBy={invalid ? id : undefined}
        onTake={(text) => onTake(rangeOf(text, high, type))}
      />
      <span aria-hidden="true">–</span>
      <TypedInput
        label={t("participants.highest-of", { name })}
        value={high}
        numeric={type === "number"}
        invalid={invalid}
        describedBy={invalid ? id : undefined}
        onTake={(text) => onTake(rangeOf(low, text, type))}
      />
      {invalid ? (
        <small id={id} className="ex">
          {t(type === "date" ? "participants.fault.range-dates" : "participants.fault.range")}
        </small>
      ) : null}
    </span>
  );
}
