import { type JSX, useId } from "react";

export interface ChoiceOption<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly detail?: string;
}

/** A few choices, each with what it means, of which one is on. */
export function Choice<T extends string>(props: {
  readonly legend: string;
  readonly value: T;
  readonly options: readonly ChoiceOption<T>[];
  readonly disabled: boolean;
  readonly onChange: (value: T) => void;
}): JSX.Element {
  const name = useId();
  return (
    <fieldset className="choice" disabled={props.disabled}>
      <legend>{props.legend}</legend>
      {props.options.map((option) => (
        <label key={option.id}>
          <input
            type="radio"
            name={name}
            value={option.id}
            checked={option.id === props.value}
            onChange={() => props.onChange(option.id)}
          />
          <span>
            {option.label}
            {option.detail === undefined ? null : <small className="soft block">{option.detail}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** A number with its unit; what is not a number in range is told beside it. */
export function NumberField(props: {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly problem?: string | null;
  readonly hint?: string;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const id = useId();
  const { problem = null, hint } = props;
  return (
    <div className="field number">
      <label htmlFor={id}>{props.label}</label>
      <span className="row">
        <input
          id={id}
          className="input num"
          inputMode="decimal"
          value={props.value}
          disabled={props.disabled}
          aria-invalid={problem !== null}
          aria-describedby={problem === null && hint === undefined ? undefined : `${id}-said`}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
        {props.unit === undefined ? null : <span className="soft">{props.unit}</span>}
      </span>
      {problem !== null ? (
        <small id={`${id}-said`} className="problem">
          {problem}
        </small>
      ) : hint === undefined ? null : (
        <small id={`${id}-said`} className="soft">
          {hint}
        </small>
      )}
    </div>
  );
}
