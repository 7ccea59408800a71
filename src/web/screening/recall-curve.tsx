import { type JSX, useId } from "react";
import { useWords } from "../app/text.ts";

const WIDTH = 264;
const HEIGHT = 108;
const LEFT = 26;
const BOTTOM = 20;
const TOP = 8;

/**
 * Reports kept over reports read, with the line on which they would lie were they spread evenly over what
 * is read. The axis ends a little after what is read, so that the bend shows from the beginning.
 */
export function RecallCurve(props: {
  readonly curve: readonly (readonly [number, number])[];
  readonly total: number;
}): JSX.Element {
  const { t, number } = useWords();
  const title = useId();
  const { curve, total } = props;
  const [read, kept] = curve.at(-1) ?? [0, 0];
  const top = Math.max(1, kept);
  const wide = Math.max(1, Math.min(total, Math.max(20, Math.ceil(read * 1.25))));
  const x = (value: number): number => LEFT + (value / wide) * (WIDTH - LEFT - 6);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - TOP);
  const path = curve
    .map(([at, found], i) => `${i === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(found).toFixed(1)}`)
    .join("");
  const chance = read === 0 ? null : { x: x(read), y: y(kept) };
  const labelLeft = x(read) > WIDTH * 0.62;
  return (
    <svg className="curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title}>
      <title id={title}>
        {t("progress.curve", { read: number(read), total: number(total), kept: number(kept) })}
      </title>
      <path className="axis" d={`M${LEFT} ${TOP - 4}V${HEIGHT - BOTTOM}H${WIDTH - 4}`} />
      {chance === null ? null : (
        <path
          className="chance"
          d={`M${LEFT} ${HEIGHT - BOTTOM}L${chance.x.toFixed(1)} ${chance.y.toFixed(1)}`}
        />
      )}
      <path className="line" d={path} />
      <circle cx={x(read)} cy={y(kept)} r="3.5" />
      <text x={LEFT - 5} y={y(kept) + 4} textAnchor="end">
        {kept === 0 ? "" : number(kept)}
      </text>
      <text x={LEFT - 5} y={HEIGHT - BOTTOM + 4} textAnchor="end">
        0
      </text>
      <text x={x(read) + (labelLeft ? -8 : 8)} y={y(kept) + 14} textAnchor={labelLeft ? "end" : "start"}>
        {t("progress.kept", { kept: number(kept) })}
      </text>
      <text x={LEFT} y={HEIGHT - 4}>
        {t("progress.axis")}
      </text>
      <text x={WIDTH - 4} y={HEIGHT - 4} textAnchor="end">
        {number(wide)}
      </text>
    </svg>
  );
}
