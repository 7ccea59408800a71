import { type JSX, useEffect, useId } from "react";
import type { ExclusionReason } from "../api/types.ts";
import { setPreferences, usePreferences } from "../app/preferences.ts";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";

/** Every key of the page, and the switch that turns them off. */
export function KeysDialog(props: {
  readonly open: boolean;
  readonly reasons: boolean;
  readonly onClose: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { shortcuts } = usePreferences();
  const box = useId();
  const keys: readonly (readonly [readonly string[], string])[] = [
    [["←", "X"], t("act.exclude")],
    [["↓", "M"], t("act.maybe")],
    [["→", "I"], t("act.include")],
    [["A"], t("screen.await")],
    [["U"], t("hint.undo")],
    [["N"], t("hint.note")],
    [["E"], t("rank.why-title")],
    [["C"], t("discussion.title")],
    [["L"], t("label.title")],
    [["H"], t("hint.highlight")],
    [["W"], t("screen.mark-word")],
    [["V"], t("screen.view")],
    ...(props.reasons ? ([[["1", "9"], t("keys.reason")]] as const) : []),
    [["?"], t("hint.keys")],
  ];
  return (
    <AppDialog title={t("keys.title")} open={props.open} onClose={props.onClose}>
      <dl className="keys">
        {keys.map(([names, what]) => (
          <div key={what} style={{ display: "contents" }}>
            <dt>
              {names.map((name, at) => (
                <span key={name}>
                  {at === 0 ? "" : props.reasons && name === "9" ? " – " : " "}
                  <span className="key">{name}</span>
                </span>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label htmlFor={box} className="row">
        <input
          id={box}
          type="checkbox"
          checked={shortcuts}
          onChange={(event) => setPreferences({ shortcuts: event.currentTarget.checked })}
        />
        {t("keys.switch")}
      </label>
    </AppDialog>
  );
}

/** At full text an exclusion names its reason: by its number, by tab and enter, or by touch. */
export function ReasonDialog(props: {
  readonly open: boolean;
  readonly reasons: readonly ExclusionReason[];
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { t, local } = useWords();
  const { shortcuts } = usePreferences();
  const { open, reasons, onChoose } = props;
  useEffect(() => {
    if (!open || !shortcuts) return;
    const onKey = (event: KeyboardEvent): void => {
      const reason = reasons[Number(event.key) - 1];
      if (reason === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      onChoose(reason.id);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [open, shortcuts, reasons, onChoose]);
  return (
    <AppDialog title={t("reason.title")} open={props.open} onClose={props.onClose} closeLabel={t("cancel")}>
      {props.reasons.length === 0 ? <p>{t("reason.none")}</p> : null}
      <ol className="reasons">
        {props.reasons.map((reason, at) => (
          <li key={reason.id}>
            <button
              type="button"
              // biome-ignore lint/a11y/noAutofocus: the dialog was opened to choose one of these
              autoFocus={at === 0}
              onClick={() => props.onChoose(reason.id)}
            >
              <span className="num soft">{at + 1}</span>
              {local(reason.label)}
            </button>
          </li>
        ))}
      </ol>
    </AppDialog>
  );
}
