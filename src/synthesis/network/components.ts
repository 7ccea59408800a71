import type { NetworkContrast } from "./types.ts";

/** Treatments joined by studies, directly or through others. */
export interface NetworkComponent {
  readonly treatments: readonly string[];
  readonly studies: readonly string[];
}

/**
 * The connected parts of a network, the largest first; a network can be analysed when there is one.
 *
 * @param contrasts treatments and studies; effects are not read
 * @returns treatments and studies of each part
 * Source: Rücker 2012, doi:10.1002/jrsm.1058 (an analysis needs one part). Checked: tests/synthesis/network.test.ts. Cost linear in the contrasts, near enough.
 */
export function networkComponents(
  contrasts: readonly Pick<NetworkContrast, "study" | "treatment1" | "treatment2">[],
): readonly NetworkComponent[] {
  const parent = new Map<string, string>();
  const rootOf = (name: string): string => {
    let at = name;
    while ((parent.get(at) ?? at) !== at) at = parent.get(at)!;
    parent.set(name, at);
    return at;
  };
  for (const { treatment1, treatment2 } of contrasts) parent.set(rootOf(treatment1), rootOf(treatment2));
  const parts = new Map<string, { treatments: Set<string>; studies: Set<string> }>();
  for (const { study, treatment1, treatment2 } of contrasts) {
    const root = rootOf(treatment1);
    const part = parts.get(root) ?? { treatments: new Set(), studies: new Set() };
    parts.set(root, part);
    part.treatments.add(treatment1).add(treatment2);
    part.studies.add(study);
  }
  return [...parts.values()]
    .map(({ treatments, studies }) => ({ treatments: [...treatments].sort(), studies: [...studies] }))
    .sort((a, b) => b.treatments.length - a.treatments.length);
}
