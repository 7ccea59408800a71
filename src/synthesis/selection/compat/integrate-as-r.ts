import { EpsilonTable } from "./epsilon-table.ts";
import { wholeLineRule } from "./quadpack-rule.ts";

/** An interval and its integral. */
interface Piece {
  from: number;
  to: number;
  value: number;
  error: number;
}

const MOST_PIECES = 100;

/** The pieces in falling order of error as QUADPACK's DQPSRT keeps them, nearly sorted. */
class Ranking {
  readonly order: number[] = [0];
  rank = 0;

  /** Takes in the piece `changed`, now smaller, and the new last piece; says which comes next. */
  update(pieces: readonly Piece[], changed: number): number {
    const { order } = this;
    const last = pieces.length - 1;
    if (pieces.length <= 2) {
      this.order.splice(0, order.length, 0, 1);
      return order[this.rank]!;
    }
    const most = pieces[changed]!.error;
    while (this.rank > 0 && most > pieces[order[this.rank - 1]!]!.error) {
      order[this.rank] = order[this.rank - 1]!;
      this.rank--;
    }
    const count = pieces.length;
    const bound = count > MOST_PIECES / 2 + 2 ? MOST_PIECES + 3 - count : count;
    const least = pieces[last]!.error;
    const top = bound - 2;
    for (let i = this.rank + 1; i <= top; i++) {
      const next = order[i]!;
      if (most < pieces[next]!.error) {
        order[i - 1] = next;
        continue;
      }
      order[i - 1] = changed;
      let k = top;
      for (; k >= i && !(least < pieces[order[k]!]!.error); k--) order[k + 1] = order[k]!;
      order[k + 1] = last;
      return order[this.rank]!;
    }
    order[top] = changed;
    order[bound - 1] = last;
    return order[this.rank]!;
  }
}

/**
 * The integral over the whole line with the stopping rule of R's `integrate`, which is QUADPACK's DQAGI, so that the
 * same error is made. For precise integrals use `integrate` of the numerics room.
 *
 * @param tolerance relative and absolute
 * Source: Piessens, de Doncker-Kapenga, Überhuber and Kahaner 1983, "QUADPACK" (public domain).
 * Checked: tests/synthesis/golden-selection.test.ts, through log-likelihoods that agree to 1e-12.
 */
export function integrateAsR(f: (x: number) => number, tolerance: number): number {
  const whole = wholeLineRule(f, 0, 1);
  const bound = (value: number): number => Math.max(tolerance, tolerance * Math.abs(value));
  const hopeless = whole.error <= 100 * Number.EPSILON * whole.size && whole.error > bound(whole.value);
  if (hopeless || (whole.error <= bound(whole.value) && whole.error !== whole.spread) || whole.error === 0)
    return whole.value;
  return new Adaptive(f, tolerance, whole.value, whole.error).run();
}

class Adaptive {
  private readonly f: (x: number) => number;
  private readonly tolerance: number;
  private readonly pieces: Piece[];
  private readonly ranking = new Ranking();
  private readonly table = new EpsilonTable();
  private area: number;
  private errorSum: number;
  private worst = 0;
  private best: { value: number; error: number } | null = null;
  private extrapolating = false;
  private width = 0.375;
  private largeError = 0;
  private wanted = 0;
  private idle = 0;

  constructor(f: (x: number) => number, tolerance: number, value: number, error: number) {
    this.f = f;
    this.tolerance = tolerance;
    this.pieces = [{ from: 0, to: 1, value, error }];
    this.area = value;
    this.errorSum = error;
    this.table.push(value);
  }

  run(): number {
    let extrapolate = true;
    for (let count = 2; count <= MOST_PIECES; count++) {
      const { before, part } = this.bisect();
      if (this.errorSum <= this.bound(this.area)) return this.total();
      if (count === MOST_PIECES) break;
      if (count === 2) {
        this.largeError = this.errorSum;
        this.wanted = this.bound(this.area);
        this.table.push(this.area);
        continue;
      }
      if (!extrapolate) continue;
      this.largeError -= before;
      if (part.width > this.width) this.largeError += part.error;
      if (!this.extrapolating) {
        if (this.widthOf(this.worst) > this.width) continue;
        this.extrapolating = true;
        this.ranking.rank = 1;
      }
      if (this.largeError > this.wanted && this.findLarge(count)) continue;
      if (this.extrapolate()) break;
      if (this.table.length === 1) extrapolate = false;
      if (this.idle > 5 && this.best !== null && this.best.error < 1e-3 * this.errorSum) break;
      this.worst = this.ranking.order[0]!;
      this.ranking.rank = 0;
      this.extrapolating = false;
      this.width /= 2;
      this.largeError = this.errorSum;
    }
    return this.best === null ? this.total() : this.best.value;
  }

  private bound(value: number): number {
    return Math.max(this.tolerance, this.tolerance * Math.abs(value));
  }

  private total(): number {
    return this.pieces.reduce((sum, { value }) => sum + value, 0);
  }

  private widthOf(piece: number): number {
    return Math.abs(this.pieces[piece]!.to - this.pieces[piece]!.from);
  }

  /** Halves the worst piece. */
  private bisect(): { before: number; part: { width: number; error: number } } {
    const piece = this.pieces[this.worst]!;
    const before = piece.error;
    const middle = (piece.from + piece.to) / 2;
    const [left, right] = [
      wholeLineRule(this.f, piece.from, middle),
      wholeLineRule(this.f, middle, piece.to),
    ];
    const error = left.error + right.error;
    this.errorSum += error - before;
    this.area += left.value + right.value - piece.value;
    const halves: [Piece, Piece] = [
      { from: piece.from, to: middle, value: left.value, error: left.error },
      { from: middle, to: piece.to, value: right.value, error: right.error },
    ];
    if (right.error > left.error) halves.reverse();
    this.pieces[this.worst] = halves[0];
    this.pieces.push(halves[1]);
    const width = Math.abs(middle - halves[0].from > 0 ? middle - piece.from : piece.to - middle);
    this.worst = this.ranking.update(this.pieces, this.worst);
    return { before, part: { width, error } };
  }

  /** Looks for a piece that is still large among the worst; true when one is to be halved next. */
  private findLarge(count: number): boolean {
    const bound = count > 2 + MOST_PIECES / 2 ? MOST_PIECES + 3 - count : count;
    for (let k = this.ranking.rank; k < bound; k++) {
      this.worst = this.ranking.order[this.ranking.rank]!;
      if (this.widthOf(this.worst) > this.width) return true;
      this.ranking.rank++;
    }
    return false;
  }

  /** True when the extrapolated value is good enough. */
  private extrapolate(): boolean {
    this.table.push(this.area);
    const { value, error } = this.table.extrapolate();
    this.idle++;
    if (this.best !== null && error >= this.best.error) return false;
    if (error >= Number.MAX_VALUE) return false;
    this.idle = 0;
    this.best = { value, error };
    this.wanted = this.bound(value);
    return error <= this.wanted;
  }
}
