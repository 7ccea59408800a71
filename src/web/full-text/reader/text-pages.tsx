import { type JSX, memo, type NamedExoticComponent, type RefObject, useEffect, useMemo } from "react";
import type { Highlight } from "../../api/types.ts";
import { useWords } from "../../app/text.ts";
import { useReadingStyle } from "../../parts/use-reading-style.ts";
import { highlight } from "../../screening/highlight.ts";
import { bringIntoView } from "../bring-into-view.ts";
import { placesOn } from "../pdf/find-hits.ts";
import type { PageText, PageTexts } from "../pdf/page-text.ts";
import type { Target } from "../pdf/pdf-page.tsx";

/** The text that was read out of the file, page by page, for those who would rather read it so. */
export function TextPages(props: {
  readonly pages: PageTexts;
  readonly highlights: readonly Highlight[];
  readonly query: string;
  readonly target: Target | null;
  readonly scroller: RefObject<HTMLElement | null>;
}): JSX.Element {
  const { t } = useWords();
  const { pages, scroller, target } = props;
  const reading = useReadingStyle();
  useEffect(() => {
    if (target === null) return;
    const page = scroller.current?.querySelector(`[data-page="${target.page}"]`);
    const hit = page?.querySelector(`mark[data-nth="${target.nth}"]`);
    bringIntoView(scroller.current, hit ?? page, hit == null ? "start" : "center");
  }, [target, scroller]);
  return (
    <section
      className="text-pages"
      style={reading}
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the text scrolls, so the keyboard must reach it
      tabIndex={0}
      aria-label={t("pdf.text")}
      data-arrows=""
    >
      {Array.from({ length: pages.count }, (_, at) => (
        <TextPage
          // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number
          key={at}
          number={at + 1}
          page={pages.at(at)}
          highlights={props.highlights}
          query={props.query}
          activeHit={target?.page === at + 1 ? target.nth : null}
        />
      ))}
    </section>
  );
}

interface TextPageProps {
  readonly number: number;
  readonly page: PageText;
  readonly highlights: readonly Highlight[];
  readonly query: string;
  readonly activeHit: number | null;
}

const TextPage: NamedExoticComponent<TextPageProps> = memo(function TextPage(
  props: TextPageProps,
): JSX.Element {
  const { t } = useWords();
  const { page, number } = props;
  const pieces = useMemo(
    () => piecesOf(page, props.highlights, props.query),
    [page, props.highlights, props.query],
  );
  return (
    <section data-page={number} aria-label={t("pdf.page", { page: number })}>
      <p className="soft num">{t("pdf.page", { page: number })}</p>
      {page.text.trim() === "" ? (
        <p className="soft">{t("pdf.no-text-on-page")}</p>
      ) : (
        <p className="abs">
          {pieces.map((piece, at) =>
            piece.kind === null ? (
              piece.text
            ) : (
              <mark
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
                key={at}
                data-kind={piece.kind}
                data-nth={piece.nth ?? undefined}
                className={piece.nth !== null && piece.nth === props.activeHit ? "active" : undefined}
              >
                {piece.text}
              </mark>
            ),
          )}
        </p>
      )}
    </section>
  );
});

interface MarkedPiece {
  readonly text: string;
  readonly kind: string | null;
  readonly nth: number | null;
}

/** Cuts a page where a term or what is looked for begins and ends; what is looked for goes before. */
function piecesOf(page: PageText, highlights: readonly Highlight[], query: string): readonly MarkedPiece[] {
  const pieces: MarkedPiece[] = [];
  const plain = (text: string): void => {
    for (const piece of highlight(text, highlights))
      if (piece.text !== "") pieces.push({ ...piece, nth: null });
  };
  let done = 0;
  for (const [nth, [from, to]] of placesOn(page, query).entries()) {
    plain(page.text.slice(done, from));
    pieces.push({ text: page.text.slice(from, to), kind: "hit", nth });
    done = to;
  }
  plain(page.text.slice(done));
  return pieces;
}
