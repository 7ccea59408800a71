import type { Problem } from "#kernel";
import { duplicates, type Found, items } from "./cross-check-parts.ts";
import { nearest } from "./nearest.ts";
import { type FieldPath, fieldName, type Places } from "./places.ts";
import { STUDY_VARIABLES } from "./variables.ts";

/** The numbers each measure is computed from; a sensitivity analysis uses the same. */
const NEEDS: Readonly<Record<string, string>> = {
  SMD: "means",
  MD: "means",
  RR: "counts",
  OR: "counts",
  GEN: "estimates",
};
const DEFAULTS: Readonly<Record<string, unknown>> = {
  method: "inverse-variance",
  model: "random",
  tau2: "REML",
  test: "knha",
  prediction: "test",
  risk: "all",
};
const OVERRIDES = ["measure", "method", "model", "tau2", "test", "prediction", "zeroCells", "risk"] as const;

/** What a variable of the studies is, by its name in a plan. */
type Variables = ReadonlyMap<string, { readonly choice: boolean }>;
type Tell = (at: FieldPath, code: string, message: string, remedy: string) => Problem;

/**
 * What the plan of an analysis cannot mean: parts with one id, variables that nothing records, choices
 * that have no say, sensitivity analyses that change nothing.
 */
export function analysisProblems(data: unknown, places: Places): Problem[] {
  const known = variablesOf(data);
  const tell: Tell = (at, code, message, remedy) => ({
    code: `review/${code}`,
    ...places.of(at),
    field: fieldName(at),
    message,
    remedy,
  });
  return items(data, ["analyses"]).flatMap((analysis) => {
    const parts = (key: string): Found[] => items(data, [...analysis.path, key]);
    const [groups, regressions, others] = ["subgroups", "moderators", "sensitivity"].map(parts);
    return [
      ...duplicates([...groups!, ...regressions!, ...others!], "id", places),
      ...groups!.flatMap(({ path, item }) => variableProblems(item.by, [...path, "by"], known, tell)),
      ...regressions!.flatMap((part) => moderatorProblems(part, known, tell)),
      ...methodProblems(analysis, analysis, tell),
      ...idleChoices(analysis, analysis, tell),
      ...others!.flatMap((part) => sensitivityProblems(part, analysis, tell)),
    ];
  });
}

function variablesOf(data: unknown): Variables {
  const fields = items(data, ["forms"])
    .filter(({ item }) => item.kind === "study")
    .flatMap((form) =>
      items(data, [...form.path, "fields"]).map(
        ({ item }) =>
          [`${String(form.item.id)}.${String(item.id)}`, { choice: item.type === "choice" }] as const,
      ),
    );
  return new Map([...STUDY_VARIABLES.map((name) => [name, { choice: false }] as const), ...fields]);
}

function variableProblems(name: unknown, at: FieldPath, known: Variables, tell: Tell): Problem[] {
  if (typeof name !== "string" || known.has(name.trim())) return [];
  const names = [...known.keys()];
  const near = [...names.filter((one) => one.endsWith(`.${name}`)), ...nearest(name, names)];
  const all = names.length > 12 ? `${names.slice(0, 12).join(", ")} …` : names.join(", ");
  const choice = `Write \`form.field\` of a form about studies, or one of: ${all}.`;
  return [
    tell(
      at,
      "unknown-variable",
      `Nothing called \`${name}\` is recorded about studies.`,
      near[0] === undefined ? choice : `Did you mean \`${near[0]}\`? ${choice}`,
    ),
  ];
}

function moderatorProblems({ path, item }: Found, known: Variables, tell: Tell): Problem[] {
  if (!Array.isArray(item.variables)) return [];
  const seen = new Set<string>();
  return item.variables.flatMap((one: unknown, index): Problem[] => {
    const at = [...path, "variables", index];
    const mapping = typeof one === "object" && one !== null ? (one as Found["item"]) : null;
    const name = mapping === null ? one : mapping.variable;
    const place = mapping === null ? at : [...at, "variable"];
    const problems = variableProblems(name, place, known, tell);
    if (typeof name !== "string") return problems;
    if (seen.has(name))
      problems.push(
        tell(
          place,
          "variable-twice",
          `\`${name}\` stands twice in this regression.`,
          "Remove one of the two.",
        ),
      );
    seen.add(name);
    if (mapping?.as === "continuous" && (known.get(name)?.choice || name === "risk-of-bias"))
      problems.push(
        tell(
          [...at, "as"],
          "variable-kind",
          `\`${name}\` is a choice among words, not a number.`,
          "Write `as: categorical`, or leave `as` out.",
        ),
      );
    return problems;
  });
}

/** A choice as it stands in a part, in its analysis, or by default. */
function chosen(part: Found, analysis: Found, key: string): unknown {
  return part.item[key] ?? analysis.item[key] ?? DEFAULTS[key];
}

/** What a plan may pool counts by without weights of inverse variance. */
interface CountMethod {
  /** In words. */
  readonly name: string;
  readonly measures: readonly string[];
  /** The one estimator of τ² with random effects. */
  readonly tau2: string;
}

const countModel = (name: string): CountMethod => ({
  name: `The binomial–normal model ${name}`,
  measures: ["OR"],
  tau2: "ML",
});

/** By method: sums of counts, and models of the counts themselves. */
const SUMS: Readonly<Record<string, CountMethod>> = {
  "mantel-haenszel": { name: "Mantel–Haenszel", measures: ["RR", "OR"], tau2: "DL" },
  peto: { name: "Peto’s method", measures: ["OR"], tau2: "DL" },
  "UM.FS": countModel("UM.FS"),
  "UM.RS": countModel("UM.RS"),
  "CM.EL": countModel("CM.EL"),
  "CM.AL": countModel("CM.AL"),
};

/** How a part pools counts, or null where it pools by inverse variance. */
function sumsOf(part: Found, analysis: Found): CountMethod | null {
  const method = chosen(part, analysis, "method");
  return typeof method === "string" && Object.hasOwn(SUMS, method) ? SUMS[method]! : null;
}

const says = ({ item }: Found, key: string): boolean => item[key] !== undefined && item[key] !== null;

/** A method that cannot pool the measure, or not under the model. Told where the part itself says one of the two. */
function methodProblems(part: Found, analysis: Found, tell: Tell): Problem[] {
  const sums = sumsOf(part, analysis);
  if (sums === null) return [];
  const at = (other: string): string | undefined => ["method", other].find((key) => says(part, key));
  const [measure, model] = [chosen(part, analysis, "measure"), chosen(part, analysis, "model")];
  const problems: Problem[] = [];
  const measureAt = at("measure");
  if (
    measureAt !== undefined &&
    NEEDS[String(measure)] !== undefined &&
    !sums.measures.includes(String(measure))
  )
    problems.push(
      tell(
        [...part.path, measureAt],
        "method-measure",
        `${sums.name} pools counts of two groups as ${sums.measures.join(" or ")}, not ${String(measure)}.`,
        `Use the measure ${sums.measures.join(" or ")}, or write \`method: inverse-variance\`.`,
      ),
    );
  const modelAt = says(part, "model") ? "model" : at("model");
  if (modelAt !== undefined && sums === SUMS["peto"] && model === "random")
    problems.push(
      tell(
        [...part.path, modelAt],
        "method-model",
        "Peto’s method pools a common effect, and the model is random, which it is unless the plan says otherwise.",
        "Write `model: common`.",
      ),
    );
  return problems;
}

/** Choices that such methods give no say; `z`, and their own τ² with random effects, are what they do anyway. */
function idleForSums(part: Found, analysis: Found, { name, tau2 }: CountMethod, tell: Tell): Problem[] {
  const usual = (key: string): boolean =>
    part === analysis &&
    ((key === "test" && part.item.test === "z") ||
      (key === "tau2" && part.item.tau2 === tau2 && chosen(part, analysis, "model") === "random"));
  return ["tau2", "test", "prediction", "zeroCells"]
    .filter((key) => says(part, key) && !usual(key))
    .map((key) =>
      tell(
        [...part.path, key],
        "idle-choice",
        `\`${key}\` has no say in ${name.replace(/^The/, "the")}.`,
        `Remove \`${key}\`, or write \`method: inverse-variance\`.`,
      ),
    );
}

/** Choices that the method, model or measure gives no say. */
function idleChoices(part: Found, analysis: Found, tell: Tell): Problem[] {
  const sums = sumsOf(part, analysis);
  if (sums !== null) return idleForSums(part, analysis, sums, tell);
  const problems: Problem[] = [];
  if (chosen(part, analysis, "model") === "common") {
    // An older protocol may name an estimator beside a common effect; it never did anything there.
    for (const key of part === analysis ? ["prediction"] : ["prediction", "tau2"]) {
      if (says(part, key))
        problems.push(
          tell(
            [...part.path, key],
            "idle-choice",
            `\`${key}\` has no say in a model of a common effect.`,
            `Remove \`${key}\`, or write \`model: random\`.`,
          ),
        );
    }
  }
  const measure = chosen(part, analysis, "measure");
  if (says(part, "zeroCells") && typeof measure === "string" && NEEDS[measure] !== "counts")
    problems.push(
      tell(
        [...part.path, "zeroCells"],
        "idle-choice",
        `\`zeroCells\` has no say for ${measure}, which is not computed from counts.`,
        "Remove `zeroCells`, or use the measure RR or OR.",
      ),
    );
  return problems;
}

function sensitivityProblems(part: Found, analysis: Found, tell: Tell): Problem[] {
  const { item, path } = part;
  const problems = [...methodProblems(part, analysis, tell), ...idleChoices(part, analysis, tell)];
  const [own, planned] = [item.measure, analysis.item.measure];
  if (typeof own === "string" && typeof planned === "string" && NEEDS[own] !== NEEDS[planned])
    if (NEEDS[own] !== undefined && NEEDS[planned] !== undefined)
      problems.push(
        tell(
          [...path, "measure"],
          "other-numbers",
          `${own} is computed from ${NEEDS[own]}, ${planned} of the analysis from ${NEEDS[planned]}.`,
          "Plan it as an analysis of its own.",
        ),
      );
  const named = OVERRIDES.filter((key) => item[key] !== undefined && item[key] !== null);
  const changes = named.some(
    (key) => JSON.stringify(item[key]) !== JSON.stringify(analysis.item[key] ?? DEFAULTS[key]),
  );
  if (!changes && !Array.isArray(item.without))
    problems.push(
      tell(
        path,
        "nothing-changed",
        `The sensitivity analysis \`${String(item.id)}\` changes nothing: it would repeat the analysis.`,
        `Name what is otherwise: ${OVERRIDES.join(", ")} or without.`,
      ),
    );
  return problems;
}
