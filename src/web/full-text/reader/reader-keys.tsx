import { type JSX, useId } from "react";
import { setPreferences, usePreferences } from "../../app/preferences.ts";
import { type TextKey, useWords } from "../../app/text.ts";
import { AppDialog } from "../../parts/dialog.tsx";

const KEYS: readonly (readonly [string, TextKey])[] = [
  ["I", "decision.include"],
  ["M", "decision.maybe"],
  ["X", "decision.exclude"],
  ["A", "decision.await"],
  ["1 – 9", "keys.reason"],
  ["N", "hint.note"],
  ["U", "hint.undo"],
  ["/", "pdf.find"],
  ["[ ]", "pdf.key-pages"],
  ["+ − 0", "pdf.zoom"],
  ["T", "pdf.key-text"],
  ["H", "hint.highlight"],
  ["?", "hint.keys"],
];

/** Every key of the reading view, and the switch that turns them off. */
export function ReaderKeys(props: { readonly open: boolean; readonly onClose: () => void }): JSX.Element {
  const { t } = useWords();
  const { shortcuts } = usePreferences();
  const box = useId();
  return (
    <AppDialog title={t("keys.title")} open={props.open} onClose={props.onClose}>
      <dl className="keys">
        {KEYS.map(([names, what]) => (
          <div key={what} style={{ display: "contents" }}>
            <dt>
              <span className="key">{names}</span>
            </dt>
            <dd>{t(what)}</dd>
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
