import type { PlannedAnalysis } from "../api/types.ts";
import { differencesFrom, planned, type Specification } from "./specification.ts";
import type { Variable } from "./variables.ts";

/** Something the protocol plans of an analysis: its main result, or a part beside it. */
export interface PlannedVariant {
  readonly kind: "main" | "subgroups" | "moderators" | "sensitivity";
  /** Null: the main result. */
  readonly part: Pick<NonNullable<PlannedAnalysis["sensitivity"]>[number], "id" | "label" | "note"> | null;
  readonly spec: Specification;
}

/** Everything the protocol plans of an analysis, the main result first. */
export function variantsOf(analysis: PlannedAnalysis): readonly PlannedVariant[] {
  const { subgroups = [], moderators = [], sensitivity = [] } = analysis;
  const main = planned(analysis);
  return [
    { kind: "main", part: null, spec: main },
    ...subgroups.map(
      (part): PlannedVariant => ({
        kind: "subgroups",
        part,
        spec: { ...main, groups: part.by, groupTau2: part.tau2 ?? "separate" },
      }),
    ),
    ...moderators.map(
      (part): PlannedVariant => ({
        kind: "moderators",
        part,
        spec: { ...main, moderators: part.variables.map(({ variable }) => variable) },
      }),
    ),
    ...sensitivity.map(
      (part): PlannedVariant => ({ kind: "sensitivity", part, spec: sensitivitySpec(analysis, part) }),
    ),
  ];
}

function sensitivitySpec(
  analysis: PlannedAnalysis,
  {
    without,
    id: _id,
    label: _label,
    note: _note,
    ...choices
  }: NonNullable<PlannedAnalysis["sensitivity"]>[number],
): Specification {
  const given = Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
  return { ...planned({ ...analysis, ...given }), without: without ?? [] };
}

const SETS: ReadonlySet<keyof Specification> = new Set(["groups", "moderators", "without"]);

/** What of the plan a specification is, or is nearest to. */
export interface PlanFound {
  /** The specification as the nearest of the plan would have it. */
  readonly spec: Specification;
  /** Parts of the plan it carries out; the main result alone: none. */
  readonly parts: readonly PlannedVariant[];
}

/**
 * The planned analysis that a specification departs from least; of equals the one planned first. Planned groups
 * and a planned regression may stand together: each is computed by itself.
 *
 * Checked: tests/web/synthesis-plan.test.ts.
 */
export function nearestPlan(spec: Specification, variants: readonly PlannedVariant[]): PlanFound {
  const main = variants.find(({ kind }) => kind === "main")!;
  const of = (kind: PlannedVariant["kind"]) => variants.filter((one) => one.kind === kind);
  const together = of("subgroups").flatMap((groups) =>
    of("moderators").map((regression) => ({
      spec: { ...groups.spec, moderators: regression.spec.moderators },
      parts: [groups, regression],
    })),
  );
  const all: readonly PlanFound[] = [
    { spec: main.spec, parts: [] },
    ...variants.filter(({ kind }) => kind !== "main").map((one) => ({ spec: one.spec, parts: [one] })),
    ...together,
  ];
  let best = all[0]!;
  let fewest = Number.POSITIVE_INFINITY;
  for (const one of all) {
    // Other groups, moderators or studies are more of a departure than another setting of the same ones.
    const count = differencesFrom(spec, one.spec).reduce((sum, part) => sum + (SETS.has(part) ? 2 : 1), 0);
    if (count >= fewest) continue;
    best = one;
    fewest = count;
  }
  return best;
}

/** The variables, those of a planned regression as the kind it plans: numbers, or groups. */
export function withPlannedKinds(
  variables: readonly Variable[],
  { moderators = [] }: PlannedAnalysis,
): readonly Variable[] {
  const kinds = new Map(
    moderators.flatMap((part) => part.variables.map(({ variable, as }) => [variable, as] as const)),
  );
  return variables.map((one) => {
    const as = kinds.get(one.id);
    if (as === "categorical") return { ...one, numeric: false };
    if (as !== "continuous") return one;
    const values = new Map([...one.values].filter(([, { number }]) => number !== null));
    return values.size === 0 ? one : { ...one, numeric: true, values };
  });
}
