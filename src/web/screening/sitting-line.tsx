import type { JSX } from "react";
import { useWords } from "../app/text.ts";
import { useReadingView } from "./reading-view.ts";
import { pacePerHour, restIsDue } from "./sitting.ts";
import type { UseSitting } from "./use-sitting.ts";

/** What was read in this sitting and how fast, or a hint at a rest; one quiet line that never blocks. */
export function SittingLine(props: { readonly use: UseSitting }): JSX.Element | null {
  const { t, number } = useWords();
  const { pace } = useReadingView();
  const { sitting, now, rested } = props.use;
  if (restIsDue(sitting, now)) {
    return (
      <p className="sitting rest" role="status">
        {t("screen.rest", { minutes: number(Math.round((now - sitting.since) / 60_000)) })}{" "}
        <button type="button" className="button quiet" onClick={rested}>
          {t("screen.rest-seen")}
        </button>
      </p>
    );
  }
  if (!pace || sitting.decided === 0) return null;
  const perHour = pacePerHour(sitting);
  return (
    <p className="sitting num">
      {t("screen.sitting", { count: sitting.decided })}
      {perHour === null ? "" : ` · ${t("screen.pace", { perHour: number(perHour) })}`}
    </p>
  );
}
