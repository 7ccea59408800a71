import { demand } from "../guard.ts";
import { matrix } from "../linear/matrix.ts";
import { symmetricEigen } from "../linear/symmetric-eigen.ts";

/** Points and weights of a quadrature rule. */
export interface QuadratureRule {
  /** Ascending. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Orthonormal Hermite polynomials up to degree n at x: the last two and the sum of squares of the first n. */
function hermite(
  n: number,
  x: number,
): { readonly last: number; readonly before: number; readonly squares: number } {
  let before = 0;
  let last = Math.PI ** -0.25;
  let squares = 0;
  for (let k = 0; k < n; k++) {
    squares += last * last;
    const next = x * Math.sqrt(2 / (k + 1)) * last - Math.sqrt(k / (k + 1)) * before;
    before = last;
    last = next;
  }
  return { last, before, squares };
}

/**
 * The n-point rule for the integral of exp(-x^2) g(x) over all x; exact for polynomials up to degree 2n - 1.
 *
 * @param n number of points, whole, in [1, 200]
 * @throws EvidensError `numerics/domain`
 * Source: Golub and Welsch 1969, doi:10.1090/S0025-5718-69-99647-1, nodes polished by Newton steps, weights from
 * the Christoffel sum. Checked: tests/numerics/integrate.test.ts. Cost O(n^3): keep the rule.
 */
export function gaussHermite(n: number): QuadratureRule {
  demand(
    Number.isInteger(n) && n >= 1 && n <= 200,
    "gaussHermite",
    "n",
    n,
    "the whole numbers from 1 to 200",
  );
  const jacobi = matrix(n, n);
  for (let k = 1; k < n; k++) {
    jacobi.values[k * n + k - 1] = Math.sqrt(k / 2);
    jacobi.values[(k - 1) * n + k] = Math.sqrt(k / 2);
  }
  const start = symmetricEigen(jacobi).values;
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  // The rule is symmetric: the positive half decides, so that both halves carry the same bits.
  for (let i = 0; i < Math.ceil(n / 2); i++) {
    let x = n % 2 === 1 && i === (n - 1) / 2 ? 0 : start[i]!;
    for (let step = 0; step < 4; step++) {
      const { last, before } = hermite(n, x);
      x -= last / (Math.sqrt(2 * n) * before);
    }
    if (n % 2 === 1 && i === (n - 1) / 2) x = 0;
    nodes[n - 1 - i] = x;
    nodes[i] = -x;
    const weight = 1 / hermite(n, x).squares;
    weights[i] = weight;
    weights[n - 1 - i] = weight;
  }
  if (n % 2 === 1) nodes[(n - 1) / 2] = 0;
  return { nodes, weights };
}
