import type { Author } from "../record.ts";
import { parseAuthors } from "./author.ts";
import { PARTICLES, SUFFIX } from "./author-words.ts";

/** Families that begin with `Mac` and go on with a capital; of others (`Machado`) it cannot be known. */
const MAC =
  /^Mac(?=(?:donald|arthur|intyre|kenzie|leod|gregor|millan|pherson|farlane|kay|kinnon|lean|dougall|aulay|neil|neill|rae|kie)$)/i;

/**
 * Authors of a record from its fields. Where all of them are printed in capitals their names get
 * natural case, particles and `Mc`, `O'` included; a list that has any small letter is taken as it is.
 *
 * @param texts fields in the order of the file; each may hold several names
 * Checked: tests/records/normalise-author.test.ts.
 */
export function parseAuthorList(texts: readonly string[]): Author[] {
  if (texts.length === 0) return [];
  const authors: Author[] = [];
  for (const text of texts) for (const author of parseAuthors(text)) authors.push(author);
  // One person with a small letter tells that the list is no list of capitals.
  if (authors.some(({ family, given }) => given !== null && /[a-z]/.test(family))) return authors;
  const persons = authors.filter((author) => author.given !== null);
  const families = persons.map((author) => author.family).join("");
  if (persons.length === 0 || /\p{Ll}/u.test(families) || !/\p{Lu}\p{Lu}/u.test(families)) return authors;
  const given = persons.flatMap((author) => author.given!.split(/[\s-]+/));
  if (given.some((word) => /\p{Lu}\p{Ll}{2}/u.test(word)))
    return authors.map((author) => natural(author, false));
  const full = given.some((word) => /^\p{Lu}{4,}$/u.test(word));
  return authors.map((author) => natural(author, full));
}

/** @param full whether the given names are names, not initials */
function natural({ family, given }: Author, full: boolean): Author {
  if (given === null) return { family, given };
  const words = given
    .split(" ")
    .map((word) => (full && /\p{Lu}{3}/u.test(word) && !SUFFIX.test(word) ? lowered(word) : word));
  return { family: naturalFamily(family), given: words.join(" ") };
}

function naturalFamily(family: string): string {
  const words = family.split(" ");
  return words
    .map((word, index) => {
      if (SUFFIX.test(word)) return word;
      const small = word.toLowerCase();
      return index < words.length - 1 && PARTICLES.has(small) ? small : lowered(word);
    })
    .join(" ");
}

/** A word in natural case: `JEAN-PAUL`, `O'BRIEN`, `MCDONALD`, `AL-RASHID`. */
function lowered(word: string): string {
  return word
    .split(/(?<=[-'’.])/)
    .map((part, index, parts) => {
      const small = part.toLowerCase();
      if (index === 0 && parts.length > 1 && /^(?:al|el|ad|as)-$/.test(small)) return small;
      const capital = `${part.slice(0, 1)}${small.slice(1)}`;
      if (/^Mc\p{Ll}{2}/u.test(capital)) return `Mc${part.slice(2, 3)}${small.slice(3)}`;
      return MAC.test(capital) ? `Mac${part.slice(3, 4)}${small.slice(4)}` : capital;
    })
    .join("");
}
