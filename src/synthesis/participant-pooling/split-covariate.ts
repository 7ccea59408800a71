import { asFactor, encodeColumns } from "../mmrm/encode-columns.ts";
import type { Frame } from "../mmrm/frame.types.ts";
import { refuseModel } from "../mmrm/refuse-model.ts";

/** A frame with a covariate's two parts, and the names they have. */
export interface SplitCovariate {
  readonly frame: Frame;
  /** Difference of a participant from the study's mean. */
  readonly within: string;
  /** The study's mean. */
  readonly across: string;
  readonly means: readonly { readonly study: string; readonly mean: number; readonly participants: number }[];
}

type Factor = ReturnType<typeof asFactor>;

/** Sum and number of participants of each study; a value that changes within a participant is refused. */
function sumsByStudy(covariate: string, values: Float64Array, studies: Factor, people: Factor) {
  const sums = new Float64Array(studies.levels.length);
  const counts = new Int32Array(studies.levels.length);
  const first = new Map<number, number>();
  for (const [row, value] of values.entries()) {
    const [own, person] = [studies.codes[row]!, people.codes[row]!];
    if (own < 0 || person < 0 || Number.isNaN(value)) continue;
    // Participants of different studies may share a name.
    const key = own * people.levels.length + person;
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, row);
      sums[own]! += value;
      counts[own]! += 1;
    } else if (values[before] !== value)
      refuseModel(
        "bad-frame",
        `${covariate} of ${people.name} ${people.levels[person]} is ${values[before]} in row ${before + 1} and ${value} in row ${row + 1}.`,
        "Choose a covariate that does not change within a participant, such as the baseline.",
      );
  }
  return { sums, counts };
}

function parts(values: Float64Array, mean: (row: number) => number | null) {
  const within: (number | null)[] = [];
  const across: (number | null)[] = [];
  for (const [row, value] of values.entries()) {
    const centre = Number.isNaN(value) ? null : mean(row);
    within.push(centre === null ? null : value - centre);
    across.push(centre);
  }
  return { within, across };
}

/**
 * Splits a participant's covariate into the mean of the study and the difference from it, so that comparisons within
 * trials and those between trials have a coefficient each.
 *
 * @param covariate numeric, the same in all rows of a participant (0 and 1 for two categories)
 * @param study variable whose levels tell the trials apart
 * @param subject variable that tells participants apart; two studies may use the same names
 * @returns the frame with `COVARIATE_within` and `COVARIATE_across` added, in the covariate's unit
 * @throws EvidensError `synthesis/bad-frame`: no such variable, not numeric, changing within a participant, or one of
 *   the two names is taken
 * Source: Hua et al. 2017, doi:10.1002/sim.7171. Checked: tests/synthesis/participant-pooling.test.ts.
 */
export function splitCovariate(
  frame: Frame,
  covariate: string,
  study: string,
  subject: string,
): SplitCovariate {
  const columns = encodeColumns(
    frame,
    new Map([
      [covariate, "is the covariate"],
      [study, "is the study"],
      [subject, "is the subject"],
    ]),
  );
  const values = columns.get(covariate)!;
  if (values.kind !== "numeric")
    return refuseModel(
      "bad-frame",
      `${covariate} has levels, so it has no mean.`,
      `Write ${covariate} as a number, 0 and 1 for two categories.`,
    );
  const studies = asFactor(columns.get(study)!);
  const people = asFactor(columns.get(subject)!);
  const { sums, counts } = sumsByStudy(covariate, values.values, studies, people);
  const mean = (row: number): number | null => {
    const own = studies.codes[row]!;
    return own < 0 || counts[own] === 0 ? null : sums[own]! / counts[own]!;
  };
  const [within, across] = [`${covariate}_within`, `${covariate}_across`];
  const taken = [within, across].find((name) => Object.hasOwn(frame, name));
  if (taken !== undefined)
    refuseModel("bad-frame", `There is a variable ${taken} already.`, `Give ${taken} another name.`);
  const made = parts(values.values, mean);
  return {
    frame: { ...frame, [within]: { values: made.within }, [across]: { values: made.across } },
    within,
    across,
    means: studies.levels.flatMap((level, own) =>
      counts[own] === 0
        ? []
        : [{ study: level, mean: sums[own]! / counts[own]!, participants: counts[own]! }],
    ),
  };
}
