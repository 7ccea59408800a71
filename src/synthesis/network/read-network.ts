import { EvidensError, type Problem } from "#kernel";
import { networkComponents } from "./components.ts";
import { type StudyBlock, studyBlock } from "./study-block.ts";
import type { NetworkContrast, NetworkDesign } from "./types.ts";

/** Contrasts that have been checked, ready to be fitted. */
export interface Network {
  readonly treatments: readonly string[];
  readonly blocks: readonly StudyBlock[];
  readonly contrasts: readonly NetworkContrast[];
}

interface Study {
  readonly label: string;
  /** Positions among the contrasts. */
  readonly rows: number[];
  readonly treatments: string[];
}

const REMEDY = "Correct these contrasts, or leave the study out and say so.";
export const DEFAULT_TOLERANCE = 1e-3;

/**
 * Checks contrasts and groups them by study; all that is wrong is reported at once.
 *
 * @throws EvidensError `synthesis/bad-network`, `synthesis/disconnected-network`
 */
export function readNetwork(
  contrasts: readonly NetworkContrast[],
  order: readonly string[] | undefined,
  tolerance: number,
): Network {
  const single = contrasts.flatMap(problemsOfRow);
  if (single.length > 0) refuse(single);
  const studies = groupByStudy(contrasts);
  const paired = studies.flatMap((study) => problemsOfPairs(study, contrasts));
  if (paired.length > 0) refuse(paired);
  if (studies.length < 2) {
    const found = studies.length === 0 ? "no study" : "one study";
    refuse([
      { code: "synthesis/network-too-small", message: `A network needs two studies; there is ${found}.` },
    ]);
  }
  const treatments = orderOf(contrasts, order);
  const index = new Map(treatments.map((name, at) => [name, at] as const));
  const built = studies.map((study) => studyBlock(study, contrasts, index, tolerance));
  const wrong = built.flatMap((one) => ("problem" in one ? [one.problem] : []));
  if (wrong.length > 0) refuse(wrong);
  refuseDisconnected(contrasts);
  return { treatments, blocks: built.flatMap((one) => ("block" in one ? [one.block] : [])), contrasts };
}

/** Studies by the set of treatments they compare, in order of first appearance. */
export function designsOf(
  network: Network,
): readonly (NetworkDesign & { readonly blocks: readonly StudyBlock[] })[] {
  const byArms = new Map<string, StudyBlock[]>();
  for (const block of network.blocks) {
    const key = block.arms.join(" ");
    const known = byArms.get(key);
    if (known) known.push(block);
    else byArms.set(key, [block]);
  }
  return [...byArms.values()].map((blocks) => ({
    treatments: Array.from(blocks[0]!.arms, (at) => network.treatments[at]!),
    studies: blocks.map(({ label }) => label),
    blocks,
  }));
}

function refuse(problems: readonly Problem[]): never {
  throw new EvidensError({
    code: "synthesis/bad-network",
    kind: "invalid",
    message: problems.map(({ message }) => message).join(" "),
    remedy: REMEDY,
    problems,
  });
}

function problemsOfRow(row: NetworkContrast, at: number): Problem[] {
  const where = `Contrast ${at + 1} (study "${row.study}")`;
  const problem = (code: string, field: string, message: string): Problem => ({
    code: `synthesis/network-${code}`,
    field: `contrasts[${at}].${field}`,
    message: `${where} ${message}`,
    values: { study: row.study },
  });
  const problems: Problem[] = [];
  if (row.study === "") problems.push(problem("no-study", "study", "has no study label."));
  if (row.treatment1 === "" || row.treatment2 === "")
    problems.push(
      problem("no-treatment", row.treatment1 === "" ? "treatment1" : "treatment2", "lacks a treatment."),
    );
  else if (row.treatment1 === row.treatment2)
    problems.push(problem("self-comparison", "treatment2", `compares "${row.treatment1}" with itself.`));
  if (!Number.isFinite(row.y)) problems.push(problem("bad-effect", "y", `has the effect ${row.y}.`));
  if (!(row.se > 0 && Number.isFinite(1 / row.se ** 2) && row.se ** 2 > 0 && Number.isFinite(row.se)))
    problems.push(
      problem("bad-se", "se", `has the standard error ${row.se}; it must be finite and above 0.`),
    );
  return problems;
}

function groupByStudy(contrasts: readonly NetworkContrast[]): Study[] {
  const byLabel = new Map<string, Study>();
  for (const [at, row] of contrasts.entries()) {
    const study = byLabel.get(row.study) ?? { label: row.study, rows: [], treatments: [] };
    byLabel.set(row.study, study);
    study.rows.push(at);
    for (const name of [row.treatment1, row.treatment2])
      if (!study.treatments.includes(name)) study.treatments.push(name);
  }
  return [...byLabel.values()];
}

/** A study of p arms gives each of its p (p - 1) / 2 contrasts once. */
function problemsOfPairs(study: Study, contrasts: readonly NetworkContrast[]): Problem[] {
  const problems: Problem[] = [];
  const pair = (a: string, b: string): string => JSON.stringify(a < b ? [a, b] : [b, a]);
  const seen = new Set<string>();
  for (const at of study.rows) {
    const { treatment1: a, treatment2: b } = contrasts[at]!;
    if (seen.has(pair(a, b)))
      problems.push({
        code: "synthesis/network-double-contrast",
        field: `contrasts[${at}]`,
        message: `Study "${study.label}" gives "${a}" against "${b}" twice.`,
        values: { study: study.label, treatment1: a, treatment2: b },
      });
    seen.add(pair(a, b));
  }
  for (const [i, a] of study.treatments.entries())
    for (const b of study.treatments.slice(i + 1))
      if (!seen.has(pair(a, b)))
        problems.push({
          code: "synthesis/network-missing-contrast",
          message: `Study "${study.label}" has ${study.treatments.length} arms but no contrast of "${a}" against "${b}".`,
          values: { study: study.label, treatment1: a, treatment2: b },
        });
  return problems;
}

function orderOf(
  contrasts: readonly NetworkContrast[],
  order: readonly string[] | undefined,
): readonly string[] {
  const names = [...new Set(contrasts.flatMap((row) => [row.treatment1, row.treatment2]))];
  if (order === undefined) return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const unknown = order.filter((name) => !names.includes(name));
  const left = names.filter((name) => !order.includes(name));
  if (unknown.length === 0 && left.length === 0 && new Set(order).size === order.length) return order;
  throw new EvidensError({
    code: "synthesis/bad-options",
    kind: "invalid",
    message: `The order of treatments must name each treatment once; missing: ${quoted(left)}; not in the network: ${quoted(unknown)}.`,
    remedy: "Name each treatment of the contrasts exactly once.",
  });
}

function refuseDisconnected(contrasts: readonly NetworkContrast[]): void {
  const parts = networkComponents(contrasts);
  if (parts.length < 2) return;
  const named = parts.map((part, at) => `(${at + 1}) ${part.treatments.join(", ")}`).join("; ");
  throw new EvidensError({
    code: "synthesis/disconnected-network",
    kind: "invalid",
    message: `No study joins these ${parts.length} sub-networks: ${named}.`,
    remedy: "Analyse each sub-network by itself, or add studies that join them.",
  });
}

function quoted(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}
