import Papa from "papaparse/papaparse.js";

/** What a spreadsheet would run; a negative number is none. */
const FORMULA = /^(?:[=+@\t\r\n＝＋－＠]|-(?!\d+(?:\.\d+)?$))/;

const FIELDS = [
  "part",
  "item",
  "status",
  "departures",
  "outcome",
  "timepoint",
  "measure",
  "scale",
  "k",
  "estimate",
  "low",
  "high",
  "se",
  "statistic",
  "df",
  "df2",
  "p",
  "weight_percent",
  "tau2",
  "i2_percent",
  "shown_estimate",
  "shown_low",
  "shown_high",
  "quantity",
  "value",
  "note",
] as const;

/** One line of the numbers: which part of the page, of what, and what is known of it. */
export interface Line extends Partial<Record<(typeof FIELDS)[number], string | number | null>> {
  /** The estimate and its interval are an effect in the measure, which readers see on another scale for ratios. */
  readonly effect?: boolean;
}

/** A number that is no effect, by its name. */
export function valueLine(part: string, item: string, quantity: string, value: string | number | null): Line {
  return { part, item, quantity, value };
}

/** Choices of a part of the page that its numbers depend on. */
export function choiceLines(part: string, list: Readonly<Record<string, string | number>>): readonly Line[] {
  return Object.entries(list).map(([name, value]) => valueLine(part, "choices", name, value));
}

/** A test of its own; `denominatorDf` makes it an F test. */
export function testLine(
  part: string,
  item: string,
  test: {
    readonly statistic: number | null;
    readonly df: number;
    readonly denominatorDf?: number | null;
    readonly p: number | null;
  },
): Line {
  const { statistic, df, denominatorDf = null, p } = test;
  return { part, item, statistic, df, df2: denominatorDf, p };
}

/** What could not be computed, and why. */
export function refusedLine(
  part: string,
  item: string,
  why: { readonly text: { readonly en: string } },
): Line {
  return { part, item, note: `not computed: ${why.text.en}` };
}

/**
 * Lines as CSV with full precision, for a spreadsheet. Text that a spreadsheet would run is guarded.
 *
 * @param common what every line has unless it says otherwise
 * @param shown a value of the analysis scale as readers see it
 * Checked: tests/web/synthesis-export.test.ts.
 */
export function csvOf(lines: readonly Line[], common: Line, shown: (value: number) => number): string {
  const as = (value: Line["estimate"]): number | null => (typeof value === "number" ? shown(value) : null);
  const data = lines.map((line) => {
    const whole: Line = {
      ...common,
      ...(line.effect
        ? { shown_estimate: as(line.estimate), shown_low: as(line.low), shown_high: as(line.high) }
        : {}),
      ...line,
    };
    return FIELDS.map((name) => whole[name] ?? "");
  });
  return `\ufeff${Papa.unparse([FIELDS, ...data], { newline: "\r\n", escapeFormulae: FORMULA })}\r\n`;
}
