import type { JSX } from "react";

export interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly id: T; readonly label: string; readonly lang?: string }[];
  readonly onChange: (value: T) => void;
}

/** A few choices side by side, of which one is on. */
export function Segments<T extends string>(props: SegmentsProps<T>): JSX.Element {
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and a frame */}
      <div className="segments" role="group" aria-label={props.label}>
        {props.options.map((option) => (
          <button
            key={option.id}
            type="button"
            lang={option.lang}
            aria-pressed={option.id === props.value}
            onClick={() => props.onChange(option.id)}
          >
            {option.label}
          </button>
        ))}
      </div>
    </div>
  );
}
