import { foldText } from "../normalise/fold.ts";

/** Names of journals, each read once; and what was found out about pairs of them. */
export interface JournalTable {
  /** Number of a name; the same name has the same number. */
  idOf(name: string): number;
  compare(a: readonly number[], b: readonly number[]): JournalAgreement;
}

/** `unclear`: names that could be one, such as an acronym beside a full name that does not spell it. */
export type JournalAgreement = "same" | "unclear" | "different" | "missing";

const IDLE: ReadonlySet<string> = new Set(
  "the of and in for on de la le les des du et der die das und y e el los del di da a an".split(" "),
);
const MOST_REMEMBERED = 1_000_000;

interface Journal {
  /** Each way the name is given: whole, before a subtitle, in another language. */
  readonly variants: readonly (readonly string[])[];
}

/** Starts with no names. Checked: tests/records/duplicates-fields.test.ts. */
export function journalTable(): JournalTable {
  const ids = new Map<string, number>();
  const journals: Journal[] = [];
  const remembered = new Map<number, Exclude<JournalAgreement, "missing">>();
  const compareTwo = (a: number, b: number): Exclude<JournalAgreement, "missing"> => {
    if (a === b) return "same";
    const key = a < b ? a * 4_000_000 + b : b * 4_000_000 + a;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const found = compareJournals(journals[a]!, journals[b]!);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, found);
    return found;
  };
  return {
    idOf(name) {
      const known = ids.get(name);
      if (known !== undefined) return known;
      const id = journals.length;
      journals.push(readJournal(name));
      ids.set(name, id);
      return id;
    },
    compare(a, b) {
      if (a.length === 0 || b.length === 0) return "missing";
      let best: JournalAgreement = "different";
      for (const x of a)
        for (const y of b) {
          const found = compareTwo(x, y);
          if (found === "same") return found;
          if (found === "unclear") best = found;
        }
      return best;
    },
  };
}

function readJournal(name: string): Journal {
  const folded = foldText(name.slice(0, 400)).replace(/&/g, " and ");
  const parts = new Set<string>([
    folded,
    folded.replace(/[([{].*$/, ""),
    folded.replace(/\s*[:=/;|].*$/, ""),
  ]);
  for (const inner of folded.matchAll(/[([]([^)\]]{4,})[)\]]/g)) parts.add(inner[1]!);
  for (const part of folded.split(/\s[=/:]\s|\.(?=[a-z]{4})/)) parts.add(part);
  const variants: string[][] = [];
  for (const part of parts) {
    const words = (part.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !IDLE.has(word));
    if (
      words.length > 0 &&
      words.join("").length >= 3 &&
      !variants.some((one) => one.join(" ") === words.join(" "))
    )
      variants.push(words);
    // `JNCCN Journal of the National Comprehensive Cancer Network`
    if (words.length > 3 && isAcronym(words[0]!, words.slice(1))) variants.push(words.slice(1));
  }
  return { variants: variants.slice(0, 8) };
}

function compareJournals(a: Journal, b: Journal): Exclude<JournalAgreement, "missing"> {
  let unclear = a.variants.length === 0 || b.variants.length === 0;
  for (const x of a.variants)
    for (const y of b.variants) {
      if (x.join("") === y.join("") || abbreviates(x, y) || abbreviates(y, x)) return "same";
      if (x.length === 1 && isAcronym(x[0]!, y)) return "same";
      if (y.length === 1 && isAcronym(y[0]!, x)) return "same";
      // An acronym can stand for anything.
      if ((x.length === 1 && x[0]!.length <= 5) || (y.length === 1 && y[0]!.length <= 5)) unclear = true;
    }
  if (unclear) return "unclear";
  const [x, y] = [a.variants[0]!, b.variants[0]!];
  const shared = x.filter((word) => y.some((other) => shortens(word, other) || shortens(other, word))).length;
  return shared >= 2 && shared / Math.min(x.length, y.length) >= 0.7 && x.length !== y.length
    ? "unclear"
    : "different";
}

/** `Clin Infect Dis` for `Clinical Infectious Diseases`: word for word, in order. */
function abbreviates(short: readonly string[], long: readonly string[]): boolean {
  return short.length === long.length && short.every((word, i) => shortens(word, long[i]!));
}

/** `natl` for `national`: the letters of the short word, in order, from the first. */
function shortens(short: string, long: string): boolean {
  if (short === long) return true;
  if (short.length >= long.length || short[0] !== long[0]) return false;
  if (long.startsWith(short)) return true;
  let at = 1;
  for (let i = 1; i < long.length && at < short.length; i++) if (long[i] === short[at]) at += 1;
  return at === short.length && short.length >= 3;
}

/** `JAMA` for `Journal of the American Medical Association`; the end may be missing. */
function isAcronym(word: string, name: readonly string[]): boolean {
  if (word.length < 3 || name.length < word.length) return false;
  for (let i = 0; i < word.length; i++) if (name[i]![0] !== word[i]) return false;
  return name.length <= word.length + 3;
}
