/** A screening order from runs of equal labels. */
export const order = (...runs: readonly (readonly [label: number, times: number])[]): Uint8Array =>
  Uint8Array.from(runs.flatMap(([label, times]) => Array<number>(times).fill(label)));
