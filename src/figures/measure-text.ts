/**
 * Advance widths in thousandths of an em: for each character the widest of Noto Sans, Inter and DejaVu
 * Sans, rounded up to 20. A table keeps layout the same in Node and in every browser, and with the
 * widest of the fonts that may stand in, no text leaves its box.
 *
 * Source: hmtx tables of Noto Sans and Inter (OFL-1.1) and of DejaVu Sans 2.37.
 */
const WIDTHS: readonly (readonly [number, string])[] = [
  [280, "ijl"],
  [300, "'"],
  [320, " ,.\u00a0·‘’"],
  [340, ":;I"],
  [380, "/\\f"],
  [400, "()[]t"],
  [420, "!r"],
  [460, "-²"],
  [480, '"'],
  [500, "_`°–‡"],
  [520, "“”†"],
  [540, "?s"],
  [560, "*z|"],
  [580, "JLck§χ"],
  [600, "Fvxy"],
  [620, "aeo«»äåéöøτ"],
  [640, "012356789EPbdghnpqu{}ü∙√"],
  [660, "$4ST"],
  [680, "KYα"],
  [700, "ABRVXZÄÅ"],
  [740, "C"],
  [760, "HNU"],
  [780, "&DG"],
  [800, "OQÖØ"],
  [820, "w"],
  [840, "#+<=>^~±×→−≈≤≥"],
  [920, "M"],
  [980, "m"],
  [1000, "%@WÆæ—…"],
];

const widthOf = new Map<string, number>(
  WIDTHS.flatMap(([width, characters]) => [...characters].map((character) => [character, width] as const)),
);
/** For characters outside the table: a wide letter; full width for scripts beyond Latin and Greek. */
const UNKNOWN = 700;
const WIDE = 1000;

/** Bold DejaVu Sans against its regular; bold Inter and Noto Sans need less. */
const BOLD = 1.13;

export interface TextStyle {
  /** Font size in user units. */
  readonly size: number;
  readonly bold?: boolean;
}

/** Estimated width of one line of text, in user units. Cost linear in the text. */
export function textWidth(text: string, style: TextStyle): number {
  let sum = 0;
  for (const character of text) {
    sum += widthOf.get(character) ?? ((character.codePointAt(0) ?? 0) > 0x2e7f ? WIDE : UNKNOWN);
  }
  return (sum / 1000) * style.size * (style.bold ? BOLD : 1);
}

/**
 * Breaks text into lines no wider than `width`; a word too long for a line is broken inside.
 *
 * @param width user units, > 0
 * @returns at least one line
 */
export function wrap(text: string, width: number, style: TextStyle): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \t\r\n]+/).filter((part) => part !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (textWidth(longer, style) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (textWidth(line, style) > width) {
      const head = fitting(line, width, style);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines;
}

/** The longest beginning that fits; never empty. */
function fitting(word: string, width: number, style: TextStyle): string {
  let head = "";
  for (const character of word) {
    if (head !== "" && textWidth(head + character, style) > width) return head;
    head += character;
  }
  return head;
}
