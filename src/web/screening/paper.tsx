import { type JSX, type ReactNode, type RefObject, useCallback } from "react";
import type { ScreenItem } from "#contract";
import type { Decision, Highlight } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Decide, type Hint, Hints } from "./decide.tsx";
import { NoteField } from "./note-field.tsx";
import { Reading } from "./reading.tsx";
import { SIZES, useReadingView, WIDTHS } from "./reading-view.ts";
import type { Swipe } from "./swipe.ts";
import { useSwipe } from "./use-swipe.ts";

export interface PaperProps {
  readonly item: ScreenItem;
  readonly sheet: RefObject<HTMLElement | null>;
  readonly highlights: readonly Highlight[];
  readonly readOnly: boolean;
  readonly draftKey: string;
  readonly noting: "shown" | "writing" | null;
  readonly onNoteClose: () => void;
  readonly onDecide: (decision: Decision, how: "key" | "swipe") => void;
  /** Buttons within reach of a thumb. */
  readonly thumb: readonly Hint[];
  /** Why the report is shown now, and what people said of it. */
  readonly above: ReactNode;
  readonly below: ReactNode;
}

/** The report on screen with the choices under it; on a phone it is dragged aside to decide. */
export function Paper(props: PaperProps): JSX.Element {
  const { item, onDecide, readOnly } = props;
  const { size, width } = useReadingView();
  const land = useCallback((lands: "include" | "exclude") => onDecide(lands, "swipe"), [onDecide]);
  const { swipe, handlers } = useSwipe(land, !readOnly);
  return (
    <article className="paper" ref={props.sheet} aria-label={item.report.title}>
      {swipe === null ? null : <SwipeLabel swipe={swipe} />}
      <div
        className="sheet"
        data-swiping={swipe !== null || undefined}
        style={
          {
            "--size": `${SIZES[size]}px`,
            "--measure": `${WIDTHS[width]}ch`,
            "--drag": `${swipe?.dx ?? 0}px`,
          } as Record<string, string>
        }
        {...handlers}
      >
        {props.above}
        <Reading report={item.report} highlights={props.highlights} />
        {props.below}
      </div>
      <div className="foot-bar">
        {props.noting === null ? null : (
          <NoteField
            key={props.draftKey}
            draftKey={props.draftKey}
            focus={props.noting === "writing"}
            onClose={props.onNoteClose}
          />
        )}
        <Hints hints={props.thumb} className="thumb" />
        <Decide onDecide={(decision) => onDecide(decision, "key")} disabled={readOnly} />
      </div>
    </article>
  );
}

/** Says while a record is dragged what letting go would do. */
function SwipeLabel(props: { readonly swipe: Swipe }): JSX.Element {
  const words = useWords();
  const { dx, lands } = props.swipe;
  const decision = dx > 0 ? "include" : "exclude";
  return (
    <div
      className={`swipe ${decision === "include" ? "in" : "ex"}`}
      data-lands={lands !== null}
      aria-hidden="true"
    >
      <b>
        {decision === "include" ? "→ " : "← "}
        {words.named("act", decision)}
      </b>
      <span>{words.t(lands === null ? "screen.swipe-further" : "screen.swipe-release")}</span>
    </div>
  );
}
