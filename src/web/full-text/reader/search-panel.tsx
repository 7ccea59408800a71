import { type JSX, type RefObject, useId } from "react";
import { useWords } from "../../app/text.ts";
import type { Hit } from "../pdf/find-hits.ts";
import type { Search } from "./use-search.ts";

/** Looks for words in the full text: how often, where, and the way from one to the next. */
export function SearchPanel(props: {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly search: Search;
}): JSX.Element {
  const { t, number } = useWords();
  const id = useId();
  const { query, found, active, ask: onQuery, goTo: onHit } = props.search;
  const { hits, total } = found;
  const step = (by: number): void => {
    if (hits.length > 0) onHit((Math.max(active, by > 0 ? -1 : 0) + by + hits.length) % hits.length);
  };
  const asked = query.trim() !== "";
  return (
    <search className="finder">
      <label className="hidden" htmlFor={id}>
        {t("pdf.find")}
      </label>
      <input
        id={id}
        ref={props.field}
        className="input"
        type="search"
        value={query}
        maxLength={200}
        placeholder={t("pdf.find")}
        aria-keyshortcuts="/ Control+F"
        onChange={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            step(event.shiftKey ? -1 : 1);
          }
          if (event.key === "Escape") {
            onQuery("");
            event.currentTarget.blur();
          }
        }}
      />
      <span className="num soft" role="status">
        {!asked
          ? ""
          : total === 0
            ? t("pdf.no-hits")
            : active < 0
              ? t("pdf.hits", { count: total, shown: number(total) })
              : t("pdf.hit-of", { hit: number(active + 1), total: number(total) })}
      </span>
      <button
        type="button"
        className="button"
        disabled={hits.length === 0}
        aria-label={t("pdf.previous-hit")}
        onClick={() => step(-1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="button"
        disabled={hits.length === 0}
        aria-label={t("pdf.next-hit")}
        onClick={() => step(1)}
      >
        ↓
      </button>
      {asked && hits.length > 0 ? (
        <details className="hit-list">
          <summary>{t("pdf.hit-list")}</summary>
          <ol>
            {hits.slice(0, LISTED).map((hit, at) => (
              <li key={`${hit.page} ${hit.nth}`}>
                <HitButton hit={hit} current={at === active} onClick={() => onHit(at)} />
              </li>
            ))}
          </ol>
          {total > LISTED ? <p className="foot">{t("pdf.hits-cut", { shown: LISTED })}</p> : null}
        </details>
      ) : null}
    </search>
  );
}

/** Hits in the list; the arrows go to all of them. */
const LISTED = 200;

function HitButton(props: {
  readonly hit: Hit;
  readonly current: boolean;
  readonly onClick: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { hit } = props;
  return (
    <button type="button" aria-current={props.current ? "true" : undefined} onClick={props.onClick}>
      <span className="num soft">{t("pdf.page-short", { page: hit.page })}</span>
      <span>
        {hit.before}
        <mark data-kind="hit">{hit.match}</mark>
        {hit.after}
      </span>
    </button>
  );
}
