/** A number as people type it, with a comma or a point; NaN where it is none. */
export function readNumber(text: string): number {
  const plain = text.replace(/[\s\u00a0%]/g, "").replace(",", ".");
  return plain === "" ? Number.NaN : Number(plain);
}
