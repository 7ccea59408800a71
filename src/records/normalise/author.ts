import type { Author } from "../record.ts";
import { displayText } from "./text.ts";

const INITIALS = /^(?:\p{Lu}\.?-?){1,4}$/u;
const SUFFIX = /^(?:Jr|Sr|II|III|IV|2nd|3rd|4th)\.?$/;
const GROUP =
  /\b(?:group|team|consorti\w*|committee|collabora\w*|network|investigators|society|associat\w*|organi[sz]ation|universit\w*|institut\w*|cent(?:er|re)|department|ministry|council|agency|foundation|trialists|office|program(?:me)?|administration|college|hospital|of|and|for|the)\b/i;

/**
 * Reads one name as it is printed: `Last, First`, `Last FM`, `F. M. Last`, `First Last`; a trailing
 * comma or a word such as `Group` marks a body whose name stays whole.
 *
 * @returns null for a name that is empty
 */
export function parseAuthor(text: string): Author | null {
  const name = displayText(text);
  const comma = name.indexOf(",");
  if (comma >= 0) {
    const family = name.slice(0, comma).trim();
    const given = name
      .slice(comma + 1)
      .replace(/,\s*$/, "")
      .trim();
    if (family === "") return given === "" ? null : { family: given, given: null };
    return { family, given: given === "" ? null : given };
  }
  if (name === "") return null;
  const words = name.split(" ");
  const suffix = words.length > 2 && SUFFIX.test(words.at(-1)!) ? words.pop() : undefined;
  const named = (family: string[], given: string[]): Author => ({
    family: family.join(" "),
    given: [...given, ...(suffix === undefined ? [] : [suffix])].join(" "),
  });
  let tail = words.length;
  while (tail > 1 && INITIALS.test(words[tail - 1]!)) tail -= 1;
  if (tail < words.length) return named(words.slice(0, tail), words.slice(tail));
  let head = 0;
  while (head < words.length - 1 && INITIALS.test(words[head]!)) head += 1;
  if (head > 0) return named(words.slice(head), words.slice(0, head));
  if (
    (words.length === 2 || words.length === 3) &&
    !GROUP.test(name) &&
    words.every((w) => /^\p{Lu}/u.test(w))
  )
    return named(words.slice(-1), words.slice(0, -1));
  return { family: name, given: null };
}

/** Authors of one field; some exports put several in one, separated by semicolons or on lines of their own. */
export function parseAuthors(value: string): Author[] {
  return displayLines(value)
    .flatMap((line) => line.split(";"))
    .map(parseAuthor)
    .filter((author) => author !== null);
}

function displayLines(value: string): string[] {
  // Decoded first: the semicolon of `&eacute;` separates nobody.
  return value.split("\n").map(displayText);
}
