import type { JSX } from "react";

/**
 * A figure of our own figures room, set in the page so that it takes the page's colours. Its words are
 * escaped where it is drawn; no other mark-up is ever set this way.
 */
export function Figure(props: { readonly svg: string; readonly minWidth?: number }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a figure wider than the screen is scrolled by keyboard
    <div className="figure" tabIndex={0} role="group" aria-label={titleOf(props.svg)}>
      <div
        style={props.minWidth === undefined ? undefined : { minWidth: props.minWidth }}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by #figures, which escapes all text
        dangerouslySetInnerHTML={{ __html: props.svg }}
      />
    </div>
  );
}

function titleOf(svg: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/.exec(svg)?.[1] ?? "";
  return new DOMParser().parseFromString(title, "text/html").body.textContent ?? "";
}
