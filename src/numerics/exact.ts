const SPLITTER = 134217729;

/** What the rounded product a b leaves out: fl(a b) + productError(a, b) = a b, barring overflow. Dekker 1971. */
function productError(a: number, b: number): number {
  const product = a * b;
  const ta = SPLITTER * a;
  const tb = SPLITTER * b;
  const [ah, bh] = [ta - (ta - a), tb - (tb - b)];
  const [al, bl] = [a - ah, b - bh];
  return ah * bh - product + ah * bl + al * bh + al * bl;
}

/** b x - a y with the digits that the difference of two rounded products would lose. */
export function differenceOfProducts(b: number, x: number, a: number, y: number): number {
  return b * x - a * y + (productError(b, x) - productError(a, y));
}
