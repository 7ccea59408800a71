import { titleWords } from "./fold.ts";

/** What a title says about its document besides naming it. */
export type TitleNote =
  | "translated"
  | "retracted"
  | "withdrawn"
  | "erratum"
  | "retraction"
  | "concern"
  | "comment"
  | "reply"
  | "language"
  | "preprint"
  | "abstract";

const PREFIXES: readonly (readonly [RegExp, TitleNote])[] = [
  [/^\[?(?:retracted(?: article| paper)?)\]?\s*(?::|\.|-|–|—|(?<=\]))\s*/i, "retracted"],
  [/^\[?(?:withdrawn|removed|temporary removal)\]?\s*(?::|\.|-|–|—|(?<=\]))\s*/i, "withdrawn"],
  [
    /^(?:retraction(?: note| notice)?|notice of retraction|statement of retraction)(?:\s*(?::|\.|-|–|—)\s*(?:of\s+)?|\s+to:?\s+|\s+of:?\s+(?=["“']))/i,
    "retraction",
  ],
  [
    /^(?:(?:publisher'?s?|author'?s?)\s+)?(?:erratum|errata|corrigend(?:um|a)|correction|addendum|correction notice|author correction)(?:\s*(?:to|for|regarding|in)\b\s*:?\s*|\s*(?::|\.|-|–|—)\s*(?:to\s+)?|$)/i,
    "erratum",
  ],
  [
    /^(?:expression of concern|editorial expression of concern)(?:\s*(?::|\.|-|–|—)\s*|\s+(?:on|for|about)\s+|$)/i,
    "concern",
  ],
  [/^(?:comment(?:ary)?(?:s)? on|comments? to|re)(?:\s*:\s*|\s+(?=["“']))/i, "comment"],
  [/^(?:(?:author'?s'?\s+)?(?:reply|response))(?:\s+to)?\s*:\s*/i, "reply"],
];

const LANGUAGE =
  /^(?:(?:article|text|paper|book)s? in )?(?:arabic|bulgarian|chinese|croatian|czech|danish|dutch|english|finnish|french|german|greek|hebrew|hungarian|italian|japanese|korean|norwegian|persian|polish|portuguese|romanian|russian|serbian|slovak|slovene|spanish|swedish|thai|turkish|ukrainian)\.?$/i;

const SUFFIXES: readonly (readonly [RegExp, TitleNote])[] = [
  [/^retracted(?: article| paper| in)?\b/i, "retracted"],
  [/^withdrawn\b/i, "withdrawn"],
  [/^(?:published )?(?:erratum|corrigendum|correction|corrected)\b/i, "erratum"],
  [/^(?:expression of concern)\b/i, "concern"],
  [/^(?:see comments?|comments?)\b/i, "comment"],
  [/^preprint$/i, "preprint"],
  [/^(?:abstract|meeting abstract|conference abstract)s?$/i, "abstract"],
  [LANGUAGE, "language"],
];

/** Longer texts are no titles and are not looked into. */
const LONGEST = 2000;

/**
 * Whether the title is a translation, which indexes print in square brackets: `[Title in English].`
 *
 * @param title as printed; one word in brackets, such as `[Abstract]`, is none
 * Checked: tests/records/normalise-title.test.ts.
 */
export function isTranslatedTitle(title: string): boolean {
  return translated(title) !== null;
}

function translated(title: string): string | null {
  const inside = /^\[([^[\]]*(?:\[[^[\]]*\][^[\]]*)*)\]\s?\.?$/.exec(title.trim())?.[1]?.trim();
  return inside !== undefined && titleWords(inside).length > 1 ? inside : null;
}

/**
 * The title as it names the work, and what was said around it: brackets of a translation, `RETRACTED:`
 * and the like in front, `[Erratum appears in …]`, `[Chinese]` and the like behind. For comparing; what
 * people are shown stays as it was.
 *
 * @param title plain text on one line
 * @returns `plain` without closing full stop; notes in the order found, each once
 * Checked: tests/records/normalise-title.test.ts. Cost linear.
 */
export function titleNotes(title: string): { readonly plain: string; readonly notes: readonly TitleNote[] } {
  const notes = new Set<TitleNote>();
  let plain = title.trim();
  if (plain.length > LONGEST) return { plain, notes: [] };
  for (let changed = true; changed; ) {
    const before = plain;
    plain = strippedEnd(plain, notes);
    const inside = translated(plain);
    if (inside !== null) {
      notes.add("translated");
      plain = inside;
    }
    for (const [prefix, note] of PREFIXES) {
      const match = prefix.exec(plain);
      if (match === null) continue;
      notes.add(note);
      // A title that says nothing else stays whole.
      if (match[0].length < plain.length) plain = plain.slice(match[0].length);
      break;
    }
    changed = plain !== before && plain.length < before.length;
  }
  return { plain: plain.replace(/(?<![.])\.$/, "").trim(), notes: [...notes] };
}

function strippedEnd(title: string, notes: Set<TitleNote>): string {
  const match = /[ .?!](?:\[([^[\]]{1,300})\]|\(([^()]{1,300})\))\s*\.?$/.exec(title);
  if (match === null) return title;
  const inside = (match[1] ?? match[2]!).trim();
  const note = SUFFIXES.find(([pattern]) => pattern.test(inside))?.[1];
  if (note === undefined) return title;
  // `(correction)` in round brackets may be part of the title; these are not.
  if (match[2] !== undefined && !/^(?:retracted|withdrawn|preprint|abstract|published erratum)/i.test(inside))
    return title;
  notes.add(note);
  return title.slice(0, match.index + 1).trim();
}

/** Whether all letters of a text of some length are capitals. */
export function isAllCapitals(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters > 7 && !/\p{Ll}/u.test(text) && /\p{Lu}/u.test(text) && text.includes(" ");
}
