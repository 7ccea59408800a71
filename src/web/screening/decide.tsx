import type { JSX } from "react";
import type { Decision } from "../api/types.ts";
import { usePreferences } from "../app/preferences.ts";
import { useWords } from "../app/text.ts";

const CHOICES = [
  { decision: "exclude", tone: "ex", key: "←", keys: "ArrowLeft x" },
  { decision: "maybe", tone: "may", key: "↓", keys: "ArrowDown m" },
  { decision: "include", tone: "in", key: "→", keys: "ArrowRight i" },
] as const;

/** Three choices of equal weight. */
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
          {shortcuts ? (
            <span className="key" aria-hidden="true">
              {choice.key}
            </span>
          ) : null}
        </button>
      ))}
    </div>
  );
}

/** What else a key does; each is a button too. */
export function Hints(props: {
  readonly highlight: boolean;
  readonly onUndo: () => void;
  readonly onHighlight: () => void;
  readonly onNote: () => void;
  readonly onKeys: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { shortcuts } = usePreferences();
  const hints = [
    ["U", t("hint.undo"), props.onUndo, undefined],
    ["N", t("hint.note"), props.onNote, undefined],
    ["H", t("hint.highlight"), props.onHighlight, props.highlight],
    ["?", t("hint.keys"), props.onKeys, undefined],
  ] as const;
  return (
    <div className="hints">
      {hints.map(([key, label, act, pressed]) => (
        <button key={key} type="button" onClick={act} aria-pressed={pressed}>
          {shortcuts ? (
            <span className="key" aria-hidden="true">
              {key}
            </span>
          ) : null}
          {label}
        </button>
      ))}
    </div>
  );
}
