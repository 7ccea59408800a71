import { type JSX, useState } from "react";

/** A line of text that is taken when it is left or Enter is pressed, so that half a word is no value. */
export function TypedInput(props: {
  readonly label: string;
  readonly value: string;
  readonly onTake: (value: string) => void;
  readonly id?: string;
  readonly className?: string;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly numeric?: boolean;
}): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (): void => {
    if (typed === null) return;
    setTyped(null);
    if (typed !== props.value) props.onTake(typed);
  };
  return (
    <input
      id={props.id}
      className={props.className ?? "input"}
      {...(props.id === undefined ? { "aria-label": props.label } : {})}
      {...(props.invalid ? { "aria-invalid": true } : {})}
      {...(props.numeric ? { inputMode: "decimal" as const } : {})}
      aria-describedby={props.describedBy}
      spellCheck={false}
      autoComplete="off"
      value={typed ?? props.value}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
      }}
    />
  );
}
