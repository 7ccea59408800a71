import type { JSX, ReactNode } from "react";

/** Title of a page, what it holds in one line, and its tools. */
export function PageHead(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly tools?: ReactNode;
}): JSX.Element {
  return (
    <div className="page-head">
      <div>
        <h1>{props.title}</h1>
        {props.children === undefined ? null : <p>{props.children}</p>}
      </div>
      {props.tools === undefined ? null : <div className="tools">{props.tools}</div>}
    </div>
  );
}

/** Nothing here yet: what that means and what comes next. */
export function Empty(props: { readonly title: string; readonly children?: ReactNode }): JSX.Element {
  return (
    <div className="empty">
      <strong>{props.title}</strong>
      {props.children}
    </div>
  );
}

export type Tone = "plain" | "warn" | "ok" | "wait" | "accent";

/** A word in a pill. */
export function Tag(props: { readonly tone?: Tone; readonly children: ReactNode }): JSX.Element {
  const tone = props.tone ?? "plain";
  return <span className={tone === "plain" ? "tag" : `tag ${tone}`}>{props.children}</span>;
}

/** A titled sheet. */
export function Card(props: {
  readonly title?: string | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}): JSX.Element {
  return (
    <section className={props.className === undefined ? "card" : `card ${props.className}`}>
      {props.title === undefined ? null : <h2>{props.title}</h2>}
      {props.children}
    </section>
  );
}
