import type { JSX } from "react";
import { Segments, type SegmentsProps } from "../parts/segments.tsx";

/** A few choices side by side, with what they are of before them. */
export function LabelledSegments<T extends string>(props: SegmentsProps<T>): JSX.Element {
  return (
    <div className="labelled">
      <span className="soft" aria-hidden="true">
        {props.label}
      </span>
      <Segments {...props} />
    </div>
  );
}
