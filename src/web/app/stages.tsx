import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import type { StageCounts } from "#contract";
import { type TextKey, useWords, type Words } from "./text.ts";

interface StageEntry {
  readonly to: string;
  readonly label: TextKey;
  readonly count?: (counts: StageCounts, words: Words) => string;
  /** Nothing is left to do here, as far as counts can tell. */
  readonly done?: (counts: StageCounts) => boolean;
  /** Pages of the stage beside its own; shown while one is in it. */
  readonly beside?: readonly { readonly to: string; readonly label: TextKey }[];
}

const beside = (stage: string): NonNullable<StageEntry["beside"]> => [
  { to: `${stage}/conflicts`, label: "conflicts.title" },
  { to: `${stage}/agreement`, label: "agreement.title" },
  { to: `${stage}/setup`, label: "setup.short" },
];

const of = (part: { readonly read: number; readonly inStage: number }): string =>
  part.inStage === 0 ? "" : part.read >= part.inStage ? `${part.inStage}` : `${part.read} / ${part.inStage}`;
const all = (part: { readonly read: number; readonly inStage: number }): boolean =>
  part.inStage > 0 && part.read >= part.inStage;
const some = (count: number): string => (count === 0 ? "" : String(count));

/** The way of the review, in the order of the work. */
const WAY: readonly StageEntry[] = [
  { to: "/", label: "page.overview" },
  {
    to: "/protocol",
    label: "page.protocol",
    count: (counts) => (counts.protocolVersion === 0 ? "" : `v${counts.protocolVersion}`),
    done: (counts) => counts.protocolVersion > 0,
  },
  {
    to: "/search",
    label: "page.search",
    count: (counts) => some(counts.sources),
    done: (counts) => counts.records > 0,
  },
  {
    to: "/records",
    label: "page.records",
    count: (counts, { number }) => (counts.records === 0 ? "" : number(counts.records)),
    done: (counts) => counts.records > 0,
  },
  {
    to: "/duplicates",
    label: "page.duplicates",
    count: (counts) => some(counts.duplicates),
  },
  {
    to: "/screen",
    label: "page.screen",
    count: (counts) => of(counts.screen),
    done: (counts) => all(counts.screen),
    beside: beside("/screen"),
  },
  {
    to: "/full-text",
    label: "page.full-text",
    count: (counts) => of(counts.fullText),
    done: (counts) => all(counts.fullText),
    beside: beside("/full-text"),
  },
  { to: "/extract", label: "page.extract", count: (counts) => some(counts.studies) },
  { to: "/appraise", label: "page.appraise", count: (counts) => some(counts.appraised) },
  { to: "/participants", label: "page.participants" },
  { to: "/synthesis", label: "page.synthesis", count: (counts) => some(counts.analyses) },
  { to: "/mechanisms", label: "page.mechanisms", count: (counts) => some(counts.mechanisms) },
  { to: "/themes", label: "page.themes", count: (counts) => some(counts.themes) },
  { to: "/report", label: "page.report" },
];

const LOG: StageEntry = {
  to: "/log",
  label: "page.log",
  count: (counts, { number }) => number(counts.events),
};

/** The entry a path belongs to. */
export function currentStage(path: string): StageEntry {
  const found = [...WAY.slice(1), LOG].find((entry) => path === entry.to || path.startsWith(`${entry.to}/`));
  return found ?? WAY[0]!;
}

export interface StagesProps {
  readonly path: string;
  readonly counts: StageCounts | undefined;
}

/** The list of the rail; counts are read out with their entry. */
export function Stages(props: StagesProps): JSX.Element {
  const current = currentStage(props.path);
  return (
    <ul className="stages">
      {WAY.map((entry) => (
        <StageLink
          key={entry.to}
          entry={entry}
          path={entry === current ? props.path : null}
          counts={props.counts}
        />
      ))}
      <li className="gap" aria-hidden="true" />
      <StageLink entry={LOG} path={LOG === current ? props.path : null} counts={props.counts} />
    </ul>
  );
}

function StageLink(props: {
  readonly entry: StageEntry;
  /** Where one is, when it is in this stage. */
  readonly path: string | null;
  readonly counts: StageCounts | undefined;
}): JSX.Element {
  const words = useWords();
  const { entry, counts, path } = props;
  const inside = path === null ? [] : (entry.beside ?? []);
  const here = inside.find(({ to }) => path === to);
  const count = counts === undefined ? "" : (entry.count?.(counts, words) ?? "");
  const done = counts !== undefined && entry.done?.(counts) === true;
  return (
    <li>
      <Link to={entry.to} search={{} as never} aria-current={current(path !== null, here === undefined)}>
        <span>{words.t(entry.label)}</span>
        {count === "" ? null : <span className={done ? "count done" : "count"}>{count}</span>}
      </Link>
      {inside.length === 0 ? null : (
        <ul className="beside">
          {inside.map((page) => (
            <li key={page.to}>
              <Link to={page.to} search={{} as never} aria-current={page === here ? "page" : undefined}>
                {words.t(page.label)}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** In a page beside the stage's own, the stage is where one is, and not the page. */
function current(inStage: boolean, onPage: boolean): "page" | "true" | undefined {
  if (!inStage) return undefined;
  return onPage ? "page" : "true";
}
