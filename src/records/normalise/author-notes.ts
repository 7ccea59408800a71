import { BODY, PARTICLES } from "./author-words.ts";

const NOTED = /[\d(*†‡§¶@]|[\u00b9\u00b2\u00b3\u2070-\u2079]|\bet\.? ?al\b|orcid/i;
const ORCID =
  /[ ([;,]{0,3}(?:(?:https?:\/\/)?(?:www\.)?orcid(?:\.org\/| ?id)?[ :=/]{0,3}){0,2}\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b[)\]]?/gi;
const ROLE =
  /^(?:eds?|editors?|hrsg|author|corresponding(?: author)?|deceased|speaker|presenter|orcid|investigator|principal investigator|joint (?:first )?author)\.?$/i;

/**
 * A field of names without what is attached to them: ORCID, e-mail, affiliations and numbers in
 * parentheses, reference marks, `et al.`. Nicknames in parentheses stay.
 *
 * @param text plain text on one line
 */
export function withoutNotes(text: string): string {
  if (!NOTED.test(text)) return text;
  return text
    .replace(ORCID, "")
    .replace(/ ?\(([^()]{0,500})\)/g, (whole, inside: string) => (isNote(inside) ? "" : whole))
    .replace(/[ <]{0,2}[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}>?/g, "")
    .replace(/(?<=\p{L}|\.)\d{1,2}(?: ?, ?\d{1,2})+(?!\d)/gu, "")
    .replace(/[*†‡§¶\u00b9\u00b2\u00b3\u2070-\u2079]+(?:,[*†‡§¶\u00b9\u00b2\u00b3\u2070-\u2079]+)*/g, "")
    .replace(/(?<= \p{Lu}{1,3}|\p{Lu}\.)\d{1,2}(?=$|[,; ])/gu, "")
    .replace(/(?:[,;]| and|^)? ?\bet\.? ?al\b\.?,?$/i, "")
    .trim();
}

function isNote(inside: string): boolean {
  return /[\d@,;]/.test(inside) || inside === "" || BODY.test(inside) || ROLE.test(inside.trim());
}

/** A name printed in natural order whose last word carries the number of an affiliation: `Ada Byron1`. */
export function withoutMark(name: string): string {
  return / /.test(name) ? name.replace(/(?<=\p{Ll}{2})\d{1,2}$/u, "") : name;
}

/** Whether a word can stand inside the name of a person: capitalised, an initial, or a particle. */
export function isNameWord(word: string): boolean {
  return (
    /^(?:-|(?:al|el|ad|an|as|ben)-|[dlnmt]?['’]|dell['’]|dall['’])?\p{Lu}/u.test(word) || PARTICLES.has(word)
  );
}
