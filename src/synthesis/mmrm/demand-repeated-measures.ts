import type { RepeatedMeasures } from "./mmrm.types.ts";
import { refuseFit } from "./refuse-fit.ts";
import type { VisitCovarianceModel } from "./visit-covariances.ts";

function demand(holds: boolean, message: string): void {
  if (holds) return;
  refuseFit(
    "mmrm-data",
    "invalid",
    message,
    "Pass complete rows of equal number, sorted by subject and visit.",
  );
}

/** Lengths, ranges, order. */
function demandShape(data: RepeatedMeasures): void {
  const { x, y, subject, visit, group, weights, subjects, visits, groups } = data;
  const n = y.length;
  const lengths: readonly (readonly [string, number])[] = [
    ["x", x.rows],
    ["subject", subject.length],
    ["visit", visit.length],
    ["group", group?.length ?? n],
    ["weights", weights?.length ?? n],
    ["coordinates", data.coordinates?.rows ?? n],
  ];
  for (const [name, length] of lengths) demand(length === n, `y has ${n} rows and ${name} has ${length}.`);
  demand(
    x.values.every(Number.isFinite) && y.every(Number.isFinite),
    "A value of the design or of the outcome is not finite.",
  );
  demand(
    weights === null || weights.every((weight) => weight > 0 && weight < Number.POSITIVE_INFINITY),
    "A weight is not a positive number.",
  );
  demand(data.coordinates?.values.every(Number.isFinite) ?? true, "A coordinate is not finite.");
  for (let row = 0; row < n; row++) {
    const again = row > 0 && subject[row] === subject[row - 1];
    const rising = row === 0 ? subject[row] === 0 : subject[row]! - subject[row - 1]! === (again ? 0 : 1);
    demand(
      rising,
      `Row ${row + 1}: subject ${subject[row]} does not follow ${subject[row - 1] ?? "the start"}.`,
    );
    demand(
      !again || visit[row]! > visit[row - 1]!,
      `Row ${row + 1}: visit ${visit[row]} of subject ${subject[row]} does not come after the row before.`,
    );
    demand(visit[row]! >= 0 && visit[row]! < visits, `Row ${row + 1}: there is no visit ${visit[row]}.`);
    if (group === null) continue;
    demand(
      group[row]! >= 0 && group[row]! < groups && (!again || group[row] === group[row - 1]),
      `Row ${row + 1}: group ${group[row]} is none of ${groups}, or changes within subject ${subject[row]}.`,
    );
  }
  demand(n > 0 && subject[n - 1] === subjects - 1, `The rows do not hold ${subjects} subjects.`);
}

/** Enough subjects, rows and visits for the coefficients and the variance parameters. */
function demandEnough(data: RepeatedMeasures, model: VisitCovarianceModel): void {
  const { x, y, subjects, visits, groups } = data;
  if (subjects < 2)
    refuseFit(
      "mmrm-too-few-subjects",
      "invalid",
      "A model of repeated measures needs two subjects or more; there is one.",
      "Add subjects, or describe the one without a model.",
    );
  if (!model.spatial && visits < model.leastVisits)
    refuseFit(
      "mmrm-too-few-visits",
      "invalid",
      `Structure ${model.name} needs ${model.leastVisits} visits or more; there is ${visits}.`,
      "Choose the structure us, which has one variance for one visit.",
    );
  const [n, p] = [y.length, x.columns];
  if (n <= p)
    refuseFit(
      "mmrm-too-few-rows",
      "invalid",
      `${n} rows cannot carry ${p} coefficients.`,
      "Leave effects out of the model, or add rows.",
    );
  const parameters = model.parameters(visits) * groups;
  if (n - p < parameters)
    refuseFit(
      "mmrm-too-few-rows",
      "numerical",
      `${n} rows less ${p} coefficients cannot carry the ${parameters} variance parameters of structure ${model.name}.`,
      "Choose a structure with fewer parameters, or fewer covariance groups.",
    );
}

/** Every group has every visit, and for `us` every pair of visits in some subject. */
function demandVisits(data: RepeatedMeasures, model: VisitCovarianceModel): void {
  const { visits, groups, visit, group, subject } = data;
  const seen = new Uint8Array(groups * visits * visits);
  let first = 0;
  for (let row = 0; row < visit.length; row++) {
    if (subject[row] !== subject[first]) first = row;
    const own = (group?.[row] ?? 0) * visits * visits;
    for (let other = first; other <= row; other++) seen[own + visit[other]! * visits + visit[row]!] = 1;
  }
  for (let g = 0; g < groups; g++) {
    const inGroup = groups > 1 ? ` in covariance group ${g + 1}` : "";
    for (let a = 0; a < visits; a++) {
      for (let b = a; b < visits; b++) {
        if (seen[(g * visits + a) * visits + b] === 1) continue;
        if (a === b && model.heterogeneous)
          refuseFit(
            "mmrm-empty-visit",
            "numerical",
            `Visit ${a + 1} has no row${inGroup}, so that its variance cannot be estimated.`,
            "Leave the visit out, or choose a structure with one variance for all visits.",
          );
        if (model.name === "us")
          refuseFit(
            "mmrm-empty-visit",
            "numerical",
            `No subject has both visit ${a + 1} and visit ${b + 1}${inGroup}, so that their covariance cannot be estimated.`,
            "Choose a structure that shares its parameters between visits, such as toeph, ar1h or csh.",
          );
      }
    }
  }
}

/**
 * Refuses data that cannot be fitted by a structure, before any arithmetic.
 *
 * @throws EvidensError `synthesis/mmrm-…`; see `fitRepeatedMeasures`
 * Checked: tests/synthesis/mmrm-engine.test.ts.
 */
export function demandRepeatedMeasures(data: RepeatedMeasures, model: VisitCovarianceModel): void {
  demandShape(data);
  if (model.spatial && data.coordinates === null)
    refuseFit(
      "mmrm-coordinates",
      "invalid",
      `Structure ${model.name} needs coordinates of the rows.`,
      "Name the columns that say where or when each row was measured.",
    );
  demandEnough(data, model);
  if (!model.spatial) demandVisits(data, model);
}
