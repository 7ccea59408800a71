import { foldText } from "../normalise/fold.ts";
import type { Author } from "../record.ts";
import { editDistance } from "./edit-distance.ts";

/** A person's name for comparing: words of the family name, long words of the given name, initials. */
export interface ComparableName {
  readonly family: readonly string[];
  readonly given: readonly string[];
  /** Of the given name, in order. */
  readonly initials: string;
}

export interface AuthorComparison {
  readonly grade: "same" | "overlap" | "different" | "missing";
  readonly bits: number;
}

const PARTICLES: ReadonlySet<string> = new Set(
  "de la van der den von del della di da do dos das el al bin ibn ter ten le du st jr sr ii iii and et the null dr prof".split(
    " ",
  ),
);
const NOBODY =
  /^(?:anon\w*|no authors?(?: listed)?|unknown|n\/?a|nct|isrctn|euctr|actrn|chictr|jprn|drks|ctri|irct|tctr|et al|others|various|not available|author unknown)\W*$/i;
const MOST_NAMES = 8;

/** The first eight people of a list; bodies and `Anonymous` are left out. */
export function comparableNames(authors: readonly Author[]): string[] {
  const out: string[] = [];
  for (const { family, given } of authors) {
    if (out.length === MOST_NAMES) break;
    if (NOBODY.test(family.trim().replace(/^\[/, ""))) continue;
    const name = comparableName(family, given);
    if (name !== null) out.push(name);
  }
  return out;
}

function plain(text: string): string {
  return foldText(text)
    .replace(/[^\p{L}\s.-]/gu, "")
    .replace(/[aou]e/g, (two) => two[0]!);
}

/** `plata marquez|daniel|dc`: one string takes a tenth of the memory of an object. */
function comparableName(family: string, given: string | null): string | null {
  const words = (plain(family).match(/\p{L}+/gu) ?? []).filter(
    (word) => word.length > 1 && !PARTICLES.has(word),
  );
  if (words.length === 0 || words.length > 3)
    return words.length === 0 && family.trim().length === 1 ? family.toLowerCase() : null;
  const long: string[] = [];
  let initials = "";
  for (const part of given === null ? [] : given.split(/[\s.-]+/)) {
    const word = plain(part).replace(/[^\p{L}]/gu, "");
    if (word === "" || PARTICLES.has(word)) continue;
    // `Chi` is a name, `CHI` may be three initials.
    const isName = word.length >= 5 || (word.length >= 3 && /\p{Ll}/u.test(part));
    if (isName) long.push(word);
    initials += isName ? word[0] : word;
  }
  return `${words.join(" ")}|${long.join(" ")}|${initials}`;
}

/** Family name of the first author, for blocking; the longest word of it, or "". */
export function firstFamily(names: readonly string[]): string {
  const family = names[0]?.split("|")[0] ?? "";
  return family.split(" ").reduce((longest, word) => (word.length > longest.length ? word : longest), "");
}

function nameOf(text: string): ComparableName {
  const [family = "", given = "", initials = ""] = text.split("|");
  return { family: family.split(" "), given: given === "" ? [] : given.split(" "), initials };
}

type NameMatch = "same" | "initials-differ" | null;

/** Compares two people: a shared word of the family name, a misprint of it, or family and given name exchanged. */
function matchNames(a: string, b: string): NameMatch {
  if (a === b) return "same";
  const [endA, endB] = [a.indexOf("|"), b.indexOf("|")];
  // Two plain family names of other lengths, and no long given names that could be exchanged with them.
  const plainNames = a[endA + 1] === "|" && b[endB + 1] === "|" && Math.abs(endA - endB) > 2;
  if (plainNames && a.lastIndexOf(" ", endA) < 0 && b.lastIndexOf(" ", endB) < 0) return null;
  const [x, y] = [nameOf(a), nameOf(b)];
  const family = x.family.some((word) => y.family.some((other) => sameFamily(word, other)));
  if (family) {
    const [p, q] = [x.initials[0], y.initials[0]];
    const apart = p !== undefined && q !== undefined && !y.initials.includes(p) && !x.initials.includes(q);
    // Part of a family name may stand as an initial: `Robert Cantey, J.` is `Cantey, J. R.`
    return apart && x.family.length === 1 && y.family.length === 1 ? "initials-differ" : "same";
  }
  return exchanged(x, y) || exchanged(y, x) ? "same" : null;
}

/** Whether the family name of the one is a given name of the other, and the rest fits. */
function exchanged(x: ComparableName, y: ComparableName): boolean {
  if (!x.family.some((word) => y.given.includes(word))) return false;
  return y.family.some((word) => x.given.includes(word) || x.initials.includes(word[0]!));
}

function sameFamily(a: string, b: string): boolean {
  if (a === b) return true;
  const short = Math.min(a.length, b.length);
  if (short < 5) return false;
  const limit = short >= 8 ? 2 : 1;
  return editDistance(a, b, limit) <= limit;
}

/**
 * Compares two lists of people; lists cut short (`et al.`) and in another order agree.
 *
 * Checked: tests/records/duplicates-fields.test.ts.
 */
export function compareNames(a: readonly string[], b: readonly string[]): AuthorComparison {
  if (a.length === 0 || b.length === 0) return { grade: "missing", bits: 0 };
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let shared = 0;
  let apart = 0;
  const taken = new Set<number>();
  for (const [i, name] of short.entries()) {
    let found = -1;
    let match: NameMatch = null;
    for (let step = 0; step < long.length && found < 0; step++) {
      const j = (i + step) % long.length;
      if (taken.has(j)) continue;
      match = matchNames(name, long[j]!);
      if (match !== null) found = j;
    }
    if (found < 0) continue;
    taken.add(found);
    if (match === "same") shared += 1;
    else apart += 1;
  }
  const first = matchNames(a[0]!, b[0]!);
  const known = shared + apart;
  if (known === 0) return { grade: "different", bits: -10 };
  const bits =
    (first === "same" ? 7 : first === null ? -2 : 1) +
    Math.min(6, 2.5 * (shared - (first === "same" ? 1 : 0))) -
    3 * apart;
  const share = shared / short.length;
  if (share >= 0.7 && first !== "initials-differ") return { grade: "same", bits: Math.max(4, bits) };
  return share >= 0.3 || first === "same"
    ? { grade: "overlap", bits: Math.min(bits, 6) }
    : { grade: "different", bits: Math.min(bits, -5) };
}
