import { parseAuthor, parseAuthors } from "../../normalise/author.ts";
import { BODY, INITIALS } from "../../normalise/author-words.ts";
import { displayText } from "../../normalise/text.ts";
import type { Author } from "../../record.ts";
import { texText } from "./bibtex-tex.ts";

/** What stands in a list of names for those left out. */
const OTHERS = /^(?:others|et\.? ?al\.?|and others|null|NA)$/i;
/** biblatex names with labelled parts: `given=Ana, family=Silva, prefix=da`. */
const LABELLED =
  /^(?:given|family|prefix|suffix|id|useprefix|juniorcomma|(?:given|family|prefix|suffix)-i)\s*=/;
const EASTERN = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Names of an author or editor field: separated by `and` outside braces; `von` parts stay with the
 * family, `Jr` goes behind the given names, names in braces are bodies and stay whole, `and others`
 * is left out. Lists with other separators (`;`, SciELO's commas) are read as well.
 *
 * @param value the field as it stood, TeX and braces included
 * Source: btxdoc.pdf, section 4; biblatex manual (names with labelled parts).
 * Checked: tests/records/bibtex.test.ts. Cost linear.
 */
export function bibtexNames(value: string, unknown?: (command: string) => void): Author[] {
  const list = splitAt(unwrapped(value.trim()), AND);
  const text = (part: string): string => displayText(texText(part, unknown).replaceAll("\n", " "));
  return list.flatMap((name) => {
    if (/[;|]/.test(name) && splitAt(name, SEMICOLON).length > 1 && /[;|]/.test(text(name)))
      return parseAuthors(text(name));
    return list.length === 1 ? pairs(name, text) : oneName(name, text);
  });
}

const AND = /\s(?:and|AND|And)(?=\s|$)|^and(?=\s)/y;
const COMMA = /,/y;
const SEMICOLON = /[;|]/y;
const BLANK = /[\s~]+/y;

/** A list that is wrapped in braces as a whole, as Web of Science does with every field. */
function unwrapped(value: string): string {
  if (!value.startsWith("{") || matching(value, 0) !== value.length - 1) return value;
  const inside = value.slice(1, -1).trim();
  const names = splitAt(inside, AND);
  return names.length > 1 && names.every((name) => name.includes(",")) ? inside : value;
}

/** Offset of the brace that closes the one at an offset, or -1. */
function matching(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i += 1;
    else if (code === 123) depth += 1;
    else if (code === 125) {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return -1;
}

/** Parts of a text between separators that stand outside braces, without blanks around them. */
export function splitAt(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i += 1;
    else if (code === 123) depth += 1;
    else if (code === 125) depth = Math.max(0, depth - 1);
    else if (depth === 0 && (i === 0 || !isLetter(code))) {
      separator.lastIndex = i;
      if (!separator.test(text)) continue;
      parts.push(text.slice(from, i).trim());
      from = separator.lastIndex;
      i = from - 1;
    }
  }
  parts.push(text.slice(from).trim());
  return parts;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** SciELO parts all names by commas: `Last, First,  Last, First`. */
function pairs(name: string, text: (part: string) => string): Author[] {
  const parts = splitAt(name, COMMA);
  if (parts.length < 4 || parts.length % 2 === 1 || LABELLED.test(name)) return oneName(name, text);
  return parts.flatMap((part, index) =>
    index % 2 === 0 ? oneName(`${part}, ${parts[index + 1]!}`, text) : [],
  );
}

function oneName(name: string, text: (part: string) => string): Author[] {
  if (name === "" || OTHERS.test(name)) return [];
  if (name.startsWith("{") && matching(name, 0) === name.replace(/[\s,]+$/, "").length - 1)
    return named(text(name).replace(/,$/, ""), "");
  if (LABELLED.test(name)) return labelled(name, text);
  const parts = splitAt(name, COMMA).map(text);
  while (parts.at(-1) === "") parts.pop();
  const [family = "", ...rest] = parts;
  if (rest.length === 0) return natural(name.replace(/[\s,]+$/, ""), text);
  const given = rest.filter((part) => part !== "" && !/^et\.? ?al\.?$/i.test(part));
  // `Last, Jr, First`: the suffix goes behind the given names.
  const suffixed = given.length === 2 && /^(?:Jr|Sr|[IVX]{2,4}|\d\w\w)\.?$/i.test(given[0]!);
  return named(family, suffixed ? `${given[1]!} ${given[0]!}` : given.join(", "));
}

function named(family: string, given: string): Author[] {
  if (family === "") return given === "" ? [] : [{ family: given, given: null }];
  return [{ family, given: given === "" ? null : given }];
}

function labelled(name: string, text: (part: string) => string): Author[] {
  const parts = new Map<string, string>();
  for (const part of splitAt(name, COMMA)) {
    const at = part.indexOf("=");
    const value = text(part.slice(at + 1)).replace(/^"(.*)"$/, "$1");
    if (at !== -1) parts.set(part.slice(0, at).trim(), value);
  }
  const get = (label: string): string => parts.get(label) ?? "";
  return named(`${get("prefix")} ${get("family")}`.trim(), `${get("given")} ${get("suffix")}`.trim());
}

/** `First von Last`: the family begins at the first word in lower case, else it is the last word. */
function natural(name: string, text: (part: string) => string): Author[] {
  const written = splitAt(name, BLANK).filter((word) => word !== "");
  const words = written.map(text);
  const plain = words.join(" ");
  const braced = /[{]/.test(name.replace(/\{\\[^{}]*(?:\{[^{}]*\})?[^{}]*\}|\\.\{[^{}]*\}/g, ""));
  if (!braced && isOtherwise(words, plain)) {
    const author = parseAuthor(plain);
    return author === null ? [] : [author];
  }
  const lower = written.map((word, index) => !/^\{[^\\]/.test(word) && /^\p{Ll}/u.test(words[index]!));
  let first = lower.indexOf(true);
  if (first === -1 || first === words.length - 1) first = words.length - 1;
  const suffix = first === words.length - 1 && first > 1 && /^(?:Jr|Sr|II|III|IV)\.?$/.test(words[first]!);
  if (suffix) return named(words[first - 1]!, [...words.slice(0, first - 1), words[first]!].join(" "));
  return named(words.slice(first).join(" "), words.slice(0, first).join(" "));
}

/** Names that are not written as BibTeX wants them: bodies without braces, `Last FM`, Chinese. */
function isOtherwise(words: readonly string[], plain: string): boolean {
  if (words.length === 1) return false;
  if (EASTERN.test(plain) || (words.length > 2 && BODY.test(plain))) return true;
  const last = words.at(-1)!;
  return INITIALS.test(last) && !/^(?:II|III|IV)$/.test(last) && !INITIALS.test(words[0]!);
}
