import { type JSX, memo, useEffect, useMemo, useRef, useState } from "react";
import { type FigureSheet, type SheetPart, sheetFont } from "#figures";
import { useWhenSeen } from "./later.tsx";

/** What is drawn at once before it is known what is in view, as a share of the figure's width. */
const FIRST = 1.2;

/**
 * A figure in parts, which follow as a long page does: in view at once, elsewhere when there is time; and of each only
 * the layers that changed. The first part is the ground of the others; each of them is an SVG of its own, so that the
 * browser lays out and paints only those in view that changed.
 */
export function Sheet(props: {
  readonly sheet: FigureSheet;
  /** Whether it is only being prepared: then what would be in view is drawn when there is time, and nothing else. */
  readonly behind: boolean;
}): JSX.Element {
  const { sheet, behind } = props;
  const { id, width, height, parts } = sheet;
  const drawn = useRef<HTMLDivElement>(null);
  const [ground, ...rest] = parts;
  const seen = useSeen(drawn, rest.length);
  const opening = useRef(true);
  useEffect(() => {
    opening.current = false;
  }, []);
  const percent = (y: number): string => `${(100 * y) / height}%`;
  return (
    <div className="sheet" style={{ aspectRatio: `${width} / ${height}` }}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        lang={sheet.language}
        aria-labelledby={`${id}-title ${id}-desc`}
        fontFamily={sheetFont}
      >
        <title id={`${id}-title`}>{sheet.title}</title>
        <Description id={`${id}-desc`} sheet={sheet} />
        {ground === undefined ? null : <Part key={width} part={ground} seen={!behind} opening={opening} />}
      </svg>
      <div ref={drawn} className="sheet-parts" aria-hidden="true">
        {rest.map((part, at) => (
          // biome-ignore lint/a11y/noSvgWithoutTitle: the first has the words of all
          <svg
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have their places
            key={at}
            viewBox={`0 ${part.top} ${width} ${part.bottom - part.top}`}
            style={{ top: percent(part.top), aspectRatio: `${width} / ${part.bottom - part.top}` }}
            fontFamily={sheetFont}
          >
            <Part
              // Of another width, as on paper, nothing drawn before fits.
              key={width}
              part={behind && seen?.[at] !== true ? NOTHING : part}
              seen={!behind && (seen?.[at] ?? part.top < FIRST * width)}
              opening={opening}
            />
          </svg>
        ))}
      </div>
    </div>
  );
}

/** Which parts are in view; null until it is known. */
function useSeen(drawn: { readonly current: HTMLElement | null }, count: number): readonly boolean[] | null {
  const [seen, setSeen] = useState<readonly boolean[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other parts stand elsewhere
  useEffect(() => {
    const all = [...(drawn.current?.children ?? [])];
    const observer = new IntersectionObserver((entries) => {
      const found = new Map(entries.map(({ target, isIntersecting }) => [target, isIntersecting]));
      setSeen((before) => all.map((one, at) => found.get(one) ?? before?.[at] ?? true));
    });
    for (const one of all) observer.observe(one);
    return () => observer.disconnect();
  }, [count]);
  return seen;
}

const NOTHING: SheetPart = { top: 0, bottom: 0, layers: () => [] };

const Part = memo(function Part(props: {
  readonly part: SheetPart;
  readonly seen: boolean;
  /** Whether the figure is new: only then may a part out of sight be empty for a moment. */
  readonly opening: { readonly current: boolean };
}): JSX.Element {
  const part = useWhenSeen(props.part, props.seen, props.opening.current ? NOTHING : props.part);
  const layers = useMemo(() => part.layers(), [part]);
  return (
    <g>
      {layers.map((markup, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: layers have their places
        <Layer key={at} markup={markup} />
      ))}
    </g>
  );
});

/** Mark-up of our own figures room, which escapes all text; no other is ever set this way. */
const Layer = memo(function Layer({ markup }: { readonly markup: string }): JSX.Element {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by #figures, which escapes all text
  return <g dangerouslySetInnerHTML={{ __html: markup }} />;
});

/** The figure in words: nobody sees it, so it follows when there is time. */
const Description = memo(function Description(props: {
  readonly id: string;
  readonly sheet: FigureSheet;
}): JSX.Element {
  const sheet = useWhenSeen(props.sheet, false, props.sheet);
  const words = useMemo(() => sheet.describe(), [sheet]);
  return <desc id={props.id}>{words}</desc>;
});
