/** Suffixes of generation. */
export const SUFFIX: RegExp = /^(?:Jr|Sr|JR|SR|II|III|IV|2nd|3rd|4th)\.?$/;

/** Initials: `A`, `AB`, `A.B.`, `J.-P.`, `-P.`, and shortened names with a full stop such as `Yu.` or `Th.`. */
export const INITIALS: RegExp = /^-?(?:(?:\p{Lu}\.?-?){1,4}|(?:\p{Lu}\p{Ll}{0,2}\.-?){1,4})$/u;

/** Words that stand before a family name and belong to it, lower case as they are written inside a name. */
export const PARTICLES: ReadonlySet<string> = new Set(
  "von van der den de del della dello di da dal dos das do du des la le las los el al bin ibn bint ben abu ter ten te 't zu zum zur auf af av op het vom im af".split(
    " ",
  ),
);

/** Words that make a name a body's for certain, wherever they stand. */
export const BODY: RegExp =
  /\b(?:groups?|teams?|consorti\w*|committees?|collaborat(?:ion|ive|ors)\w*|networks?|investigators|society|associations?|organi[sz]ations?|universit\w*|institut\w*|cent(?:er|re)s?|departments?|ministr(?:y|ies)|councils?|agenc(?:y|ies)|foundations?|trialists|programmes?|program|administration|colleges?|hospitals?|academ(?:y|ies)|alliance|federation|task force|working party|registry|initiative|laborator(?:y|ies)|inc|ltd|gmbh|llc|corp(?:oration)?|direktorat\w*|gruppe|arbeitsgemeinschaft|gesellschaft|forening|soci[ée]t[ée]|sociedad|asociaci[oó]n|ministerio)\b/i;

/** Words that a person's name printed in natural order does not hold. */
export const GROUP: RegExp = new RegExp(
  `${BODY.source}|\\b(?:office|of|and|for|the|on|study|trial|unit|division|board|panel|commission|bureau|survey|project|services?|writing|company)\\b`,
  "i",
);

const DEGREE =
  "Ph\\.? ?D|M\\.D|D\\.?Sc|M\\.?Sc|B\\.?Sc|M\\.?P\\.?H|Dr\\.? ?P\\.?H|Pharm\\.? ?D|Psy\\.? ?D|Ed\\.? ?D|M\\.? ?Phil|D\\.? ?Phil|M\\.?B\\.?B\\.?S|M\\.?B\\.?Ch\\.?B|FRCP\\w*|FACP|FACC|FRCS\\w*|FAHA|FRACP|FRANZCP|LCSW|MHS|MHSc|MSPH|MSN|MBA|DVM|DDS|DMD|FAAN|FCCM|MRCP\\w*|Dr\\.? ?med|Dipl\\.?-?\\w*";
/** Degrees that cannot be initials. */
export const DEGREE_ONLY: RegExp = new RegExp(`^(?:${DEGREE})\\.?$`, "i");
/** Degrees, also those that may be initials: they count only behind a given name. */
export const ANY_DEGREE: RegExp = new RegExp(`^(?:${DEGREE}|MD|MA|MS|BA|BS|DO|RN|DC|JD|MB|BM|PT|OT)\\.?$`);

/** Titles before a name. */
export const ADDRESS: RegExp =
  /^(?:(?:Dr|Prof|Professor|Prof\. ?Dr|Mr|Mrs|Ms|Sir|Dame)\.? )+(?=\p{Lu}\S* ?\S)/u;

/** What exports write where nobody is named. */
export const NOBODY: RegExp =
  /^\[?\(?(?:no authors?(?:hip)?(?: names?| info(?:rmation)?)? (?:listed|given|named|specified|indicated|available|found|provided)|authors? (?:unknown|not (?:listed|given|named|available))|unknown(?: authors?)?|anon(?:ymous|yme|ymus|imo)?|n\/?a|n\.a\.|null|undefined|none|not (?:available|specified|given|reported)|et\.? ?al|and others|others)\.?\)?\]?[.,]*$/i;
