import type { JSX } from "react";
import { Frame } from "./frame.tsx";

/** A figure that is scrolled where it is wider than the page. */
export function Figure(props: {
  readonly label: string;
  readonly svg: string;
  readonly minWidth?: number;
}): JSX.Element {
  return (
    <Frame className="figure" label={props.label}>
      <Svg {...props} />
    </Frame>
  );
}

/**
 * A figure of our own figures room, set in the page so that it takes the page's colours. Its words are
 * escaped where it is drawn; no other mark-up is ever set this way.
 */
export function Svg(props: { readonly svg: string; readonly minWidth?: number }): JSX.Element {
  return (
    <div
      style={props.minWidth === undefined ? undefined : { minWidth: props.minWidth }}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by #figures, which escapes all text
      dangerouslySetInnerHTML={{ __html: props.svg }}
    />
  );
}
