import { type JSX, type ReactNode, useId } from "react";
import type { FigureSheet, PlotOptions } from "#figures";
import { complain, say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { Figure } from "../parts/svg.tsx";
import { useNarrow } from "../parts/use-narrow.ts";
import { attempt } from "./compute.ts";
import { type FigureLabel, fileName, labelledSvg, pngOf, saveFile, withFonts } from "./export-figure.ts";
import { Later } from "./later.tsx";
import { Sheet } from "./sheet.tsx";
import { troubleInWords } from "./trouble.ts";

interface FigureProps {
  readonly title: string;
  /** Draws it, for the page or for paper. @throws EvidensError numbers that cannot be drawn */
  readonly draw: (options: PlotOptions) => string;
  /** The same in parts, for a page that has many of them. @throws EvidensError as `draw` */
  readonly sheet?: (options: PlotOptions) => FigureSheet;
  readonly label: FigureLabel;
  readonly file: readonly string[];
  readonly children?: ReactNode;
}

/** A figure with its name, and itself as a file; drawn when it is to be seen. */
export function FigureCard(props: FigureProps): JSX.Element {
  return <Later>{() => <Drawn {...props} />}</Later>;
}

function Drawn(props: FigureProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { title, draw, label } = props;
  const narrow = useNarrow(760);
  const id = `figure-${useId().replace(/\W/g, "")}`;
  const drawn = attempt(() => drawnFor(props, narrow ? { id, width: "column" } : { id }));
  if ("code" in drawn) {
    return (
      <section className="card fig">
        <h2>{title}</h2>
        <p className="soft">{troubleInWords(drawn, words)}</p>
      </section>
    );
  }
  const onPaper = (): string => labelledSvg(draw({ id, palette: "print" }), label);
  const name = (extension: string): string =>
    `${fileName(...props.file, ...(label.length === 0 ? [] : [t("plan.file")]))}.${extension}`;
  const save = async (kind: "svg" | "png"): Promise<void> => {
    try {
      const svg = onPaper();
      const file =
        kind === "png" ? await pngOf(svg) : new Blob([await withFonts(svg)], { type: "image/svg+xml" });
      saveFile(name(kind), file);
      say(t("export.saved", { name: name(kind) }));
    } catch (error) {
      complain(error, t("export.failed"));
    }
  };
  return (
    <section className="card fig">
      <div className="row apart fig-head">
        <h2>{title}</h2>
        <span className="row">
          <button
            type="button"
            className="button quiet"
            aria-label={t("export.as", { title, kind: "SVG" })}
            onClick={() => void save("svg")}
          >
            SVG
          </button>
          <button
            type="button"
            className="button quiet"
            aria-label={t("export.as", { title, kind: "PNG" })}
            onClick={() => void save("png")}
          >
            PNG
          </button>
        </span>
      </div>
      {label.length === 0 ? null : <p className="exploratory">{label[0]}</p>}
      {"svg" in drawn ? (
        <Figure label={title} svg={drawn.svg} />
      ) : (
        <Sheet label={title} sheet={drawn.sheet} />
      )}
      {props.children}
    </section>
  );
}

function drawnFor(
  { draw, sheet }: FigureProps,
  options: PlotOptions,
): { readonly svg: string } | { readonly sheet: FigureSheet } {
  return sheet === undefined ? { svg: draw(options) } : { sheet: sheet(options) };
}
