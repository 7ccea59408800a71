import { matrix, tQuantile } from "#numerics";
import { independentColumns } from "./independent-columns.ts";
import type { JointTest, MmrmResult, TestedEstimate } from "./mmrm-result.types.ts";
import { type Inference, prepareInference } from "./prepare-inference.ts";
import { refuseModel } from "./refuse-model.ts";

/** Inference of a result is prepared once, however many contrasts are asked of it. */
const prepared = new WeakMap<MmrmResult, Inference>();

function inferenceOf(result: MmrmResult): Inference {
  const known = prepared.get(result);
  if (known !== undefined) return known;
  const { degreesOfFreedom, covariance } = result;
  const made = prepareInference(result.frame.data, result.fit, { degreesOfFreedom, covariance });
  prepared.set(result, made);
  return made;
}

/** Keeps an inference that is there already, so that it is not prepared again. */
export function rememberInference(result: MmrmResult, inference: Inference): void {
  prepared.set(result, inference);
}

/** An estimate's test with its t interval. */
export function withInterval(test: ReturnType<Inference["testContrast"]>, level: number): TestedEstimate {
  const { estimate, standardError: se, df, statistic, p } = test;
  const reach = se * tQuantile((1 - level) / 2, df, "upper");
  return { estimate, se, df, statistic, p, low: estimate - reach, high: estimate + reach };
}

function checkRow(result: MmrmResult, row: ArrayLike<number>): Float64Array {
  const weights = Float64Array.from(row);
  const p = result.coefficients.length;
  if (weights.length !== p || weights.some((weight) => !Number.isFinite(weight)))
    refuseModel(
      "bad-contrast",
      `A contrast has ${weights.length} weights for ${p} coefficients, or one that is not finite.`,
      "Pass one finite weight for each coefficient of the result.",
    );
  if (weights.every((weight) => weight === 0))
    refuseModel("bad-contrast", "Every weight of a contrast is 0.", "Pass a contrast with a weight above 0.");
  return weights;
}

/**
 * Tests that one combination of the coefficients is 0, by t with the degrees of freedom of the result.
 *
 * @param row one finite weight for each coefficient of `result.coefficients`, not all 0
 * @param level confidence of the interval, in (0, 1); default that of the result
 * @throws EvidensError `synthesis/bad-contrast`
 * Source: Satterthwaite 1946, doi:10.2307/3002019; Kenward and Roger 1997, doi:10.2307/2533558.
 * Checked: tests/synthesis/golden-mmrm.test.ts (emmeans).
 */
export function linearContrast(
  result: MmrmResult,
  row: ArrayLike<number>,
  level: number = result.level,
): TestedEstimate {
  if (!(level > 0 && level < 1))
    refuseModel(
      "bad-contrast",
      `The level is ${level}.`,
      "Give a confidence above 0 and below 1, such as 0.95.",
    );
  return withInterval(inferenceOf(result).testContrast(checkRow(result, row)), level);
}

/**
 * Tests by F that several combinations of the coefficients are 0 at once; rows that follow from others count once.
 *
 * @param rows one or more, each with one finite weight for each coefficient, not all 0
 * @throws EvidensError `synthesis/bad-contrast`
 * Source: Fai and Cornelius 1996, doi:10.1080/00949659608811740; Kenward and Roger 1997, doi:10.2307/2533558.
 * Checked: tests/synthesis/golden-mmrm.test.ts (term-tests).
 */
export function jointContrast(result: MmrmResult, rows: readonly ArrayLike<number>[]): JointTest {
  const checked = rows.map((row) => checkRow(result, row));
  if (checked.length === 0)
    refuseModel("bad-contrast", "A joint test has no contrast.", "Pass at least one contrast.");
  const p = result.coefficients.length;
  const columns = matrix(p, checked.length);
  for (const [c, row] of checked.entries())
    for (let j = 0; j < p; j++) columns.values[j * checked.length + c] = row[j]!;
  const { kept } = independentColumns(columns);
  const l = matrix(kept.length, p);
  for (const [i, c] of kept.entries()) l.values.set(checked[c]!, i * p);
  return inferenceOf(result).testContrasts(l);
}
