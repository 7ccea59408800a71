import { type JSX, type ReactNode, useId, useState } from "react";
import type { FigureSheet, PlotOptions } from "#figures";
import { complain, say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Svg } from "../parts/svg.tsx";
import { useNarrow } from "../parts/use-narrow.ts";
import { Behind } from "./behind.tsx";
import { attempt, type Computed, type Trouble } from "./compute.ts";
import {
  type FigureLabel,
  fileName,
  labelledSvg,
  pdfOf,
  pngOf,
  saveFile,
  withFonts,
} from "./export-figure.ts";
import { useForeseen } from "./foresight.tsx";
import { Later } from "./later.tsx";
import { isRemembered, remembered } from "./remembered.ts";
import { TroubleText } from "./said-text.tsx";
import { Sheet } from "./sheet.tsx";
import type { Shown } from "./shown.ts";

export interface Drawing {
  /** Draws it, for the page or for paper. @throws EvidensError numbers that cannot be drawn */
  readonly draw: (options: PlotOptions) => string;
  /** The same in parts, for a page that has many of them. @throws EvidensError as `draw` */
  readonly sheet?: (options: PlotOptions) => FigureSheet;
  /** The same on pages of paper, where it may be higher than one. */
  readonly pages?: (options: PlotOptions) => readonly string[];
}

interface FigureProps extends Drawing {
  readonly title: string;
  /** How to draw it of what else a reader may choose; without it, it is drawn at each change. */
  readonly ahead?: Ahead;
  readonly label: FigureLabel;
  readonly file: readonly string[];
  readonly children?: ReactNode;
}

/** A figure that can be drawn before what it shows is chosen. */
interface Ahead {
  readonly computed: Computed;
  /** What it depends on besides. */
  readonly by: string;
  readonly figure: (of: Shown) => Drawing;
}

/** Says how a figure is drawn of what is shown, now or ahead; `by` is what else it depends on. */
export function figureOf(
  shown: Shown,
  figure: (of: Shown) => Drawing,
  by = "",
): Drawing & { readonly ahead: Ahead } {
  return { ...figure(shown), ahead: { computed: shown.computed, by, figure } };
}

const KINDS = ["svg", "png", "pdf"] as const;
type Kind = (typeof KINDS)[number];

/** A figure with its name, and itself as a file; drawn when it is to be seen. */
export function FigureCard(props: FigureProps): JSX.Element {
  const narrow = useNarrow(760);
  const id = `figure-${useId().replace(/\W/g, "")}`;
  const options: PlotOptions = narrow ? { id, width: "column" } : { id };
  const { ahead } = props;
  const ready = ahead !== undefined && isRemembered(ahead.computed, keyOf(ahead, options));
  return <Later ready={ready}>{() => <Card {...{ ...props, id, options }} />}</Later>;
}

function Card(props: FigureProps & { readonly id: string; readonly options: PlotOptions }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { title, draw, label, id, options } = props;
  const drawn = drawnFor(props, props.ahead, options);
  const { ahead } = props;
  const [coming, setComing] = useState<Drawn | null>(null);
  useForeseen(
    ahead === undefined
      ? null
      : (next) => setComing(drawnFor(ahead.figure(next), { ...ahead, computed: next.computed }, options)),
    () => setComing(null),
  );
  if ("code" in drawn) {
    return (
      <section className="card fig">
        <h2>{title}</h2>
        <p className="soft">
          <TroubleText why={drawn} />
        </p>
      </section>
    );
  }
  const paper: PlotOptions = { id, palette: "print" };
  const onPaper = (): string => labelledSvg(draw(paper), label);
  const pdf = async (): Promise<Blob> => {
    const pages = props.pages?.(paper).map((page) => labelledSvg(page, label)) ?? [onPaper()];
    const { file, lacking } = await pdfOf(pages);
    if (lacking !== "") say(t("export.pdf-lacks", { characters: lacking }));
    return file;
  };
  const name = (extension: string): string =>
    `${fileName(...props.file, ...(label.length === 0 ? [] : [t("plan.file")]))}.${extension}`;
  const make: Readonly<Record<Kind, () => Promise<Blob>>> = {
    svg: async () => new Blob([await withFonts(onPaper())], { type: "image/svg+xml" }),
    png: () => pngOf(onPaper()),
    pdf,
  };
  const save = async (kind: Kind): Promise<void> => {
    try {
      saveFile(name(kind), await make[kind]());
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
          {KINDS.map((kind) => (
            <button
              key={kind}
              type="button"
              className="button quiet"
              aria-label={t("export.as", { title, kind: kind.toUpperCase() })}
              onClick={() => void save(kind)}
            >
              {kind.toUpperCase()}
            </button>
          ))}
        </span>
      </div>
      {label.length === 0 ? null : <p className="exploratory">{label[0]}</p>}
      <Frame className="figure" label={title}>
        <Behind shown={drawn} coming={coming === null || "code" in coming ? null : coming}>
          {(one, behind) =>
            "svg" in one ? <Svg svg={one.svg} /> : <Sheet sheet={one.sheet} behind={behind} />
          }
        </Behind>
      </Frame>
      {props.children}
    </section>
  );
}

type Drawn = { readonly svg: string } | { readonly sheet: FigureSheet } | Trouble;

function drawnFor({ draw, sheet }: Drawing, ahead: Ahead | undefined, options: PlotOptions): Drawn {
  const make = (): Drawn =>
    attempt(() => (sheet === undefined ? { svg: draw(options) } : { sheet: sheet(options) }));
  if (ahead === undefined) return make();
  return remembered(ahead.computed, keyOf(ahead, options), make);
}

const keyOf = ({ by }: Ahead, options: PlotOptions): string => `figure ${JSON.stringify([options, by])}`;
