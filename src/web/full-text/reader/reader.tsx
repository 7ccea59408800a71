import { useNavigate } from "@tanstack/react-router";
import { type JSX, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { FullTextResponse, NextResponse, ReportResponse, SessionResponse } from "#contract";
import type { Decision, Highlight, Protocol } from "../../api/types.ts";
import { setPreferences, usePreferences } from "../../app/preferences.ts";
import { useSearchState } from "../../app/search-state.ts";
import { useShortcuts } from "../../app/shortcuts.ts";
import { useWords } from "../../app/text.ts";
import { ReportMeta } from "../../parts/report-line.tsx";
import { Segments } from "../../parts/segments.tsx";
import { useNarrow } from "../../parts/use-narrow.ts";
import { ReasonDialog } from "../../screening/dialogs.tsx";
import { readDraft } from "../../screening/note-field.tsx";
import { useHighlights } from "../../screening/use-highlights.ts";
import { type PageTexts, pageTexts } from "../pdf/page-text.ts";
import { PublicationStatus } from "../publication-status.tsx";
import { DocumentPane } from "./document-pane.tsx";
import { NoFile } from "./no-file.tsx";
import { ReaderKeys } from "./reader-keys.tsx";
import { ReaderSide } from "./reader-side.tsx";
import { ReaderHints, ReaderTools } from "./reader-tools.tsx";
import { SearchPanel } from "./search-panel.tsx";
import { type DocumentView, useDocumentView } from "./use-document-view.ts";
import { draftKeyOf, type FullTextVote, useFullTextVote } from "./use-full-text-vote.ts";
import { type Search, useSearch } from "./use-search.ts";

export interface ReaderProps {
  readonly fullText: FullTextResponse;
  readonly session: SessionResponse;
  readonly protocol: Protocol;
  /** The reader's own queue; undefined until it is known. */
  readonly next: NextResponse | undefined;
  readonly screening: ReportResponse["screening"];
}

const NO_MARKS: readonly Highlight[] = [];

/** A full text with all that the decision on it rests on. */
export function Reader(props: ReaderProps): JSX.Element {
  const { fullText, session, protocol, next } = props;
  const { report, file } = fullText;
  const { t } = useWords();
  const { highlight } = usePreferences();
  const [address, setAddress] = useSearchState();
  const narrow = useNarrow(900);
  const highlights = useHighlights(protocol);
  const marks = highlight ? highlights.now : NO_MARKS;
  const pages = useMemo(() => pageTexts(fullText.pages ?? []), [fullText.pages]);
  const hasText = useMemo(
    () => fullText.pages?.some((page) => page.trim() !== "") === true,
    [fullText.pages],
  );
  const search = useSearch(pages);
  const view = useDocumentView(search.goToPage);
  const field = useRef<HTMLInputElement>(null);
  const [noting, setNoting] = useState(() => readDraft(draftKeyOf(report.id)) !== "");
  const asText = address["view"] === "text";
  const tab = address["tab"] === "decide" ? "decide" : "read";
  const reasons = protocol.exclusionReasons.filter(({ stages }) => stages.includes("full-text"));
  const item = next?.items.find((one) => one.report.id === report.id);
  const vote = useFullTextVote(report.id, item?.round, useOpenReport());
  const choice = useChoice(vote, session.readOnly);
  const toggle = (): void => setPreferences({ highlight: !highlight });
  const find = (): void => {
    setAddress({ tab: undefined });
    // The field may be in the other tab until then.
    setTimeout(() => field.current?.select());
  };
  useShortcuts({
    i: () => choice.decide("include"),
    m: () => choice.decide("maybe"),
    x: () => choice.decide("exclude"),
    a: () => choice.decide("await"),
    ...Object.fromEntries(
      reasons.slice(0, 9).map((reason, at) => [String(at + 1), () => choice.decide("exclude", reason.id)]),
    ),
    u: vote.undo,
    n: () => {
      setAddress({ tab: "decide" });
      setNoting(true);
    },
    h: toggle,
    t: () => setAddress({ view: asText ? undefined : "text" }),
    "/": find,
    ...documentKeys(view),
    "?": () => choice.setOpen("keys"),
  });
  useFindKey(find, field);
  const hints = (
    <ReaderHints
      highlight={highlight}
      onHighlight={toggle}
      onUndo={vote.undo}
      onKeys={() => choice.setOpen("keys")}
    />
  );

  return (
    <div className="reader">
      <header className="reader-head">
        <div>
          <h1>{report.title === "" ? t("report.untitled") : report.title}</h1>
          <p className="soft reader-meta">
            <ReportMeta report={report} />
          </p>
        </div>
        <ReaderTools
          progress={next?.progress}
          bothWays={file !== null && hasText && !(narrow && tab === "decide")}
          asText={asText}
          view={view}
          onText={(text) => setAddress({ view: text ? "text" : undefined })}
        >
          {narrow ? null : hints}
        </ReaderTools>
      </header>
      <PublicationStatus row={fullText} />
      {narrow ? (
        <Segments<"read" | "decide">
          label={t("full-text.tabs")}
          value={tab}
          options={[
            { id: "read", label: file === null ? t("full-text.tab-report") : t("full-text.tab-pdf") },
            { id: "decide", label: t("full-text.tab-decide") },
          ]}
          onChange={(to) => setAddress({ tab: to === "decide" ? "decide" : undefined })}
        />
      ) : null}
      <div className="reader-body">
        {/* On a phone the other tab stays as it is, so that coming back finds the same place. */}
        <div className={narrow && tab !== "read" ? "reader-document away" : "reader-document"}>
          {file === null ? (
            <NoFile fullText={fullText} highlights={marks} readOnly={session.readOnly} />
          ) : (
            <Attached {...{ fullText, pages, hasText, asText, marks, search, view, field }} />
          )}
        </div>
        <ReaderSide
          hidden={narrow && tab !== "decide"}
          fullText={fullText}
          protocol={protocol}
          marks={marks}
          stopped={next?.stopped != null}
          round={item?.round !== undefined}
          hints={narrow ? hints : null}
          panel={{
            report: report.id,
            own: ownVote(props.screening, session.person.id),
            reasons,
            vote,
            noting,
            onNote: setNoting,
            onDecide: choice.decide,
            readOnly: session.readOnly,
          }}
        />
      </div>
      <ReaderKeys open={choice.open === "keys"} onClose={() => choice.setOpen(null)} />
      <ReasonDialog
        open={choice.open === "reason"}
        reasons={reasons}
        onClose={() => choice.setOpen(null)}
        onChoose={(reason) => choice.decide("exclude", reason)}
      />
    </div>
  );
}

/** The document with the field that looks in it. */
function Attached(props: {
  readonly fullText: FullTextResponse;
  readonly pages: PageTexts;
  readonly hasText: boolean;
  readonly asText: boolean;
  readonly marks: readonly Highlight[];
  readonly search: Search;
  readonly view: DocumentView;
  readonly field: RefObject<HTMLInputElement | null>;
}): JSX.Element {
  const { pages, search, view } = props;
  return (
    <>
      {props.hasText ? <SearchPanel field={props.field} search={search} /> : null}
      <DocumentPane
        fullText={props.fullText}
        pages={pages}
        hasText={props.hasText}
        asText={props.asText}
        zoom={view.zoom}
        highlights={props.marks}
        query={search.marked}
        target={search.target}
        scroller={view.scroller}
        onPage={view.setPlace}
      />
    </>
  );
}

interface Choice {
  readonly open: "keys" | "reason" | null;
  readonly setOpen: (open: "keys" | "reason" | null) => void;
  /** An exclusion without its reason asks for it. */
  readonly decide: (decision: Decision, reason?: string) => void;
}

function useChoice(vote: FullTextVote, readOnly: boolean): Choice {
  const [open, setOpen] = useState<Choice["open"]>(null);
  return {
    open,
    setOpen,
    decide: (decision, reason) => {
      if (readOnly || vote.sending) return;
      const asks = decision === "exclude" && reason === undefined;
      setOpen(asks ? "reason" : null);
      if (!asks) vote.decide(decision, reason);
    },
  };
}

function documentKeys(view: DocumentView): Readonly<Record<string, () => void>> {
  return {
    "+": () => view.step(1),
    "-": () => view.step(-1),
    "0": () => view.step(0),
    pagedown: () => view.scroll(0.9),
    pageup: () => view.scroll(-0.9),
    "]": () => view.turn(1),
    "[": () => view.turn(-1),
  };
}

function ownVote(
  screening: ReportResponse["screening"],
  person: string,
): ReportResponse["screening"][number]["votes"][number] | null {
  const doc = screening.find(({ stage }) => stage === "full-text");
  return doc?.votes.find(({ reviewer }) => reviewer === person) ?? null;
}

function useOpenReport(): (report: string | null) => void {
  const navigate = useNavigate();
  return (report) => {
    void navigate(
      report === null
        ? { to: "/full-text" }
        : { to: "/full-text/$reportId", params: { reportId: report } as never, search: {} as never },
    );
  };
}

/** Control and F look in the whole document, of which the browser sees only the pages that are drawn. */
function useFindKey(find: () => void, field: RefObject<HTMLElement | null>): void {
  const latest = useRef(find);
  latest.current = find;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      // A second time, or where there is no text to look in, the browser's own.
      if (field.current === null || document.activeElement === field.current) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [field]);
}
