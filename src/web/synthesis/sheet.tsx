import { type JSX, memo, useEffect, useMemo, useRef, useState } from "react";
import { type FigureSheet, type SheetPart, sheetFont } from "#figures";
import { Frame } from "../parts/frame.tsx";
import { useWhenSeen } from "./later.tsx";

/** What is drawn at once before it is known what is in view, as a share of the figure's width. */
const FIRST = 1.2;

/**
 * A figure in parts, which follow as a long page does: in view at once, elsewhere when there is time; and of each only
 * the layers that changed.
 */
export function Sheet(props: { readonly label: string; readonly sheet: FigureSheet }): JSX.Element {
  const { sheet } = props;
  const { id, width, height, parts } = sheet;
  const places = useRef<HTMLDivElement>(null);
  const seen = useSeen(places, parts.length);
  const room = useRoom(height);
  const opening = useRef(true);
  useEffect(() => {
    opening.current = false;
  }, []);
  const percent = (y: number): string => `${(100 * y) / height}%`;
  return (
    <Frame className="figure" label={props.label}>
      <div className="sheet" style={{ aspectRatio: `${width} / ${height}` }}>
        <svg
          viewBox={`0 0 ${width} ${room}`}
          style={{ aspectRatio: `${width} / ${room}` }}
          role="img"
          lang={sheet.language}
          aria-labelledby={`${id}-title ${id}-desc`}
          fontFamily={sheetFont}
        >
          <title id={`${id}-title`}>{sheet.title}</title>
          <Description id={`${id}-desc`} sheet={sheet} />
          {parts.map((part, at) => (
            <Part
              // Of another width, as on paper, nothing drawn before fits.
              // biome-ignore lint/suspicious/noArrayIndexKey: parts have their places
              key={`${width} ${at}`}
              part={part}
              seen={seen?.[at] ?? part.top < FIRST * width}
              opening={opening}
            />
          ))}
        </svg>
        <div ref={places} className="sheet-places" aria-hidden="true">
          {parts.map(({ top, bottom }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have their places
            <i key={at} style={{ top: percent(top), height: percent(bottom - top) }} />
          ))}
        </div>
      </div>
    </Frame>
  );
}

/** A share of the height kept free, so that rows can be added. */
const SPARE = 0.2;

/** Height to draw in: an SVG of another size lays out all its text anew, so it keeps one that serves. */
function useRoom(height: number): number {
  const [room, setRoom] = useState(0);
  if (height <= room && room <= height * (1 + 2 * SPARE)) return room;
  const next = Math.ceil(height * (1 + SPARE));
  setRoom(next);
  return next;
}

/** Which of the places are in view; null until it is known. */
function useSeen(places: { readonly current: HTMLElement | null }, count: number): readonly boolean[] | null {
  const [seen, setSeen] = useState<readonly boolean[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other parts have other places
  useEffect(() => {
    const all = [...(places.current?.children ?? [])];
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
