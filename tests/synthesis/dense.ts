/** Plain matrices as rows, for second formulae that are slow and obvious. */
export type Dense = readonly (readonly number[])[];

export const times = (a: Dense, b: Dense): number[][] =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, i) => sum + value * b[i]![j]!, 0)));
export const turned = (a: Dense): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!));
export const diagonal = (values: readonly number[]): number[][] =>
  values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
export const minus = (a: Dense, b: Dense): number[][] =>
  a.map((row, i) => row.map((value, j) => value - b[i]![j]!));
export const traceOf = (a: Dense): number => a.reduce((sum, row, i) => sum + row[i]!, 0);

/** Gauss-Jordan with the largest pivot. */
export function inverse(a: Dense): number[][] {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let m = 0; m < n; m++) {
    let best = m;
    for (let i = m; i < n; i++) if (Math.abs(work[i]![m]!) > Math.abs(work[best]![m]!)) best = i;
    [work[m], work[best]] = [work[best]!, work[m]!];
    const pivot = work[m]![m]!;
    work[m] = work[m]!.map((value) => value / pivot);
    for (let i = 0; i < n; i++) {
      if (i === m) continue;
      const factor = work[i]![m]!;
      work[i] = work[i]!.map((value, j) => value - factor * work[m]![j]!);
    }
  }
  return work.map((row) => row.slice(n));
}

export function determinant(a: Dense): number {
  if (a.length === 1) return a[0]![0]!;
  return a[0]!.reduce((sum, value, j) => {
    const rest = a.slice(1).map((row) => row.filter((_, c) => c !== j));
    return sum + (j % 2 === 0 ? 1 : -1) * value * determinant(rest);
  }, 0);
}

/** A common-effect or DerSimonian-Laird meta-regression by k x k matrices. */
export function denseFit(
  y: readonly number[],
  v: readonly number[],
  x: Dense,
  random: boolean,
  knha = false,
) {
  const [k, p] = [y.length, x[0]!.length];
  const at = (tau2: number) => {
    const w = diagonal(v.map((vi) => 1 / (vi + tau2)));
    const s = inverse(times(turned(x), times(w, x)));
    const hat = times(times(x, s), times(turned(x), w));
    const b = times(times(s, times(turned(x), w)), turned([y])).map((row) => row[0]!);
    const residual = y.map((value, i) => value - x[i]!.reduce((sum, one, j) => sum + one * b[j]!, 0));
    const q = residual.reduce((sum, one, i) => sum + (one * one) / (v[i]! + tau2), 0);
    return { s, hat, b, q, p: minus(w, times(w, hat)) };
  };
  const zero = at(0);
  const tau2 = random && k > p ? Math.max(0, (zero.q - (k - p)) / traceOf(zero.p)) : 0;
  const there = at(tau2);
  const scale = knha && k > p ? there.q / (k - p) : 1;
  const vb = there.s.map((row) => row.map((value) => value * scale));
  return { b: there.b, vb, tau2, q: zero.q, scale, hat: there.hat };
}
