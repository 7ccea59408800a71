import type { JSX, ReactNode } from "react";
import type { NextResponse } from "#contract";
import { useWords } from "../../app/text.ts";
import { Segments } from "../../parts/segments.tsx";
import { Hints } from "../../screening/decide.tsx";
import type { DocumentView } from "./use-document-view.ts";

/** How the document is shown: pages or text, which page, how large. */
export function ReaderTools(props: {
  readonly progress: NextResponse["progress"] | undefined;
  /** There is a file, and text was read out of it: it can be shown either way. */
  readonly bothWays: boolean;
  readonly asText: boolean;
  readonly view: DocumentView;
  readonly onText: (asText: boolean) => void;
  readonly children: ReactNode;
}): JSX.Element {
  const { t, number, percent } = useWords();
  const { progress, view } = props;
  const { place } = view;
  const pages = !props.asText && place.pages > 0;
  return (
    <div className="reader-tools">
      {progress === undefined ? null : (
        <span className="soft num">
          {t("screen.progress", { read: number(progress.read), total: number(progress.inStage) })}
        </span>
      )}
      {props.bothWays ? (
        <Segments<"pages" | "text">
          label={t("pdf.view")}
          value={props.asText ? "text" : "pages"}
          options={[
            { id: "pages", label: t("pdf.view-pages") },
            { id: "text", label: t("pdf.view-text") },
          ]}
          onChange={(to) => props.onText(to === "text")}
        />
      ) : null}
      {pages ? (
        <>
          <Stepper
            label={t("pdf.page-label")}
            less={["↑", t("pdf.previous-page")]}
            more={["↓", t("pdf.next-page")]}
            onStep={view.turn}
          >
            {number(place.page)} / {number(place.pages)}
          </Stepper>
          <Stepper
            label={t("pdf.zoom")}
            less={["−", t("pdf.smaller")]}
            more={["+", t("pdf.larger")]}
            onStep={view.step}
          >
            {percent(100 * view.zoom)}
          </Stepper>
        </>
      ) : null}
      {props.children}
    </div>
  );
}

function Stepper(props: {
  readonly label: string;
  /** What is on the button, and its name. */
  readonly less: readonly [string, string];
  readonly more: readonly [string, string];
  readonly onStep: (by: number) => void;
  readonly children: ReactNode;
}): JSX.Element {
  return (
    <span className="stepper">
      <button type="button" aria-label={props.less[1]} onClick={() => props.onStep(-1)}>
        {props.less[0]}
      </button>
      <span className="num">
        <span className="hidden">{props.label} </span>
        {props.children}
      </span>
      <button type="button" aria-label={props.more[1]} onClick={() => props.onStep(1)}>
        {props.more[0]}
      </button>
    </span>
  );
}

/** What else a key does; each is a button too. */
export function ReaderHints(props: {
  readonly highlight: boolean;
  readonly onHighlight: () => void;
  readonly onUndo: () => void;
  readonly onKeys: () => void;
}): JSX.Element {
  const { t } = useWords();
  return (
    <Hints
      hints={[
        { key: "U", label: t("hint.undo"), act: props.onUndo },
        { key: "H", label: t("hint.highlight"), act: props.onHighlight, pressed: props.highlight },
        { key: "?", label: t("hint.keys"), act: props.onKeys },
      ]}
    />
  );
}
