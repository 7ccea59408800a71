/** Entries beyond this are forgotten. */
const MOST = 50;

/** Wynn's epsilon algorithm as QUADPACK's DQELG keeps it. Indices from 1, as there. */
export class EpsilonTable {
  private readonly table = new Float64Array(MOST + 3);
  private count = 0;
  private calls = 0;
  private readonly lastThree: [number, number, number] = [0, 0, 0];

  get length(): number {
    return this.count;
  }

  push(value: number): void {
    this.count++;
    this.table[this.count] = value;
  }

  /** The limit guessed from the entries, and how far it may be off. */
  extrapolate(): { readonly value: number; readonly error: number } {
    const e = this.table;
    this.calls++;
    const first = this.count;
    let value = e[first]!;
    let error = Number.MAX_VALUE;
    const floor = (): number => Math.max(error, 5 * Number.EPSILON * Math.abs(value));
    if (first < 3) return { value, error: floor() };
    e[first + 2] = e[first]!;
    const steps = Math.floor((first - 1) / 2);
    e[first] = Number.MAX_VALUE;
    let at = first;
    for (let i = 1; i <= steps; i++) {
      let guess = e[at + 2]!;
      const [e0, e1, e2] = [e[at - 2]!, e[at - 1]!, guess];
      const [d2, d3] = [e2 - e1, e1 - e0];
      const near = (d: number, a: number, b: number): boolean =>
        Math.abs(d) <= Math.max(Math.abs(a), Math.abs(b)) * Number.EPSILON;
      if (near(d2, e2, e1) && near(d3, e1, e0)) {
        value = guess;
        error = Math.abs(d2) + Math.abs(d3);
        return { value, error: floor() };
      }
      const e3 = e[at]!;
      e[at] = e1;
      const d1 = e1 - e3;
      const slope = 1 / d1 + 1 / d2 - 1 / d3;
      if (near(d1, e1, e3) || near(d2, e2, e1) || near(d3, e1, e0) || !(Math.abs(slope * e1) > 1e-4)) {
        this.count = 2 * i - 1;
        break;
      }
      guess = e1 + 1 / slope;
      e[at] = guess;
      at -= 2;
      const off = Math.abs(d2) + Math.abs(guess - e2) + Math.abs(d3);
      if (off <= error) {
        error = off;
        value = guess;
      }
    }
    this.shift(first, steps);
    const [a, b, c] = this.lastThree;
    if (this.calls < 4) {
      this.lastThree[this.calls - 1] = value;
      error = Number.MAX_VALUE;
    } else {
      error = Math.abs(value - c) + Math.abs(value - b) + Math.abs(value - a);
      this.lastThree[0] = b;
      this.lastThree[1] = c;
      this.lastThree[2] = value;
    }
    return { value, error: floor() };
  }

  private shift(first: number, steps: number): void {
    const e = this.table;
    if (this.count === MOST) this.count = 2 * Math.floor(MOST / 2) - 1;
    let from = first % 2 === 0 ? 2 : 1;
    for (let i = 0; i <= steps; i++, from += 2) e[from] = e[from + 2]!;
    if (first === this.count) return;
    const offset = first - this.count;
    for (let i = 1; i <= this.count; i++) e[i] = e[i + offset]!;
  }
}
