import { hypergeometricLogMass, hypergeometricTails, walleniusCdf } from "#numerics";

/**
 * The urns of the recall test that can hold its smallest p: the last `size` records read, `found` of them
 * relevant. An urn that grows backwards by an irrelevant record lowers p, by a relevant one raises it, so
 * only those that cannot grow by an irrelevant one need a look. An urn of relevant records alone has p = 1.
 */
export interface Urns {
  readonly size: Int32Array;
  readonly found: Int32Array;
  readonly unread: number;
}

export interface SmallestP {
  readonly p: number;
  /** Records in the urn that gave it; 0 when none was asked. */
  readonly size: number;
}

/** The urns of a screening order, newest first. Cost O(n). */
export function urnsOf(labels: Uint8Array, total: number): Urns {
  const size: number[] = [];
  const found: number[] = [];
  const n = labels.length;
  let seen = 0;
  for (let i = 1; i <= n; i++) {
    const label = labels[n - i]!;
    seen += label;
    if (label === 0 && (i === n || labels[n - i - 1] === 1)) {
      size.push(i);
      found.push(seen);
    }
  }
  return { size: Int32Array.from(size), found: Int32Array.from(found), unread: total - n };
}

/** P(urn holds at most what was found in it), were `missing` relevant records among the unread. */
function pOf(found: number, size: number, unread: number, missing: number, bias: number): number {
  const population = unread + size;
  const marked = found + missing;
  if (missing > unread) return 0;
  if (bias !== 1) return walleniusCdf(found, { population, marked, draws: size }, bias);
  // The same probability seen from the unread: at least `missing` of the marked are there.
  return hypergeometricTails(missing - 1, { population, marked, draws: unread }).upper;
}

/**
 * A number that the urn's p is not below, cheaper than p: from one probability and the ratios of its
 * neighbours, which fall.
 */
function floorOf(found: number, size: number, unread: number, missing: number): number {
  const population = unread + size;
  const marked = found + missing;
  const urn = { population, marked, draws: unread };
  const mass = Math.exp(hypergeometricLogMass(missing, urn));
  const spare = population - marked - unread;
  const below = (j: number): number => (j / (marked - j + 1)) * ((spare + j) / (unread - j + 1));
  if (missing >= (unread / population) * marked) return mass;
  const ratio = below(missing - 1);
  return ratio >= 1 ? 0 : 1 - (mass * below(missing)) / (1 - ratio);
}

/** How far, in standard deviations, `missing` lies above what chance leaves among the unread. */
function surprise(found: number, size: number, unread: number, missing: number): number {
  const population = unread + size;
  const share = (found + missing) / population;
  const spread = (unread * share * (1 - share) * size) / Math.max(1, population - 1);
  return (missing - unread * share) / Math.sqrt(spread + 1e-12);
}

/**
 * The smallest p over the urns for "at least `missing` relevant records are unread".
 *
 * @param missing whole number >= 1
 * @param more irrelevant records read in thought after the last, whole number in [0, unread]
 * @param bias odds of a relevant record to be read next over those of an irrelevant one
 * Checked: tests/screening/stopping-recall.prop.test.ts against all urns. Cost: O(blocks of relevant
 * records); most are left aside by a bound.
 */
export function smallestP(urns: Urns, missing: number, more: number = 0, bias: number = 1): SmallestP {
  const unread = urns.unread - more;
  if (missing > unread) return { p: 0, size: 0 };
  const count = urns.size.length;
  if (count === 0) {
    const p = more === 0 ? 1 : pOf(0, more, unread, missing, bias);
    return { p, size: more };
  }
  let first = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const z = surprise(urns.found[i]!, urns.size[i]! + more, unread, missing);
    if (z > most) [first, most] = [i, z];
  }
  // Records read in thought are an urn of their own where the order ends with a relevant one.
  let best = pOf(urns.found[first]!, urns.size[first]! + more, unread, missing, bias);
  let size = urns.size[first]! + more;
  const consider = (found: number, urn: number): void => {
    if (bias === 1 && floorOf(found, urn, unread, missing) > best * (1 + 1e-9)) return;
    const p = pOf(found, urn, unread, missing, bias);
    if (p < best) [best, size] = [p, urn];
  };
  for (let i = 0; i < count; i++) if (i !== first) consider(urns.found[i]!, urns.size[i]! + more);
  if (more > 0) consider(0, more);
  return { p: best, size };
}
