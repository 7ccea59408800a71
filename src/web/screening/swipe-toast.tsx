import { type JSX, useEffect } from "react";
import type { Decision } from "../api/types.ts";
import { useWords } from "../app/text.ts";

export interface Swiped {
  readonly decision: Decision;
  readonly title: string;
  /** Tells one from the next. */
  readonly count: number;
}

const SHOWN = 6_000;

/** After a drag: what was decided, and the way back; it goes by itself and covers no choice. */
export function SwipeToast(props: {
  readonly swiped: Swiped | null;
  readonly onUndo: () => void;
  readonly onGone: () => void;
}): JSX.Element {
  const words = useWords();
  const { swiped, onGone } = props;
  useEffect(() => {
    if (swiped === null) return;
    const timer = setTimeout(onGone, SHOWN);
    return () => clearTimeout(timer);
  }, [swiped, onGone]);
  return (
    <div className="swipe-toast" role="status" data-shown={swiped !== null}>
      {swiped === null ? null : (
        <>
          <span>
            <b>{words.named("act", swiped.decision)}:</b> {swiped.title}
          </span>
          <button type="button" className="button" onClick={props.onUndo}>
            {words.t("undo.act")}
          </button>
        </>
      )}
    </div>
  );
}
