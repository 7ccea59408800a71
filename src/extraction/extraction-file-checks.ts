import type { Problem } from "#kernel";
import { addressKey } from "./address.ts";
import type { RawExtractionFile, RawStudy } from "./extraction-file-schema.ts";

type Path = readonly (string | number)[];
type Placed = Problem & { readonly at: Path };

/** What the schema cannot see: things said twice, exclusions and retrievals without why, a file without content. */
export function crossCheckFile(file: RawExtractionFile): readonly Placed[] {
  const { by: _by, ...parts } = file;
  if (Object.values(parts).every((part) => part === undefined || part.length === 0)) {
    return [
      {
        code: "extraction/nothing-in-file",
        at: [],
        message: "The file holds no study, statement, vote or anything else to take over.",
        remedy: "Add `studies:` or another list.",
      },
    ];
  }
  return [
    ...repeated(file.studies, ["studies"], "study", ({ study }) => study.id, ["study", "id"]),
    ...(file.studies ?? []).flatMap((study, i) => checkStudy(study, ["studies", i])),
    ...repeated(file.statements, ["statements"], "statement", (one) => one.statementId, ["statementId"]),
    ...repeated(file.hypotheses, ["hypotheses"], "hypothesis", (one) => one.hypothesisId, ["hypothesisId"]),
    ...repeated(
      file.mechanismLinks,
      ["mechanismLinks"],
      "link",
      (one) => `${one.hypothesisId}/${one.studyId}`,
    ),
    ...repeated(file.themes, ["themes"], "theme", (one) => one.themeId, ["themeId"]),
    ...repeated(file.themeMatches, ["themeMatches"], "match", (one) => [...one.themes].sort().join("/")),
    ...repeated(file.reportedCounts, ["reportedCounts"], "count", (one) => one.box, ["box"]),
    ...repeated(file.reportStatuses, ["reportStatuses"], "report", (one) => one.report, ["report"]),
    ...repeated(file.retrievals, ["retrievals"], "report", (one) => one.report, ["report"]),
    ...repeated(file.votes, ["votes"], "vote", (one) => `${one.stage}/${one.report}`),
    ...selfMatches(file),
    ...retrievalsWithoutWhy(file),
  ];
}

/** Later items that say again what an earlier one says; the earlier would silently be lost. */
function repeated<T>(
  items: readonly T[] | undefined,
  path: Path,
  what: string,
  keyOf: (item: T) => string,
  keyPath: Path = [],
): readonly Placed[] {
  const first = new Map<string, number>();
  const problems: Placed[] = [];
  for (const [i, item] of (items ?? []).entries()) {
    const key = keyOf(item);
    const before = first.get(key);
    if (before === undefined) first.set(key, i);
    else
      problems.push(twice([...path, i, ...keyPath], what, key.replaceAll("\u0000", " ").trim(), before + 1));
  }
  return problems;
}

function twice(at: Path, what: string, key: string, before: number): Placed {
  return {
    code: "extraction/said-twice",
    at,
    message: `The ${what} "${key}" stands already as number ${before} of this list.`,
    remedy: "Keep one of the two, or correct the id.",
  };
}

function checkStudy(block: RawStudy, path: Path): readonly Placed[] {
  const problems = [
    ...repeated(block.study.reports, [...path, "study", "reports"], "report", (report) => report),
    ...repeated(block.arms, [...path, "arms"], "arm", (arm) => arm.id, ["id"]),
    ...repeated(block.check, [...path, "check"], "check of form", (check) => check.form, ["form"]),
    ...repeated(
      block.appraisals,
      [...path, "appraisals"],
      "appraisal",
      (one) => [one.tool, one.outcome ?? "", one.timepoint ?? ""].join("\u0000"),
      ["tool"],
    ),
    ...repeated(
      block.availability,
      [...path, "availability"],
      "result",
      (one) => [one.outcome, one.timepoint ?? ""].join("\u0000"),
      ["outcome"],
    ),
  ];
  if (block.study.pools?.includes(block.study.id)) {
    problems.push({
      code: "extraction/pools-itself",
      at: [...path, "study", "pools"],
      message: `"${block.study.id}" cannot pool itself.`,
      remedy: "Name the studies whose participants it pools.",
    });
  }
  // Several blocks of one form (one per report) may follow each other, but not with the same address.
  const entries = (block.forms ?? []).flatMap(({ form, entries }, f) =>
    entries.map((entry, e) => ({ form, entry, at: [...path, "forms", f, "entries", e] })),
  );
  const seen = new Set<string>();
  for (const { form, entry, at } of entries) {
    const key = `${form}\u0000${addressKey(entry)}`;
    if (seen.has(key)) {
      const address = [entry.field, entry.arm, entry.outcome, entry.timepoint].filter(
        (part) => part !== undefined,
      );
      problems.push({
        code: "extraction/said-twice",
        at,
        message: `The value "${address.join(" ")}" of form "${form}" is given twice for study "${block.study.id}".`,
        remedy: "Keep one of the two.",
      });
    }
    seen.add(key);
  }
  return problems;
}

function selfMatches(file: RawExtractionFile): readonly Placed[] {
  return (file.themeMatches ?? []).flatMap(({ themes: [a, b] }, i) =>
    a !== b
      ? []
      : [
          {
            code: "extraction/theme-matches-itself",
            at: ["themeMatches", i, "themes"],
            message: `The theme "${a}" cannot be matched with itself.`,
            remedy: "Name two themes.",
          },
        ],
  );
}

function retrievalsWithoutWhy(file: RawExtractionFile): readonly Placed[] {
  return (file.retrievals ?? []).flatMap(({ report, retrieved, why }, i) =>
    retrieved || (why ?? "").trim() !== ""
      ? []
      : [
          {
            code: "extraction/retrieval-without-why",
            at: ["retrievals", i],
            message: `"${report}" could not be retrieved, and the file does not say why.`,
            remedy: "Add `why:`.",
          },
        ],
  );
}
