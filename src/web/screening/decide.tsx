import type { JSX } from "react";
import type { Decision } from "../api/types.ts";
import { usePreferences } from "../app/preferences.ts";
import { useWords } from "../app/text.ts";

const CHOICES = [
  { decision: "exclude", tone: "ex", key: "←", keys: "ArrowLeft x" },
  { decision: "maybe", tone: "may", key: "↓", keys: "ArrowDown m" },
  { decision: "include", tone: "in", key: "→", keys: "ArrowRight i" },
] as const;

/** Three choices of equal weight, and the quieter one of waiting for information. */
export function Decide(props: {
  readonly onDecide: (decision: Decision) => void;
  readonly disabled: boolean;
}): JSX.Element {
  const { shortcuts } = usePreferences();
  const words = useWords();
  return (
    <div className="decide">
      {CHOICES.map((choice) => (
        <button
          key={choice.decision}
          type="button"
          className={choice.tone}
          disabled={props.disabled}
          aria-keyshortcuts={shortcuts ? choice.keys : undefined}
          onClick={() => props.onDecide(choice.decision)}
        >
          {words.named("act", choice.decision)}
          {shortcuts ? <Key>{choice.key}</Key> : null}
        </button>
      ))}
      <button
        type="button"
        className="await"
        disabled={props.disabled}
        aria-keyshortcuts={shortcuts ? "a" : undefined}
        onClick={() => props.onDecide("await")}
      >
        {words.t("screen.await")}
        {shortcuts ? <Key>A</Key> : null}
      </button>
    </div>
  );
}

export interface Hint {
  readonly key: string;
  readonly label: string;
  readonly act: () => void;
  readonly pressed?: boolean | undefined;
}

/** What else a key does; each is a button too. */
export function Hints(props: { readonly hints: readonly Hint[]; readonly className?: string }): JSX.Element {
  const { shortcuts } = usePreferences();
  return (
    <div className={`hints ${props.className ?? ""}`}>
      {props.hints.map(({ key, label, act, pressed }) => (
        <button
          key={key}
          type="button"
          onClick={act}
          aria-pressed={pressed}
          aria-keyshortcuts={shortcuts ? key.toLowerCase() : undefined}
        >
          {shortcuts ? <Key>{key}</Key> : null}
          {label}
        </button>
      ))}
    </div>
  );
}

function Key(props: { readonly children: string }): JSX.Element {
  return (
    <span className="key" aria-hidden="true">
      {props.children}
    </span>
  );
}
