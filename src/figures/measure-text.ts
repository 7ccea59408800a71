/**
 * Advance widths of Noto Sans Regular in thousandths of an em, rounded up to 20. A table keeps
 * layout the same in Node and in every browser; fonts of similar width (Inter) fit too.
 *
 * Source: hmtx table of Noto Sans (OFL-1.1), as shipped in @expo-google-fonts/noto-sans.
 */
const WIDTHS: readonly (readonly [number, string])[] = [
  [240, "'’"],
  [260, " \u00a0ijl"],
  [280, "!,.:;J·"],
  [300, "()`"],
  [340, "-I[]²"],
  [360, "f"],
  [380, "/\\t{}"],
  [420, '"r'],
  [440, "?"],
  [480, "csz"],
  [500, "–τ_"],
  [520, "Fvy†"],
  [540, "Lkx"],
  [560, "*EST|"],
  [580, "$+0123456789<=>YZ^ae~å−±×"],
  [600, "VX"],
  [620, "KPbdghnopquø"],
  [640, "ACRÅ"],
  [660, "#B"],
  [740, "&DGU"],
  [760, "HN"],
  [800, "OQwØ"],
  [840, "%"],
  [880, "æÆ"],
  [920, "M@"],
  [940, "Wm"],
];

const widthOf = new Map<string, number>(
  WIDTHS.flatMap(([width, characters]) => [...characters].map((character) => [character, width] as const)),
);
/** For characters outside the table: a wide letter; full width for scripts beyond Latin and Greek. */
const UNKNOWN = 680;
const WIDE = 1000;

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
  return (sum / 1000) * style.size * (style.bold ? 1.07 : 1.02);
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
