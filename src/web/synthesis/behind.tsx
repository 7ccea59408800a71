import { type JSX, type ReactNode, startTransition, useEffect, useState } from "react";
import { whenQuiet } from "./later.tsx";

interface Layer<T> {
  readonly key: number;
  readonly of: T;
}

/**
 * What is shown, and behind it, laid out but not to be seen, what may be shown next: then it has only to be uncovered.
 * Anything else that comes takes the place of what is shown.
 *
 * @param shown compared by identity, as is `coming`
 */
export function Behind<T>(props: {
  readonly shown: T;
  readonly coming: T | null;
  readonly children: (one: T, behind: boolean) => ReactNode;
}): JSX.Element {
  const { shown, coming, children } = props;
  const [layers, setLayers] = useState<Layers<T>>({ left: null, front: { key: 0, of: shown }, coming: null });
  const now = layersFor(layers, shown, coming);
  if (now !== layers) setLayers(now);
  const { left } = now;
  useEffect(() => {
    // Taking it from the page takes time, of which the frame that uncovers has none to spare.
    if (left !== null)
      return whenQuiet(() => startTransition(() => setLayers((then) => ({ ...then, left: null }))));
  }, [left]);
  return (
    <div className="front-and-behind">
      {[left, now.front, now.coming].map((layer) =>
        layer === null ? null : (
          <div
            key={layer.key}
            {...(layer === now.front
              ? {}
              : { className: layer === left ? "behind left" : "behind", "aria-hidden": true })}
          >
            {children(layer.of, layer !== now.front)}
          </div>
        ),
      )}
    </div>
  );
}

interface Layers<T> {
  /** What was shown before, until there is time to take it away. */
  readonly left: Layer<T> | null;
  readonly front: Layer<T>;
  readonly coming: Layer<T> | null;
}

function layersFor<T>(before: Layers<T>, shown: T, coming: T | null): Layers<T> {
  const { front } = before;
  const next = coming === shown ? null : coming;
  if (front.of === shown && (before.coming?.of ?? null) === next) return before;
  const uncovered = front.of !== shown && before.coming?.of === shown;
  const { key } = uncovered ? before.coming : front;
  return {
    left: uncovered ? front : before.left,
    front: { key, of: shown },
    coming: next === null ? null : { key: key + 1, of: next },
  };
}
