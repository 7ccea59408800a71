import { accents, cyrillic, shifted, symbols } from "./bibtex-symbols.ts";

/** What becomes of the argument of a command: `keep` is text, `math` a formula, others as named. */
type Action =
  | "keep"
  | "drop"
  | "math"
  | "sup"
  | "sub"
  | "quote"
  | "slash"
  | "root"
  | "code"
  | "hex"
  | { readonly accent: string };

const KEEP = new Set(
  (
    "emph textit textbf textsl textsc textrm textsf texttt textup textmd textnormal textls mbox hbox fbox text " +
    "mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathnormal operatorname boldsymbol bm underline " +
    "uline ul MakeUppercase MakeLowercase uppercase lowercase mkbibemph mkbibbold mkbibitalic mkbibparens " +
    "NoCaseChange MakeCapital MakeSentenceCase footnote rlap llap smash bibstring cite citeauthor citeyear " +
    "citep citet textcite parencite autocite fullcite surname mkbibacro textgreek centerline caps protect"
  ).split(" "),
);
const DROP = new Set(
  (
    "label ref pageref vphantom hphantom phantom hspace vspace noopsort SortNoop color begin end " +
    "selectlanguage setlength wd ht"
  ).split(" "),
);
/** Fonts, sizes and other commands without text. */
const SILENT = new Set(
  (
    "it em bf tt sc sl rm sf itshape slshape scshape upshape bfseries mdseries ttfamily rmfamily sffamily " +
    "normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge displaystyle textstyle " +
    "scriptstyle scriptscriptstyle relax noindent left right middle big Big bigg Bigg bigl bigr Bigl Bigr limits " +
    "nolimits nobreak allowbreak linebreak newblock ignorespaces null strut hfil hfill hss aftergroup cyrchar " +
    "bibcyr autocap textcompwordmark makeatletter makeatother unskip sloppy selectfont leavevmode"
  ).split(" "),
);
const SPACE = new Set("quad qquad space enspace thinspace nobreakspace newline tabularnewline".split(" "));
const MANY: ReadonlyMap<string, readonly Action[]> = new Map<string, readonly Action[]>([
  ["ensuremath", ["math"]],
  ["textsuperscript", ["sup"]],
  ["textsubscript", ["sub"]],
  ["sp", ["sup"]],
  ["sb", ["sub"]],
  ["enquote", ["quote"]],
  ["mkbibquote", ["quote"]],
  ["frac", ["slash", "keep"]],
  ["dfrac", ["slash", "keep"]],
  ["tfrac", ["slash", "keep"]],
  ["sfrac", ["slash", "keep"]],
  ["nicefrac", ["slash", "keep"]],
  ["sqrt", ["root"]],
  ["symbol", ["code"]],
  ["ElsevierGlyph", ["hex"]],
  ["unichar", ["hex"]],
  ["textcolor", ["drop", "keep"]],
  ["foreignlanguage", ["drop", "keep"]],
  ["raisebox", ["drop", "keep"]],
  ["newcommand", ["drop", "drop"]],
  ["renewcommand", ["drop", "drop"]],
  ["providecommand", ["drop", "drop"]],
  ["ProvideTextCommandDefault", ["drop", "drop"]],
  ["discretionary", ["drop", "drop", "drop"]],
]);
/** Commands of one character that print it; those that print nothing or a blank are in `control`. */
const PRINTED = "&%$#_{}[]*+<";
/** Deeper than this, groups are plain: no text nests accents so. */
const DEEPEST = 40;
/** A formula, an address or an option that is longer is text. */
const LONGEST_PART = 2000;

interface Group {
  text: string;
  readonly action: Action;
  /** Arguments of the command that are still to come. */
  readonly rest: readonly Action[];
  readonly math: boolean;
}

interface Reading {
  readonly source: string;
  at: number;
  text: string;
  math: boolean;
  readonly groups: Group[];
  readonly unknown: (command: string) => void;
}

/**
 * Text of a BibTeX value: TeX commands become the characters they print, accents join their letters,
 * braces and fonts are dropped, `\par` and blank lines become line feeds. What only looks like TeX
 * (`50%`, `$5 and $6`, `~20`) stays as it is.
 *
 * @param unknown called with each command that is not known; its name stays as text where no argument
 *   follows it
 * Source: The TeXbook, chapters 8, 9 and 16; btxdoc.pdf, section 4. Checked: tests/records/bibtex-tex.test.ts.
 * Cost linear; nesting without limit.
 */
export function texText(source: string, unknown: (command: string) => void = () => {}): string {
  if (!/[\\{}$~]|--|``|''|[!?]`|[\n\r]\s*[\n\r]/.test(source)) return source;
  const r: Reading = { source, at: 0, text: "", math: false, groups: [], unknown };
  while (r.at < source.length) step(r);
  while (r.groups.length > 0) closeGroup(r);
  return r.text;
}

function step(r: Reading): void {
  const character = r.source[r.at]!;
  switch (character) {
    case "\\":
      command(r);
      return;
    case "{":
      openGroup(r, "keep", []);
      return;
    case "}":
      r.at += 1;
      if (r.groups.length > 0) closeGroup(r);
      return;
    case "$":
      dollar(r);
      return;
    case "~":
      r.text += isAbout(r) ? "~" : " ";
      r.at += 1;
      return;
    case "^":
    case "_":
      r.at += 1;
      if (r.math) argument(r, [character === "^" ? "sup" : "sub"]);
      else r.text += character;
      return;
    default:
      plain(r);
  }
}

const PLAIN = /[^\\{}$~^_\-`'!?\n\r]+/y;
const PARAGRAPH = /[ \t]*(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)\s*/y;
const LIGATURES: readonly (readonly [string, string])[] = [
  ["---", "—"],
  ["--", "–"],
  ["``", "“"],
  ["''", "”"],
  ["!`", "¡"],
  ["?`", "¿"],
];

/** Text up to the next character that may mean something. */
function plain(r: Reading): void {
  PLAIN.lastIndex = r.at;
  const run = PLAIN.exec(r.source);
  if (run !== null) {
    r.text += run[0];
    r.at = PLAIN.lastIndex;
    return;
  }
  PARAGRAPH.lastIndex = r.at;
  if (PARAGRAPH.test(r.source)) {
    r.text += "\n";
    r.at = PARAGRAPH.lastIndex;
    return;
  }
  for (const [written, printed] of r.math ? [] : LIGATURES) {
    if (!r.source.startsWith(written, r.at)) continue;
    r.text += printed;
    r.at += written.length;
    return;
  }
  const character = r.source[r.at]!;
  r.text += character === "\n" || character === "\r" ? " " : character;
  r.at += 1;
}

/** `~20` is "about 20" where no text could be tied to it. */
function isAbout(r: Reading): boolean {
  return (
    /^[\d$]/.test(r.source.slice(r.at + 1, r.at + 2)) &&
    !/[^\s(<=≈]/.test(r.source.slice(Math.max(0, r.at - 1), r.at))
  );
}

function dollar(r: Reading): void {
  const double = r.source.startsWith("$$", r.at);
  if (r.math || isFormula(r.source, r.at + (double ? 2 : 1))) {
    r.math = !r.math;
    r.at += double ? 2 : 1;
    return;
  }
  r.text += "$";
  r.at += 1;
}

/** Whether a formula begins at an offset: `$p < .05$`, `$\alpha$`, but not `$5 and $6`. */
function isFormula(source: string, from: number): boolean {
  const part = source.slice(from, from + LONGEST_PART);
  const end = /(?<!\\)\$/.exec(part)?.index ?? -1;
  if (end <= 0) return false;
  const inside = part.slice(0, end);
  if (/[\\^_{}]/.test(inside) || /^[^\p{L}\p{N}\s]{1,3}$/u.test(inside)) return true;
  if (/^\s|\s$|[\n\r]/.test(inside) || /^\d/.test(part.slice(end + 1))) return false;
  return !/\s/.test(inside) || /[<>=+*/-]/.test(inside);
}

function openGroup(r: Reading, action: Action, rest: readonly Action[]): void {
  r.at += 1;
  r.groups.push({
    text: r.text,
    action: r.groups.length < DEEPEST ? action : "keep",
    rest,
    math: r.math,
  });
  r.text = "";
  if (action === "math") r.math = true;
}

function closeGroup(r: Reading): void {
  const { text, action, rest, math } = r.groups.pop()!;
  r.text = text + applied(action, r.text);
  r.math = math;
  if (rest.length > 0) argument(r, rest);
}

function applied(action: Action, text: string): string {
  if (typeof action === "object") return accented(action.accent, text);
  switch (action) {
    case "drop":
      return "";
    case "sup":
      return shifted(text, true);
    case "sub":
      return shifted(text, false);
    case "quote":
      return `“${text}”`;
    case "slash":
      return `${text}/`;
    case "root":
      return `√${text}`;
    case "code":
      return /^\d{2,6}$/.test(text) ? character(Number(text)) : text;
    case "hex":
      return /^"?[\dA-Fa-f]{2,5}$/.test(text) ? character(Number.parseInt(text.replace('"', ""), 16)) : text;
    default:
      return text;
  }
}

function character(code: number): string {
  return code < 32 || (code >= 0xd800 && code < 0xe000) ? "" : String.fromCodePoint(code);
}

/** The first letter of the text with an accent; over nothing the accent stands alone. */
function accented(accent: string, text: string): string {
  const [cluster, letter = "", marks = ""] = /^(.)(\p{M}*)/u.exec(text) ?? [""];
  if (letter.trim() === "") return (accent.length === 1 && !/[a-zA-Z.=]/.test(accent) ? accent : "") + text;
  const base = letter === "ı" ? "i" : letter === "ȷ" ? "j" : letter;
  return (base + marks + accents.get(accent)!).normalize("NFC") + text.slice(cluster.length);
}

/** Reads the next arguments of a command: a group, a command or a character each. */
function argument(r: Reading, actions: readonly Action[]): void {
  const [action, ...rest] = actions;
  if (action === undefined) return;
  const from = r.at;
  while (/^[ \t\n\r]$/.test(r.source[r.at] ?? "")) r.at += 1;
  const next = r.source[r.at];
  if (next === "{") openGroup(r, action, rest);
  else if (next === undefined || next === "}" || next === "$") r.at = from;
  else if (next === "\\") {
    const name = /\\([A-Za-z]+|.?)/y;
    name.lastIndex = r.at;
    const symbol = symbols.get(name.exec(r.source)?.[1] ?? "");
    // What is no letter, as in `\mathrm\foo`, is read for itself.
    if (symbol === undefined) return;
    r.at = afterWord(r.source, name.lastIndex);
    r.text += applied(action, symbol);
    argument(r, rest);
  } else {
    const letter = String.fromCodePoint(r.source.codePointAt(r.at)!);
    r.at += letter.length;
    r.text += applied(action, letter);
    argument(r, rest);
  }
}

const WORD = /[A-Za-z]+\*?/y;

function command(r: Reading): void {
  WORD.lastIndex = r.at + 1;
  const word = WORD.exec(r.source)?.[0].replace("*", "");
  if (word === undefined) control(r);
  else {
    const behind = WORD.lastIndex;
    const before = r.at;
    r.at = afterWord(r.source, behind);
    named(r, word, before);
  }
}

/** Blanks behind a command of letters belong to it. */
function afterWord(source: string, from: number): number {
  let at = from;
  while (source[at] === " " || source[at] === "\t") at += 1;
  if (source[at] === "\n" && !/^\s*\n/.test(source.slice(at + 1, at + 80))) at += 1;
  return at;
}

/** `\` and a character that is no letter. */
function control(r: Reading): void {
  const sign = r.source[r.at + 1] ?? "";
  r.at += 1 + sign.length;
  if (accents.has(sign)) argument(r, [{ accent: sign }]);
  else if (PRINTED.includes(sign)) r.text += sign;
  else if (sign === "(" || sign === ")") r.math = sign === "(";
  else if (/^[\s\\,;:>]$/.test(sign)) r.text += " ";
  else if (!/^[-/!@|]$/.test(sign)) r.text += sign;
}

function named(r: Reading, word: string, before: number): void {
  const symbol = symbols.get(word);
  if (symbol !== undefined) r.text += symbol;
  else if (accents.has(word) && (word.length > 1 || isAccent(r, word, before)))
    argument(r, [{ accent: word }]);
  else if (word === "par") r.text += "\n";
  else if (SPACE.has(word)) r.text += " ";
  else if (SILENT.has(word)) return;
  else if (KEEP.has(word)) withOption(r, ["keep"]);
  else if (DROP.has(word)) withOption(r, ["drop"]);
  else if (MANY.has(word)) withOption(r, MANY.get(word)!);
  else if (word === "url" || word === "nolinkurl" || word === "path" || word === "href") address(r, word);
  else {
    const letter = /^(?:cyr|CYR)([A-Za-z]+)$/.exec(word);
    const cyrillicLetter = letter === null ? undefined : cyrillic.get(letter[1]!.toLowerCase());
    if (cyrillicLetter !== undefined)
      r.text += word.startsWith("C") ? cyrillicLetter.toUpperCase() : cyrillicLetter;
    else {
      r.unknown(word);
      if (r.source[r.at] === "{") return;
      r.text += word;
      r.at = before + 1 + word.length;
    }
  }
}

/** `\c` and `\r` before a letter of the same word (`\circ` apart) are accents only with a blank or a brace. */
function isAccent(r: Reading, word: string, before: number): boolean {
  return r.at > before + 1 + word.length || /^[{\\]/.test(r.source.slice(r.at, r.at + 1));
}

function withOption(r: Reading, actions: readonly Action[]): void {
  if (r.source[r.at] === "[") {
    const end = r.source.slice(r.at, r.at + 200).indexOf("]");
    if (end !== -1) r.at += end + 1;
  }
  argument(r, actions);
}

/** `\url{address}`, `\href{address}{text}`: the address is not TeX. */
function address(r: Reading, word: string): void {
  if (r.source[r.at] !== "{") return;
  const part = r.source.slice(r.at + 1, r.at + LONGEST_PART);
  const end = part.indexOf("}");
  if (end === -1) return;
  r.at += end + 2;
  if (word === "href") argument(r, ["keep"]);
  else r.text += verbatimText(part.slice(0, end));
}

/**
 * Text of a value that is no TeX to begin with, such as an address or a DOI: braces are dropped and
 * what programs escape nevertheless is made plain.
 */
export function verbatimText(source: string): string {
  if (!/[\\{}$\n\r]/.test(source)) return source.trim();
  return source
    .replace(/\\textasciitilde(?:\{\}| )?|\\~(?:\{\})?|\$\\sim\$|\{\\sim\}|\$\{?\\sim\}?\$/g, "~")
    .replace(/\\(?:url|nolinkurl|path)\s{0,9}(?=\{)/g, "")
    .replace(
      /\\text(underscore|braceleft|braceright|backslash|less|greater|asciicircum)(?:\{\}| )?/g,
      (_all, name: string) =>
        name.startsWith("brace") || name === "backslash"
          ? `\\${symbols.get(`text${name}`)!}`
          : symbols.get(`text${name}`)!,
    )
    .replace(/\\([\\{}#%&_$^~])|[{}]/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}
