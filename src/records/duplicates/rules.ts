import type { LinkRelation } from "#ledger";
import { sameFullName } from "./authors.ts";
import type { FieldComparison } from "./compare-fields.ts";
import type { DocumentKind } from "./kinds.ts";
import type { Prepared } from "./prepare.ts";

/** What a rule allows at most: `ask`, or nothing (`distinct`), perhaps as documents of one study. */
interface Limit {
  readonly most: "ask" | "distinct";
  /** Too little to go on rather than a contradiction: a third record may still bring the two together. */
  readonly unproven?: true;
  readonly relation?: LinkRelation;
}

export interface Rule {
  /** Reason code shown to people. */
  readonly code: string;
  readonly limit: (a: Prepared, b: Prepared, f: FieldComparison) => Limit | null;
}

const ASK: Limit = { most: "ask" };
const DISTINCT: Limit = { most: "distinct" };
const UNPROVEN: Limit = { most: "distinct", unproven: true };
const linked = (relation: LinkRelation, when: boolean): Limit =>
  when ? { most: "distinct", relation } : DISTINCT;

/** An identifier that is given to one document only. */
function sameIdentifier(f: FieldComparison): boolean {
  return f.pmid === "same" || f.doi === "same";
}

/** The same pages of the same volume: no other document stands there. */
function pinned(f: FieldComparison): boolean {
  return (
    f.range && f.journal === "same" && (f.volume === "same" || (f.volume === "missing" && f.years === 0))
  );
}

function sameStart(f: FieldComparison): boolean {
  return f.pages === "same" && f.journal !== "different" && f.volume !== "different";
}

/** Same journal and volume, or what is known of them, and no word against it. */
function samePlace(f: FieldComparison): boolean {
  return f.journal === "same" && f.volume === "same" && f.pages !== "different";
}

/** The same abstract, and no word against the place. */
function sameText(f: FieldComparison): boolean {
  return f.abstract >= 7 && f.pages !== "different" && f.volume !== "different" && f.journal !== "different";
}

const peopleAgree = (f: FieldComparison): boolean => f.names.grade === "same" || f.names.grade === "overlap";
const titleAgrees = (f: FieldComparison): boolean => f.title?.grade === "exact" || f.title?.grade === "typo";
/** Alike enough to speak of one study when the people are the same. */
const titleAlike = (f: FieldComparison): boolean =>
  f.title !== null && f.title.grade !== "different" && f.title.bits >= 10 && f.title.conflict === null;

const isBoth = (a: Prepared, b: Prepared, kind: DocumentKind): boolean => a.kind === kind && b.kind === kind;
const isVersion = (a: Prepared, b: Prepared): boolean => a.cochrane !== "" && b.cochrane !== "";
const isThesis = (a: Prepared, b: Prepared): boolean => isBoth(a, b, "thesis");

const RELATION_OF_KIND: Readonly<Partial<Record<DocumentKind, LinkRelation>>> = {
  erratum: "erratum",
  retraction: "erratum",
  comment: "comment",
  preprint: "preprint",
  registration: "registration",
  thesis: "other",
};

/**
 * The rules that keep studies: each holds for every pair it names, whatever the score. The strictest
 * that speaks counts. Why each is so: docs/methods/deduplication.md.
 *
 * Checked: tests/records/duplicates-rules.test.ts, one test per rule.
 */
export const RULES: readonly Rule[] = [
  {
    code: "kind-differs",
    limit: (a, b, f) => {
      if (a.kind === b.kind) return null;
      // An entry that says less about its kind, with the same identifier, is the same preprint or thesis.
      const notice = [a.kind, b.kind].some(
        (kind) => kind === "erratum" || kind === "retraction" || kind === "comment",
      );
      if (sameIdentifier(f) && !notice) return null;
      const relation = (RELATION_OF_KIND[a.kind] ?? RELATION_OF_KIND[b.kind])!;
      if (relation === "registration")
        return linked(relation, f.registry === "same" || (titleAgrees(f) && !f.weakTitle && peopleOrNone(f)));
      const people = f.names.grade !== "different";
      const about =
        relation === "comment"
          ? titleAgrees(f) && (people || f.journal === "same")
          : notice
            ? people
            : peopleAgree(f) && (f.years ?? 0) <= 4;
      return linked(relation, about && titleAlike(f) && !f.weakTitle);
    },
  },
  {
    code: "registry-differs",
    limit: (a, b, f) => (isBoth(a, b, "registration") && f.registry === "different" ? DISTINCT : null),
  },
  {
    code: "preprint-version",
    limit: (a, b, f) =>
      isBoth(a, b, "preprint") && f.doi === "different"
        ? linked("version", titleAgrees(f) && peopleAgree(f))
        : null,
  },
  {
    code: "numbers-differ",
    limit: (_a, _b, f) =>
      f.title?.conflict !== "numbers" || (pinned(f) && peopleAgree(f)) ? null : conflicting(f),
  },
  {
    code: "number-extra",
    limit: (_a, _b, f) => (f.title?.conflict === "number" ? oneSided(f) : null),
  },
  {
    code: "opposites-differ",
    limit: (_a, _b, f) => (f.title?.conflict === "opposites" ? conflicting(f) : null),
  },
  {
    code: "document-differs",
    limit: (_a, _b, f) => (f.title?.conflict === "document" ? oneSided(f) : null),
  },
  {
    code: "weak-title",
    limit: (_a, _b, f) => {
      if (!f.weakTitle || f.title === null) return null;
      if (f.names.grade === "different" && !sameIdentifier(f)) return DISTINCT;
      if (sameIdentifier(f) && f.pages !== "different") return null;
      const place =
        f.journal === "same" && f.pages === "same" && f.volume !== "different" && (f.years ?? 0) <= 1;
      if (place && (f.volume === "same" || f.years === 0)) return null;
      if (f.pages === "same" && f.journal !== "different") return ASK;
      const against = f.pages === "different" || f.volume === "different" || f.journal === "different";
      return against || (f.years ?? 0) > 1 ? DISTINCT : UNPROVEN;
    },
  },
  {
    code: "elsewhere",
    limit: (a, b, f) => {
      if (isVersion(a, b) || isThesis(a, b) || f.pmid === "same") return null;
      if (f.doi === "same" && f.names.grade !== "different" && titleAgrees(f)) return null;
      const other = f.pages === "different" && (f.journal === "different" || f.volume === "different");
      const journals = f.journal === "different" && f.volume === "different" && f.pages !== "same";
      if (!other && !journals) return null;
      const study = peopleAgree(f) && titleAlike(f) && !f.weakTitle && (f.years ?? 0) <= 4;
      return linked(a.abstractLike || b.abstractLike ? "conference-abstract" : "other", study);
    },
  },
  {
    code: "other-page",
    limit: (a, b, f) => {
      if (f.pages !== "different" || sameIdentifier(f) || isVersion(a, b) || isThesis(a, b)) return null;
      if (a.abstractLike !== b.abstractLike)
        return linked("conference-abstract", peopleAgree(f) && titleAlike(f));
      if (!titleAgrees(f) || f.names.grade === "different") return DISTINCT;
      const near = f.title?.grade === "exact" && f.issue !== "different" && nearPages(a, b);
      return near && f.journal === "same" && f.volume === "same" ? null : ASK;
    },
  },
  {
    code: "journal-differs",
    limit: (a, b, f) => {
      if (f.journal !== "different" || sameIdentifier(f) || isVersion(a, b) || isThesis(a, b)) return null;
      if (f.pages === "same" && (f.volume === "same" || f.range)) return null;
      return f.pages === "same" &&
        a.position.first >= 100 &&
        f.volume !== "different" &&
        f.names.grade === "same"
        ? null
        : ASK;
    },
  },
  {
    code: "volume-differs",
    limit: (a, b, f) => {
      if (f.volume !== "different" || sameIdentifier(f) || isVersion(a, b) || isThesis(a, b)) return null;
      return f.pages === "same" && f.journal !== "different" && (f.range || a.position.first >= 100)
        ? null
        : ASK;
    },
  },
  {
    code: "years-apart",
    limit: (a, b, f) => {
      if (f.years === null || f.years === 0 || sameIdentifier(f) || isVersion(a, b)) return null;
      if (isThesis(a, b)) return f.years === 1 ? null : f.years === 2 ? ASK : DISTINCT;
      if (f.pages === "same" && (f.volume === "same" || (f.range && f.years === 1))) return null;
      if (f.years === 1) {
        if (f.pages === "same") return null;
        // Early view has no place yet; where neither has one, only the text can tell it from a second abstract.
        const placed = [a, b].some(({ position }) => position.volume > 0 || position.start !== "");
        const inPrintLater =
          (f.journal === "same" && placed) ||
          (f.journal !== "different" && f.journal !== "unclear" && sameText(f));
        return inPrintLater && !a.abstractLike && !b.abstractLike ? null : ASK;
      }
      return f.years === 2 || f.pages === "same" ? ASK : DISTINCT;
    },
  },
  {
    // A thesis and its abstract in a list of theses are one work; initials alone do not say whose.
    code: "thesis-listed",
    limit: (a, b, f) => {
      if (!isThesis(a, b) || sameIdentifier(f)) return null;
      if (f.journal === "same" || a.journals.length + b.journals.length === 0) return null;
      return sameFullName(a.names, b.names) && f.title?.grade === "exact" && (f.years ?? 9) <= 1 ? null : ASK;
    },
  },
  {
    code: "two-dois",
    limit: (a, b, f) => {
      if (f.doi !== "different" || f.pmid === "same" || isVersion(a, b)) return null;
      const place = f.pages === "same" && f.journal !== "different" && f.volume !== "different";
      if (place && titleAgrees(f) && peopleOrNone(f) && !(a.abstractLike && b.abstractLike)) return null;
      if (f.title?.grade !== "exact" || f.names.grade === "different" || f.pages === "different")
        return DISTINCT;
      return f.journal === "different" ? linked("other", peopleAgree(f) && !f.weakTitle) : ASK;
    },
  },
  {
    code: "two-pmids",
    limit: (a, b, f) => {
      if (f.pmid !== "different" || isVersion(a, b)) return null;
      return f.title?.grade === "exact" &&
        f.names.grade !== "different" &&
        f.pages !== "different" &&
        f.volume !== "different"
        ? ASK
        : DISTINCT;
    },
  },
  {
    code: "shared-identifier",
    limit: (_a, _b, f) => {
      if (!sameIdentifier(f) || f.title === null) return null;
      const { grade } = f.title;
      const people = f.names.grade !== "different";
      if (grade === "exact" || grade === "typo")
        return people || samePlace(f) || f.pmid === "same" ? null : ASK;
      if (grade !== "different") return people && f.pages !== "different" ? null : ASK;
      if (pinned(f) && peopleAgree(f)) return null;
      if (f.pmid === "same") return people ? null : ASK;
      return f.names.grade === "same" && f.pages !== "different" ? ASK : DISTINCT;
    },
  },
  {
    code: "title-other-words",
    limit: (_a, _b, f) => {
      if (f.title?.grade !== "word" || sameIdentifier(f)) return null;
      if (pinned(f) && peopleAgree(f)) return null;
      const near = f.names.grade === "same" && (f.years ?? 9) <= 1 && f.journal === "same";
      const place = f.pages !== "different" && f.volume !== "different";
      const told = f.pages === "same" || f.abstract >= 6 || (f.volume === "same" && f.title.bits >= 8);
      return near && place && told ? ASK : UNPROVEN;
    },
  },
  {
    code: "title-extra-words",
    limit: (_a, _b, f) => {
      if (f.title?.grade !== "extra" || sameIdentifier(f)) return null;
      if (sameStart(f) && (f.journal === "same" || f.range)) return null;
      const cut = f.title.beginning && f.title.bits >= 16 && f.years === 0 && f.names.grade === "same";
      if (cut && f.title.conflict === null && (samePlace(f) || sameText(f))) return null;
      if (f.names.grade !== "same" || (f.years ?? 9) > 1 || f.journal === "different") return UNPROVEN;
      return f.title.beginning || f.pages === "same" || f.abstract >= 6 ? ASK : UNPROVEN;
    },
  },
  {
    code: "title-misprint",
    limit: (_a, _b, f) => {
      if (f.title?.grade !== "typo" || sameIdentifier(f)) return null;
      const supported =
        f.pages === "same" ||
        samePlace(f) ||
        sameText(f) ||
        (f.journal === "same" && f.years === 0 && f.names.grade === "same");
      return supported ? null : ASK;
    },
  },
  {
    code: "title-differs",
    limit: (a, b, f) => {
      if (f.title?.grade !== "different" || sameIdentifier(f)) return null;
      if (isBoth(a, b, "registration") && f.registry === "same") return null;
      if (!pinned(f) || !peopleAgree(f) || f.years !== 0) return a.foreign || b.foreign ? UNPROVEN : DISTINCT;
      return (a.foreign || b.foreign) && f.names.grade === "same" ? null : ASK;
    },
  },
  {
    code: "authors-differ",
    limit: (_a, _b, f) => {
      if (f.names.grade !== "different" || sameIdentifier(f)) return null;
      if (f.title?.grade !== "exact") return DISTINCT;
      if (pinned(f) && f.volume === "same" && f.years === 0) return null;
      return sameStart(f) && f.journal === "same" ? ASK : DISTINCT;
    },
  },
  {
    code: "thin",
    limit: (a, b, f) => {
      if (sameIdentifier(f) || f.registry === "same" || f.pages === "same") return null;
      if (f.names.grade === "missing") {
        if (f.journal === "same" && (f.years === 0 || f.volume === "same")) return null;
        const bothBare =
          a.names === "" && b.names === "" && a.journals.length === 0 && b.journals.length === 0;
        const agreed = f.years === 0 || (f.years === null && sameText(f));
        return bothBare && f.title?.grade === "exact" && agreed ? null : ASK;
      }
      return f.years === null && f.journal !== "same" && !sameText(f) ? ASK : null;
    },
  },
];

function peopleOrNone(f: FieldComparison): boolean {
  return f.names.grade !== "different";
}

/** Titles alike but for a word that makes another study: a person looks only where an identifier says otherwise. */
function conflicting(f: FieldComparison): Limit {
  return (sameIdentifier(f) || (pinned(f) && peopleAgree(f))) && f.names.grade !== "different"
    ? ASK
    : DISTINCT;
}

/** A number, or a word that tells populations or documents apart, in one title alone. */
function oneSided(f: FieldComparison): Limit | null {
  if (sameStart(f) || (sameIdentifier(f) && f.pages !== "different" && peopleOrNone(f))) return null;
  return sameIdentifier(f) || (samePlace(f) && f.years === 0 && f.names.grade === "same") ? ASK : UNPROVEN;
}

/** Printed page numbers that differ as misprints do, or by a front page. */
function nearPages(a: Prepared, b: Prepared): boolean {
  const [x, y] = [a.position, b.position];
  if (x.last > 0 && x.last === y.last) return true;
  return Math.abs(x.first - y.first) <= 20 || digitsDiffer(String(x.first), String(y.first)) === 1;
}

function digitsDiffer(a: string, b: string): number {
  if (a.length !== b.length) return 9;
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count += 1;
  return count;
}
