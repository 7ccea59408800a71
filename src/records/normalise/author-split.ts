import { isNameWord, withoutNotes } from "./author-notes.ts";
import { ANY_DEGREE, BODY, DEGREE_ONLY, GROUP, INITIALS, NOBODY, SUFFIX } from "./author-words.ts";
import { displayText } from "./text.ts";

/** Beginnings of family names that go on with a capital: `McDonald`, `DeBlieux`. */
const INNER =
  /(?:^|[ '’-])(?:Mc|Mac|De|Del|Della|Des|Di|Da|Du|La|Le|Lo|Van|Von|Ver|Fitz|St|O|Al|El|Abu|Ben|Ter|Ten|Mc?)$/;

/** Longer fields without any separator are no lists of names. */
const LONGEST = 20_000;

/**
 * Divides a field into the names it holds, as plain text; the whole field where nothing divides it.
 *
 * @param value the field, lines apart
 */
export function splitNames(value: string): string[] {
  const names: string[] = [];
  // Decoded first: the semicolon of `&eacute;` separates nobody.
  for (const line of value.includes("\n") ? value.split("\n") : [value]) {
    const plain = withoutNotes(displayText(line)).replace(/^(?:and|&) /, "");
    for (const part of quotedList(plain) ?? separated(plain)) {
      const name = part.trim();
      if (name !== "") names.push(name);
    }
  }
  return names;
}

/** `['A', "B"]`, as Python and JSON print lists. */
function quotedList(text: string): string[] | null {
  if (!/^\[? ?["'].*["'] ?\]?$/.test(text)) return null;
  const found = text.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g) ?? [];
  const rest = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
  return found.length > 0 && /^[[\], ]*$/.test(rest) ? found.map((name) => name.slice(1, -1)) : null;
}

function separated(text: string): string[] {
  const parts = /[;|；]/.test(text) ? text.split(/[;|；]/) : [text];
  return parts.flatMap(joined);
}

/** Names joined by `and`, `&`, commas, or nothing. */
function joined(text: string): string[] {
  if (/[、，]/.test(text)) return text.split(/[、，]/);
  if (/ (?:and|&) |, ?& ?/.test(text)) {
    const divided = byAnd(text);
    if (divided !== null) return divided;
  }
  if (text.includes(",")) return byComma(text, false) ?? [text];
  return glued(text) ?? [text];
}

/** The last of several is often joined by a word; the name of a body may hold the same word. */
function byAnd(text: string): string[] | null {
  const parts = text
    .split(/,? (?:and|&) |, ?& ?/)
    .map((part) => part.replace(/^and /, "").replace(/,\s*$/, "").trim())
    .filter((part) => part !== "");
  if (parts.length < 2) return parts.length === 1 && /^\s*(?:and|&) /.test(text) ? parts : null;
  const listed = parts.some((part) => !part.includes(",")) || parts.length > 2;
  const names: string[] = [];
  for (const part of parts) {
    const several = byComma(part, listed && naturalName(parts.at(-1)!));
    if (several === null && !isName(part, !/&/.test(text))) return null;
    names.push(...(several ?? [part]));
  }
  return names;
}

/** Whether a text can be one name: `Last, First`, `Last FM`, `First Last`. */
function isName(text: string, single: boolean): boolean {
  const parts = text.split(",");
  if (parts.length === 2) return !BODY.test(parts[0]!);
  if (parts.length > 2) return parts.slice(2).every((part) => isAppendix(part.trim()));
  if (lastFirst(text) || naturalName(text)) return true;
  return single && /^\p{Lu}\S+$/u.test(text) && !GROUP.test(text);
}

/**
 * A list with commas: `Last FM, Last FM`, `Last, F., Last, F.`, `First Last, First Last, First Last`.
 * Two full names may as well be one family and one given name and stay together, unless `listed`.
 */
function byComma(text: string, listed: boolean): string[] | null {
  const parts: string[] = [];
  for (const part of text.split(",").map((piece) => piece.trim().replace(/^(?:and|&) /, ""))) {
    if (part === "" || (parts.length > 0 && NOBODY.test(part))) continue;
    if (parts.length > 0 && isAppendix(part)) parts[parts.length - 1] += `, ${part}`;
    else parts.push(part);
  }
  if (parts.length < 2) return null;
  if (parts.length === 2 && isRun(parts[1]!)) return runOf(text);
  const bare = parts.map((part) => part.split(",", 1)[0]!);
  const family = bare.filter(lastFirst).length;
  // One body among many persons does not make the list another thing.
  if (family === parts.length || (parts.length > 3 && family >= parts.length - 1)) return withoutStop(parts);
  if (
    parts.length > 3 &&
    parts.length % 2 === 0 &&
    bare.every((part, i) => isInitials(part) === (i % 2 === 1))
  )
    return parts.flatMap((part, i) => (i % 2 === 0 ? [`${part}, ${parts[i + 1]!}`] : []));
  const natural = bare.filter(naturalName).length;
  if (natural === parts.length && (parts.length > 2 || listed || bare.every(initialsFirst))) return parts;
  return null;
}

/** `Doe, J. Roe R. B. Poe E. Moe A.`: of a list without separators the first name alone has a comma. */
function isRun(rest: string): boolean {
  const words = rest.split(" ");
  if (!INITIALS.test(words[0]!) || !INITIALS.test(words.at(-1)!)) return false;
  let names = 0;
  for (let i = 1; i < words.length; i++)
    if (INITIALS.test(words[i - 1]!) && !INITIALS.test(words[i]!)) names += 1;
  return names > 2;
}

function runOf(text: string): string[] {
  const names: string[] = [];
  let [name, ended] = ["", false];
  for (const word of text.split(" ")) {
    const initial = INITIALS.test(word);
    if (ended && !initial) {
      names.push(name);
      name = "";
    }
    ended = initial;
    name = name === "" ? word : `${name} ${word}`;
  }
  return [...names, name];
}

/** `A, B, C.`: a full stop that ends the list is no part of the last name. */
function withoutStop(parts: readonly string[]): string[] {
  const stops = parts.filter((part) => part.endsWith(".")).length;
  return parts.map((part, i) =>
    stops === 1 && i === parts.length - 1 && part.endsWith(".") ? part.slice(0, -1) : part,
  );
}

/** `Last A.Last B.` and `First LastFirst Last`, where the separators were lost. */
function glued(text: string): string[] | null {
  if (text.length > LONGEST || !/[\p{Ll}.]\p{Lu}/u.test(text)) return null;
  const stops = text.split(/(?<=[ .]\p{Lu}\.)(?=\p{Lu}[\p{Ll}'’])/u);
  if (stops.length > 1 && stops.every((part) => lastFirst(part.trim()))) return stops;
  const names: string[] = [];
  let rest = text;
  for (let from = 0; ; ) {
    const at = rest.slice(from).search(/(?<=\p{Ll})\p{Lu}[\p{Ll}.]/u);
    if (at < 0) break;
    const place = from + at;
    if (INNER.test(rest.slice(0, place).slice(-6))) {
      from = place + 1;
      continue;
    }
    names.push(rest.slice(0, place));
    rest = rest.slice(place);
    from = 0;
  }
  if (names.length === 0) return null;
  names.push(rest);
  return names.every((name) => naturalName(name)) ? names : null;
}

function isInitials(text: string): boolean {
  return text.split(" ").every((word) => INITIALS.test(word));
}

/** `Last FM`. */
function lastFirst(text: string): boolean {
  const words = text.split(" ");
  if (words.length < 2 || words.length > 8 || !INITIALS.test(words.at(-1)!)) return false;
  return !isInitials(words[0]!) || (words.length === 2 && /^\p{Lu}{2,4}$/u.test(words[0]!));
}

/** `First Last`, `F. M. Last`. */
function naturalName(text: string): boolean {
  const words = text.split(" ");
  return (
    words.length > 1 &&
    words.length < 11 &&
    words.every(isNameWord) &&
    !INITIALS.test(words.at(-1)!) &&
    !GROUP.test(text)
  );
}

function initialsFirst(text: string): boolean {
  return INITIALS.test(text.split(" ", 1)[0]!) && /\./.test(text);
}

/** What belongs to the name before it: a suffix or a degree. */
function isAppendix(part: string): boolean {
  return (
    SUFFIX.test(part) ||
    DEGREE_ONLY.test(part) ||
    (part.length > 1 && part.split(" ").every((w) => ANY_DEGREE.test(w)))
  );
}
