import type { Protocol } from "../api/types.ts";
import type { Words } from "../app/text.ts";
import type { PlanFound, PlannedVariant } from "./planned-variants.ts";
import { differencesFrom, type Specification } from "./specification.ts";
import type { Variable } from "./variables.ts";

/** What names the parts of a specification in the reader's language. */
export interface Naming {
  readonly words: Words;
  readonly protocol: Protocol;
  readonly variables: readonly Variable[];
  /** Labels of studies by id. */
  readonly studies: ReadonlyMap<string, string>;
  readonly measure: (spec: Pick<Specification, "measure">) => string;
  /** Everything the protocol plans of the analysis. */
  readonly variants: readonly PlannedVariant[];
}

/** One part that is not as planned. */
export interface Departure {
  readonly part: keyof Specification;
  readonly text: string;
}

/** What differs from the nearest of the plan, a sentence each; empty: as planned. */
export function departures(spec: Specification, plan: Specification, naming: Naming): readonly Departure[] {
  const { words } = naming;
  return differencesFrom(spec, plan).map((part) => {
    const now = valueInWords(part, spec, naming);
    const others = plannedOtherwise(part, plan, naming);
    if (part === "counts") return { part, text: words.t("departure.counts", { planned: plan.counts ?? "" }) };
    if (part === "without" || part === "moderators" || part === "groups")
      return {
        part,
        text:
          now === "" || (part === "groups" && spec.groups === null)
            ? words.t(`departure.no-${part}`, { planned: others })
            : others === ""
              ? words.t(`departure.${part}`, { now })
              : words.t(`departure.${part}-other`, { now, planned: others }),
      };
    const planned = valueInWords(part, plan, naming);
    return { part, text: words.t("departure.other", { part: words.named("part", part), now, planned }) };
  });
}

/** What the protocol plans in place of what was chosen; empty: nothing of the kind. */
function plannedOtherwise(part: keyof Specification, plan: Specification, naming: Naming): string {
  if (part === "without") return valueInWords(part, plan, naming);
  const specs = naming.variants.map(({ spec }) => spec);
  const texts = (part === "groups" ? specs.filter(({ groups }) => groups !== null) : specs).map((spec) =>
    valueInWords(part, spec, naming),
  );
  return [...new Set(texts)].filter((text) => text !== "").join("; ");
}

function valueInWords(part: keyof Specification, spec: Specification, naming: Naming): string {
  const { words, protocol, variables, studies } = naming;
  const label = (
    list: readonly { id: string; label: { en: string; nb?: string | undefined } }[],
    id: string,
  ) => words.local(list.find((one) => one.id === id)?.label ?? { en: id });
  const variable = (id: string): string => variables.find((one) => one.id === id)?.label.toLowerCase() ?? id;
  switch (part) {
    case "outcome":
      return label(protocol.outcomes, spec.outcome);
    case "timepoint":
      return label(protocol.timepoints, spec.timepoint);
    case "measure":
      return naming.measure(spec);
    case "without":
      return spec.without.map((id) => studies.get(id) ?? id).join("; ");
    case "moderators":
      return spec.moderators.map(variable).join(", ");
    case "groups":
      return spec.groups === null ? words.t("say.no-groups") : variable(spec.groups);
    case "tau2":
      return spec.tau2;
    case "counts":
      return spec.counts ?? "";
    case "groupTau2":
      return words.named("group-tau2", spec.groupTau2);
    default:
      return words.named(part, spec[part]);
  }
}

/** Words that go with every figure and table of an analysis that is not as planned. */
export function exploratoryLabel(list: readonly Departure[], words: Words): readonly string[] {
  if (list.length === 0) return [];
  return [words.t("plan.label"), list.map(({ text }) => text).join(" ")];
}

/** Which part of the plan is shown, for the tag; null: the main result. */
export function planTag({ parts }: PlanFound, words: Words): string | null {
  const names = parts.flatMap(({ part }) => (part === null ? [] : [words.local(part.label)]));
  return names.length === 0 ? null : words.t("plan.follows-part", { part: names.join("; ") });
}
