import { millsRatio } from "./normal-tail.ts";

/**
 * Taylor coefficients in eta of the functions C_0 ... C_5 of Temme's expansion; from the recurrence DLMF 8.12.11
 * at 60 digits.
 */
const C: readonly (readonly number[])[] = [
  [
    -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073,
    0.0003527336860670194, -0.0001787551440329218, 3.919263178522438e-5, -2.185448510679992e-6,
    -1.85406221071516e-6, 8.296711340953087e-7, -1.7665952736826078e-7, 6.707853543401498e-9,
    1.0261809784240309e-8, -4.382036018453353e-9, 9.14769958223679e-10, -2.5514193994946248e-11,
    -5.830772132550426e-11, 2.4361948020667415e-11, -5.0276692801141755e-12, 1.1004392031956135e-13,
    3.371763262400985e-13, -1.392388722418162e-13, 2.8534893807047445e-14,
  ],
  [
    -0.001851851851851852, -0.003472222222222222, 0.0026455026455026454, -0.0009902263374485596,
    0.00020576131687242798, -4.018775720164609e-7, -1.8098550334489977e-5, 7.64916091608111e-6,
    -1.6120900894563446e-6, 4.647127802807434e-9, 1.378633446915721e-7, -5.752545603517705e-8,
    1.1951628599778148e-8, -1.7543241719747647e-11, -1.0091543710600413e-9, 4.162792991842583e-10,
  ],
  [
    0.004133597883597883, -0.0026813271604938273, 0.0007716049382716049, 2.0093878600823047e-6,
    -0.0001073665322636516, 5.2923448829120125e-5, -1.2760635188618728e-5, 3.423578734096138e-8,
    1.3721957309062934e-6, -6.298992138380055e-7, 1.4280614206064242e-7, -2.0477098421990866e-10,
  ],
  [
    0.0006494341563786008, 0.00022947209362139917, -0.0004691894943952557, 0.00026772063206283885,
    -7.561801671883977e-5, -2.396505113867297e-7, 1.1082654115347302e-5, -5.6749528269915965e-6,
  ],
  [
    -0.0008618882909167117, 0.0007840392217200666, -0.0002990724803031902, -1.4638452578843418e-6,
    6.641498215465122e-5, -3.968365047179435e-5,
  ],
  [-0.00033679855336635813, -6.972813758365857e-5, 0.0002772753244959392, -0.00019932570516188847],
];

/** From this shape on, and within this distance of the mean, the expansion holds 1e-14. */
export const LEAST_UNIFORM_SHAPE = 10_000;
const FARTHEST_ETA = 1;

/**
 * The tail of the gamma distribution on x's side of the shape, without its factor e^-D, D the deviance of a and x;
 * `null` where x is too far from a for the expansion (the tail is then below 1e-2000).
 *
 * @param a shape >= `LEAST_UNIFORM_SHAPE`
 * @param side -1 for the lower tail (x < a), 1 for the upper one
 * @param D a log(a / x) + x - a
 * Source: Temme 1979, doi:10.1137/0510071; DLMF 8.12.3 to 8.12.12.
 * Checked: tests/numerics/golden-distributions.test.ts.
 */
export function uniformFactor(a: number, side: -1 | 1, D: number): number | null {
  const eta = side * Math.sqrt((2 * D) / a);
  if (Math.abs(eta) > FARTHEST_ETA) return null;
  let sum = 0;
  for (let k = C.length - 1; k >= 0; k--) sum = sum / a + C[k]!.reduceRight((s, c) => s * eta + c, 0);
  // millsRatio(z) = Q(z) / phi(z), and phi carries the factor e^-D.
  return (millsRatio(Math.sqrt(2 * D)) + (side * sum) / Math.sqrt(a)) / Math.sqrt(2 * Math.PI);
}
