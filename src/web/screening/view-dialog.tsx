import type { JSX } from "react";
import { setPreferences, usePreferences } from "../app/preferences.ts";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { Segments } from "../parts/segments.tsx";
import { SIZES, setReadingView, useReadingView, WIDTHS } from "./reading-view.ts";

/** How a report is set: size, length of a line, marks, and whether the pace is told. */
export function ViewDialog(props: { readonly onClose: () => void }): JSX.Element {
  const { t, number } = useWords();
  const view = useReadingView();
  const { highlight } = usePreferences();
  return (
    <AppDialog title={t("screen.view")} open onClose={props.onClose}>
      <div className="row apart">
        <span>{t("screen.size")}</span>
        <Segments
          label={t("screen.size")}
          value={String(view.size)}
          options={SIZES.map((size, at) => ({ id: String(at), label: number(size, size % 1 === 0 ? 0 : 1) }))}
          onChange={(size) => setReadingView({ size: Number(size) })}
        />
      </div>
      <div className="row apart">
        <span>{t("screen.width")}</span>
        <Segments
          label={t("screen.width")}
          value={String(view.width)}
          options={WIDTHS.map((width, at) => ({ id: String(at), label: number(width) }))}
          onChange={(width) => setReadingView({ width: Number(width) })}
        />
      </div>
      <label className="row">
        <input
          type="checkbox"
          checked={highlight}
          onChange={(event) => setPreferences({ highlight: event.currentTarget.checked })}
        />
        {t("screen.show-marks")}
      </label>
      <label className="row">
        <input
          type="checkbox"
          checked={view.pace}
          onChange={(event) => setReadingView({ pace: event.currentTarget.checked })}
        />
        {t("screen.show-pace")}
      </label>
    </AppDialog>
  );
}
