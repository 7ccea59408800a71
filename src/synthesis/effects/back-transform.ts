import { EvidensError } from "#kernel";
import { normalCdf } from "#numerics";
import type { Remark } from "../types.ts";
import type { EffectMeasureId, EffectScale } from "./effect-size.types.ts";
import { effectMeasures } from "./registry.ts";

export interface BackTransformOptions {
  /** People, needed for PFT: of the study, or for a pooled value a stated stand-in such as the harmonic mean. */
  readonly n?: number;
  /** Person-time, needed for IRFT in the same way. */
  readonly time?: number;
}

/** A value as readers see it, with what they must know about the way back. */
export interface BackTransformed {
  readonly value: number;
  readonly caveats: readonly Remark[];
}

const NOT_THE_MEAN: Remark = {
  code: "not-the-mean",
  text: {
    en: "Transformed back, a pooled value is a median or a geometric mean, not the mean of the studies’ own values.",
    nb: "Transformert tilbake er en samlet verdi en median eller et geometrisk gjennomsnitt, ikke gjennomsnittet av studienes egne verdier.",
  },
};
const STATED_SIZE: Remark = {
  code: "stated-size",
  text: {
    en: "The way back from this scale depends on a sample size. A pooled value has none: with a stand-in size it can mislead and even leave the range of the studies. Prefer log odds or a binomial model.",
    nb: "Veien tilbake fra denne skalaen avhenger av en utvalgsstørrelse. En samlet verdi har ingen: med en erstatning kan den villede og til og med havne utenfor studienes område. Bruk heller log odds eller en binomisk modell.",
  },
};
const BOUNDED: Remark = {
  code: "set-to-bound",
  text: {
    en: "The value lay beyond what the scale can reach and was set to its end.",
    nb: "Verdien lå utenfor det skalaen kan nå, og er satt til ytterpunktet.",
  },
};

function sizeOf(measure: EffectMeasureId, name: "n" | "time", size: number | undefined): number {
  if (size !== undefined && Number.isFinite(size) && size > 0) return size;
  throw new EvidensError({
    code: "synthesis/bad-option",
    kind: "invalid",
    message: `Transforming ${measure} back needs ${name} above 0; it is ${size}.`,
    remedy:
      name === "n"
        ? "State the sample size, such as the harmonic mean of the studies."
        : "State the person-time, such as the harmonic mean of the studies.",
  });
}

type Way = (y: number, size: number) => { readonly value: number; readonly bounded: boolean };

const plain =
  (of: (y: number) => number): Way =>
  (y) => ({ value: of(y), bounded: false });
/** Inside [from, to] by `of`, beyond it the end that it would tend to. */
const bounded = (
  y: number,
  ends: readonly [number, number],
  of: () => number,
  at: readonly [number, number],
) => {
  if (y <= ends[0]) return { value: at[0], bounded: y < ends[0] };
  if (y >= ends[1]) return { value: at[1], bounded: y > ends[1] };
  return { value: of(), bounded: false };
};

/** Miller's inverse, for the half-sum of the two arcsines. */
function miller(y: number, n: number): number {
  const [sine, cosine] = [Math.sin(2 * y), Math.cos(2 * y)];
  const inner = sine + (sine - 1 / sine) / n;
  return (1 - Math.sign(cosine) * Math.sqrt(Math.max(0, 1 - inner * inner))) / 2;
}

const WAYS: Readonly<Record<EffectScale, Way>> = {
  identity: plain((y) => y),
  log: plain(Math.exp),
  logit: plain((y) => 1 / (1 + Math.exp(-y))),
  probit: plain(normalCdf),
  arcsine: (y) => bounded(y, [0, Math.PI / 2], () => Math.sin(y) ** 2, [0, 1]),
  "freeman-tukey": (y, n) => {
    const least = Math.asin(Math.sqrt(1 / (n + 1))) / 2;
    return bounded(y, [least, Math.PI / 2 - least], () => miller(y, n), [0, 1]);
  },
  "square-root": (y) => bounded(y, [0, Number.POSITIVE_INFINITY], () => y * y, [0, Number.NaN]),
  "freeman-tukey-rate": (y, time) =>
    bounded(y, [Math.sqrt(1 / time) / 2, Number.POSITIVE_INFINITY], () => (y - 1 / (4 * y * time)) ** 2, [
      0,
      Number.NaN,
    ]),
  "fisher-z": plain(Math.tanh),
  "fisher-z-r2": (y) => bounded(y, [0, Number.POSITIVE_INFINITY], () => Math.tanh(y) ** 2, [0, 1]),
  "cube-root": plain((y) => 1 - (1 - y) ** 3),
  "log-complement": plain((y) => 1 - Math.exp(-y)),
};

/**
 * A value of a measure's analysis scale as readers see it: e to its power for logs, a proportion for arcsines.
 *
 * @param value an effect, a pooled estimate or a limit of an interval, finite
 * @param options sizes that PFT and IRFT need
 * @throws EvidensError `synthesis/bad-option` when such a size is missing; `synthesis/bad-effect` for NaN
 * Source: Miller 1978, doi:10.1080/00031305.1978.10479283 (PFT); its dangers: Schwarzer et al. 2019,
 * doi:10.1002/jrsm.1348. Checked: tests/synthesis/back-transform.test.ts, and back and forth for every scale.
 */
export function backTransform(
  measure: EffectMeasureId,
  value: number,
  options: BackTransformOptions = {},
): BackTransformed {
  if (!Number.isFinite(value))
    throw new EvidensError({
      code: "synthesis/bad-effect",
      kind: "invalid",
      message: `${measure} to transform back is ${value} but must be a finite number.`,
      remedy: "Pass an effect that could be estimated.",
    });
  const { scale } = effectMeasures[measure];
  let size = Number.NaN;
  if (scale === "freeman-tukey") size = sizeOf(measure, "n", options.n);
  if (scale === "freeman-tukey-rate") size = sizeOf(measure, "time", options.time);
  const back = WAYS[scale](value, size);
  const caveats = scale === "identity" ? [] : [Number.isNaN(size) ? NOT_THE_MEAN : STATED_SIZE];
  return { value: back.value, caveats: back.bounded ? [...caveats, BOUNDED] : caveats };
}
