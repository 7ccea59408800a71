import { foldText } from "#records";

/** An id made of the label's letters and digits, with a number behind it when it is taken. */
export function freshId(label: string, taken: ReadonlySet<string>): string {
  const base =
    foldText(label)
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 60) || "unnamed";
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}
