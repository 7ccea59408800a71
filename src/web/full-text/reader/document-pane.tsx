import { type JSX, lazy, type RefObject, Suspense, useState } from "react";
import type { FullTextResponse } from "#contract";
import type { Highlight } from "../../api/types.ts";
import { useWords } from "../../app/text.ts";
import { Loading } from "../../parts/loading.tsx";
import type { PdfTrouble } from "../pdf/open-pdf.ts";
import type { PageTexts } from "../pdf/page-text.ts";
import type { Target } from "../pdf/pdf-page.tsx";
import { TextPages } from "./text-pages.tsx";

// The PDF reader is ten times the rest of the page, and many a report has no file.
const PdfView = lazy(() => import("../pdf/pdf-view.tsx").then((module) => ({ default: module.PdfView })));

export interface DocumentPaneProps {
  readonly fullText: FullTextResponse;
  readonly pages: PageTexts;
  readonly hasText: boolean;
  /** Text rather than pictures of pages, by choice. */
  readonly asText: boolean;
  readonly zoom: number;
  readonly highlights: readonly Highlight[];
  readonly query: string;
  readonly target: Target | null;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onPage: (page: number, pages: number) => void;
}

/** The attached file as its pages, or as its text where the pages cannot be shown or are not wanted. */
export function DocumentPane(props: DocumentPaneProps): JSX.Element {
  const { t } = useWords();
  const { fullText, pages, hasText, asText, scroller } = props;
  const { report, file } = fullText;
  const [trouble, setTrouble] = useState<PdfTrouble | null>(null);
  const shared = { highlights: props.highlights, query: props.query, target: props.target, scroller };
  return (
    <div className="document">
      <div aria-live="polite">
        {trouble === null ? null : (
          <p className="banner">
            <b>{t(`pdf.trouble-${trouble}`)}</b>
            <span>{hasText ? t("pdf.text-instead") : t("pdf.no-text-either")}</span>
          </p>
        )}
        {file?.text?.scanned === true ? (
          <p className="banner">
            <b>{t("full-text.state-scanned")}</b>
            <span>{t("pdf.scanned")}</span>
          </p>
        ) : null}
        {file !== null && file.text === undefined && trouble === null ? (
          <p className="banner">
            <b>{t("full-text.state-unread")}</b>
            <span>{file.unread}</span>
          </p>
        ) : null}
      </div>
      {(asText || trouble !== null) && hasText ? (
        <TextPages pages={pages} {...shared} />
      ) : trouble !== null ? (
        <p className="row">
          <a
            className="button"
            href={`/api/full-texts/${encodeURIComponent(report.id)}/file`}
            download={file?.fileName}
          >
            {t("full-text.download")}
          </a>
        </p>
      ) : (
        <Suspense fallback={<Loading />}>
          <PdfView
            // Another file of the same report is read afresh.
            key={file?.hash}
            url={`/api/full-texts/${encodeURIComponent(report.id)}/file`}
            zoom={props.zoom}
            {...shared}
            onPage={props.onPage}
            onTrouble={setTrouble}
          />
        </Suspense>
      )}
    </div>
  );
}
