import { type JSX, useEffect, useRef } from "react";
import type { SessionResponse } from "#contract";
import type { Conflict, Protocol, Stage } from "../api/types.ts";
import { usePreferences } from "../app/preferences.ts";
import { useSearchState } from "../app/search-state.ts";
import { useShortcuts } from "../app/shortcuts.ts";
import { useWords } from "../app/text.ts";
import { shortName } from "../parts/report-line.tsx";
import { useReadingStyle } from "../parts/use-reading-style.ts";
import { ConflictCard } from "../screening/conflict-card.tsx";
import { useHighlights } from "../screening/use-highlights.ts";
import { Settle } from "./settle.tsx";
import { Thread } from "./thread.tsx";

/** Conflicts in the list beside; J and K go to all of them. */
const LISTED = 100;

/** Conflicts one by one: J and K walk, I and X settle, C goes to the discussion. */
export function ConflictWalk(props: {
  readonly stage: Stage;
  readonly conflicts: readonly Conflict[];
  readonly session: SessionResponse;
  readonly protocol: Protocol;
}): JSX.Element | null {
  const { t, number } = useWords();
  const { highlight, shortcuts } = usePreferences();
  const { conflicts, stage, protocol } = props;
  const highlights = useHighlights(protocol);
  const [search, setSearch] = useSearchState();
  const place = useRef(0);
  const comment = useRef<HTMLTextAreaElement>(null);
  const sheet = useRef<HTMLElement>(null);
  const reading = useReadingStyle();
  const found = conflicts.findIndex(({ report }) => report.id === search["report"]);
  // What was settled is gone: the one that came after it takes its place.
  const at = found >= 0 ? found : Math.min(place.current, conflicts.length - 1);
  const conflict = conflicts[at];
  useEffect(() => {
    place.current = Math.max(0, at);
  }, [at]);
  const go = (to: number): void => {
    const next = conflicts[Math.min(conflicts.length - 1, Math.max(0, to))];
    if (next === undefined) return;
    setSearch({ report: next.report.id });
    sheet.current?.scrollIntoView({ block: "nearest" });
  };
  useShortcuts({ j: () => go(at + 1), k: () => go(at - 1), c: () => comment.current?.focus() });
  if (conflict === undefined) return null;
  const reasons = protocol.exclusionReasons.filter(({ stages }) => stages.includes(stage));
  return (
    <div className="two conflicts">
      <article className="card" ref={sheet} style={reading} aria-label={conflict.report.title}>
        <div className="row apart walk">
          <span className="num soft" role="status">
            {t("conflicts.place", { place: number(at + 1), total: number(conflicts.length) })}
          </span>
          <span className="row">
            <Step
              label={t("conflicts.previous")}
              letter="K"
              keys={shortcuts}
              off={at === 0}
              act={() => go(at - 1)}
            />
            <Step
              label={t("conflicts.next")}
              letter="J"
              keys={shortcuts}
              off={at === conflicts.length - 1}
              act={() => go(at + 1)}
            />
          </span>
        </div>
        <ConflictCard conflict={conflict} protocol={protocol} highlights={highlight ? highlights.now : []} />
        <Settle
          key={`settle ${conflict.report.id}`}
          stage={stage}
          conflict={conflict}
          session={props.session}
          reasons={reasons}
          onSettled={() => setSearch({ report: undefined })}
        />
        <Thread
          key={conflict.report.id}
          stage={stage}
          report={conflict.report.id}
          session={props.session}
          field={comment}
        />
      </article>
      <nav className="card conflict-list" aria-label={t("conflicts.list")}>
        <ol>
          {conflicts.slice(0, LISTED).map((one, index) => (
            <li key={one.report.id}>
              <button
                type="button"
                aria-current={index === at ? "true" : undefined}
                onClick={() => go(index)}
              >
                {shortName(one.report)}
                <small className="soft block">{one.report.title}</small>
              </button>
            </li>
          ))}
        </ol>
        {conflicts.length > LISTED ? (
          <p className="foot">{t("conflicts.list-cut", { count: conflicts.length - LISTED })}</p>
        ) : null}
      </nav>
    </div>
  );
}

function Step(props: {
  readonly label: string;
  readonly letter: string;
  readonly keys: boolean;
  readonly off: boolean;
  readonly act: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      className="button"
      disabled={props.off}
      aria-keyshortcuts={props.keys ? props.letter.toLowerCase() : undefined}
      onClick={props.act}
    >
      {props.label}
      {props.keys ? (
        <span className="key" aria-hidden="true">
          {props.letter}
        </span>
      ) : null}
    </button>
  );
}
