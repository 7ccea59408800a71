/** The present moment as ISO 8601 in UTC with milliseconds, `2026-11-26T09:00:00.000Z`. */
export interface Clock {
  now(): string;
}

/** Uniform numbers in [0, 1); seeded where results must repeat. */
export interface Rng {
  next(): number;
}

/** Turns an SVG document into a PNG; needs a font engine, so it is passed to the pure rooms. */
export type Rasterise = (svg: string, widthPx: number) => Promise<Uint8Array>;
