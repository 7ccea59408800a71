import type { JSX } from "react";
import type { FormField, ValueInForce } from "../api/types.ts";
import { useWords } from "../app/text.ts";

const MARKS: Readonly<Record<ValueInForce["confidence"], string>> = {
  "read-in-source": "●",
  "read-in-secondary-source": "◐",
  derived: "ƒ",
  unverified: "○",
};

/** How sure the value is, as a sign with its word for those who do not see it. */
export function ConfidenceMark(props: { readonly confidence: ValueInForce["confidence"] }): JSX.Element {
  const words = useWords();
  const label = words.named("confidence", props.confidence);
  return (
    <span title={label}>
      <span aria-hidden="true" className="mark">
        {MARKS[props.confidence]}
      </span>
      <span className="hidden">{label}</span>
    </span>
  );
}

/** What the marks mean. */
export function ConfidenceLegend(): JSX.Element {
  const words = useWords();
  return (
    <p className="foot">
      {Object.entries(MARKS).map(([id, mark]) => (
        <span key={id} style={{ marginRight: 16 }}>
          <span aria-hidden="true">{mark}</span> {words.named("confidence", id)}
        </span>
      ))}
    </p>
  );
}

/** A value as printed, with place, reader and confidence; a press opens its editor. */
export function ValueCell(props: {
  readonly field: FormField;
  readonly label: string;
  readonly values: readonly ValueInForce[];
  readonly open: boolean;
  readonly full?: boolean;
  readonly onOpen: () => void;
}): JSX.Element {
  const { t } = useWords();
  return (
    <button
      type="button"
      className={props.open ? "cell open" : "cell"}
      aria-expanded={props.open}
      onClick={props.onOpen}
    >
      <span className="hidden">{props.label}: </span>
      {props.values.length === 0 ? (
        <span className="missing">{t("value.none")}</span>
      ) : (
        props.values.map((entry) => (
          <ShownValue key={entry.eventId} entry={entry} field={props.field} full={props.full === true} />
        ))
      )}
    </button>
  );
}

function ShownValue(props: {
  readonly entry: ValueInForce;
  readonly field: FormField;
  readonly full: boolean;
}): JSX.Element {
  const words = useWords();
  const { t, local } = words;
  const { entry, field, full } = props;
  const choice = field.choices.find((one) => one.id === entry.value);
  const text = words.language === "nb" ? (entry.valueNb ?? entry.value) : entry.value;
  const place = words.language === "nb" ? (entry.placeNb ?? entry.place) : entry.place;
  return (
    <span className="block">
      <span className="value">
        {entry.value === null ? t("not-reported") : choice === undefined ? text : local(choice.label)}
      </span>{" "}
      <ConfidenceMark confidence={entry.confidence} />
      {full && entry.quote !== undefined ? <q>{entry.quote}</q> : null}
      <small>
        {[place, entry.by].filter((part) => part !== undefined && part !== "").join(" · ")}
        {!full && entry.quote !== undefined ? ` · ${t("value.quoted")}` : ""}
      </small>
    </span>
  );
}
