import { foldText } from "../normalise/fold.ts";
import type { Author } from "../record.ts";
import { editDistance } from "./edit-distance.ts";

/** A person's name for comparing: words of the family name, long words of the given name, initials. */
interface ComparableName {
  readonly text: string;
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

/**
 * The first eight people of a list, bodies and `Anonymous` left out, as one string: a tenth of the
 * memory of objects. `plata marquez|daniel|dc;doe||j`: family name, given names, initials.
 */
export function comparableNames(authors: readonly Author[]): string {
  const out: string[] = [];
  for (const { family, given } of authors) {
    if (out.length === MOST_NAMES) break;
    if (NOBODY.test(family.trim().replace(/^\[/, ""))) continue;
    const name = comparableName(family, given);
    if (name !== null) out.push(name);
  }
  return out.join(";");
}

function plain(text: string): string {
  return foldText(text)
    .replace(/[^\p{L}\s.-]/gu, "")
    .replace(/[aou]e/g, (two) => two[0]!);
}

function comparableName(family: string, given: string | null): string | null {
  const all = (plain(family).match(/\p{L}+/gu) ?? []).filter(
    (word) => word.length > 1 && !PARTICLES.has(word),
  );
  // `Doe JA` without a comma: the short words are initials.
  const named = all.filter((word) => word.length > 2);
  const words = named.length > 0 ? named : all;
  if (words.length === 0 || words.length > 3)
    return words.length === 0 && family.trim().length === 1 ? `${family.trim().toLowerCase()}||` : null;
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
export function firstFamily(names: string): string {
  const family = names.slice(0, names.indexOf("|"));
  if (!family.includes(" ")) return family;
  return family.split(" ").reduce((longest, word) => (word.length > longest.length ? word : longest), "");
}

/** Family names of the first three, for blocking. */
export function firstFamilies(names: string): string {
  return names
    .split(";", 3)
    .map((name) => name.split("|", 1)[0])
    .join(" ");
}

/** Whether two lists begin with one person, given name in full. */
export function sameFullName(a: string, b: string): boolean {
  const [first = ""] = a.split(";", 1);
  return /\|[^|]+\|/.test(first) && first === b.split(";", 1)[0];
}

function nameOf(text: string): ComparableName {
  const [family = "", given = "", initials = ""] = text.split("|");
  return { text, family: family.split(" "), given: given === "" ? [] : given.split(" "), initials };
}

type NameMatch = "same" | "initials-differ" | null;

/** Compares two people: a shared word of the family name, a misprint of it, or family and given name exchanged. */
function matchNames(x: ComparableName, y: ComparableName): NameMatch {
  if (x.text === y.text) return "same";
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
export function compareNames(a: string, b: string): AuthorComparison {
  if (a === "" || b === "") return { grade: "missing", bits: 0 };
  const [x, y] = [a.split(";").map(nameOf), b.split(";").map(nameOf)];
  const [short, long] = x.length <= y.length ? [x, y] : [y, x];
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
  const first = matchNames(x[0]!, y[0]!);
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
