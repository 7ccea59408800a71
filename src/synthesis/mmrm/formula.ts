import { refuseModel } from "./refuse-model.ts";

/** A model formula, read: which terms of which variables explain the response. */
export interface Formula {
  readonly text: string;
  readonly response: string;
  /** Variables of the right side in the order they appear. */
  readonly variables: readonly string[];
  readonly intercept: boolean;
  /** Each term as rising places in `variables`; main effects first, then by the number of variables. */
  readonly terms: readonly (readonly number[])[];
}

interface Token {
  readonly kind: "name" | "number" | "sign" | "end";
  readonly text: string;
  readonly at: number;
}

/** Terms of a part of the right side; `intercept` is null where the part says nothing about it. */
interface Part {
  readonly terms: readonly (readonly number[])[];
  readonly intercept: boolean | null;
}

const TOKEN = /\s*(?:(`[^`]+`|[\p{L}.][\p{L}\p{N}._]*)|(\d+(?:\.\d+)?)|([-+*:/^()~]))/uy;
const DEEPEST = 50;
const MOST_TERMS = 500;

function refuse(text: string, at: number, what: string, remedy: string): never {
  return refuseModel("bad-formula", `Formula "${text}", character ${at + 1}: ${what}.`, remedy);
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ""; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (found === null) {
      const where = at + text.slice(at).search(/\S/);
      refuse(
        text,
        where,
        `"${text[where]}" is not understood`,
        "Use names, + - * : / ^ ( ) and one ~; put names with other characters between backticks.",
      );
    }
    const [, name, number, sign] = found;
    const part = (name ?? number ?? sign)!;
    const kind = name !== undefined ? "name" : number !== undefined ? "number" : "sign";
    tokens.push({
      kind,
      text: part.startsWith("`") ? part.slice(1, -1) : part,
      at: TOKEN.lastIndex - part.length,
    });
  }
  return tokens;
}

/** Terms without repeats, in the order they came. */
function distinct(terms: readonly (readonly number[])[]): (readonly number[])[] {
  return [...new Map(terms.map((term) => [term.join(), term])).values()];
}

const joined = (a: readonly number[], b: readonly number[]): number[] =>
  [...new Set([...a, ...b])].sort((i, j) => i - j);

/** Where the reading stands. */
interface Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly variables: string[];
  next: number;
  depth: number;
}

function peek({ text, tokens, next }: Cursor): Token {
  return tokens[next] ?? { kind: "end", text: "the end", at: text.length };
}

function accept(cursor: Cursor, ...signs: readonly string[]): string | null {
  const { kind, text } = peek(cursor);
  if (kind !== "sign" || !signs.includes(text)) return null;
  cursor.next++;
  return text;
}

function unexpected(cursor: Cursor): never {
  const { text, at } = peek(cursor);
  return refuse(
    cursor.text,
    at,
    `${text} is not expected here`,
    "Write it as response ~ term + term * term.",
  );
}

function withinReason(cursor: Cursor, part: Part): Part {
  if (part.terms.length > MOST_TERMS)
    refuse(
      cursor.text,
      peek(cursor).at,
      `more than ${MOST_TERMS} terms`,
      "Lower the power or leave terms out.",
    );
  return part;
}

/** Each term of one part with each of another. */
function cross(cursor: Cursor, left: Part, right: Part): number[][] {
  if (left.intercept !== null || right.intercept !== null)
    refuse(cursor.text, peek(cursor).at, "0 or 1 within an interaction", "Only add or take away 0 and 1.");
  withinReason(cursor, left);
  withinReason(cursor, right);
  return left.terms.flatMap((a) => right.terms.map((b) => joined(a, b)));
}

// Recursive descent with R's precedence: ^ before : before * and / before + and -.

function readSum(cursor: Cursor): Part {
  let sign: string | null = accept(cursor, "+", "-") ?? "+";
  let part: Part = { terms: [], intercept: null };
  while (sign !== null) {
    const right = readProduct(cursor);
    part = withinReason(cursor, sign === "+" ? plus(part, right) : minus(part, right));
    sign = accept(cursor, "+", "-");
  }
  return part;
}

function readProduct(cursor: Cursor): Part {
  let part = readInteraction(cursor);
  for (let sign = accept(cursor, "*", "/"); sign !== null; sign = accept(cursor, "*", "/")) {
    const right = readInteraction(cursor);
    const crossed = cross(cursor, part, right);
    const all = part.terms.reduce<readonly number[]>(joined, []);
    const within = right.terms.map((term) => joined(all, term));
    const terms = sign === "*" ? [...part.terms, ...right.terms, ...crossed] : [...part.terms, ...within];
    part = { terms: distinct(terms), intercept: null };
  }
  return part;
}

function readInteraction(cursor: Cursor): Part {
  let part = readPower(cursor);
  while (accept(cursor, ":") !== null)
    part = { terms: distinct(cross(cursor, part, readPower(cursor))), intercept: null };
  return part;
}

function readPower(cursor: Cursor): Part {
  const part = readAtom(cursor);
  if (accept(cursor, "^") === null) return part;
  const { kind, text } = peek(cursor);
  const times = Number(text);
  if (kind !== "number" || !Number.isInteger(times) || times < 1 || times > 10) return unexpected(cursor);
  cursor.next++;
  let raised = part;
  for (let i = 1; i < times; i++)
    raised = withinReason(cursor, {
      terms: distinct([...raised.terms, ...cross(cursor, raised, part)]),
      intercept: null,
    });
  return raised;
}

function readAtom(cursor: Cursor): Part {
  if (accept(cursor, "(") !== null) {
    if (++cursor.depth > DEEPEST)
      refuse(cursor.text, peek(cursor).at, "too many parentheses within each other", "Write the terms out.");
    const part = readSum(cursor);
    if (accept(cursor, ")") === null) unexpected(cursor);
    cursor.depth--;
    return part;
  }
  const { kind, text, at } = peek(cursor);
  if (kind === "number" && (text === "0" || text === "1")) {
    cursor.next++;
    return { terms: [], intercept: text === "1" };
  }
  if (kind !== "name") return unexpected(cursor);
  cursor.next++;
  return { terms: [[placeOf(cursor, text, at)]], intercept: null };
}

function placeOf(cursor: Cursor, name: string, at: number): number {
  if (name === ".")
    refuse(cursor.text, at, "the dot stands for variables it does not name", "Name each variable.");
  if (accept(cursor, "(") !== null)
    refuse(
      cursor.text,
      at,
      `${name}(…) is a function`,
      "Compute it as a variable of its own; state the covariance of the visits beside the formula.",
    );
  const known = cursor.variables.indexOf(name);
  return known >= 0 ? known : cursor.variables.push(name) - 1;
}

function plus(a: Part, b: Part): Part {
  return { terms: distinct([...a.terms, ...b.terms]), intercept: b.intercept ?? a.intercept };
}

function minus(a: Part, b: Part): Part {
  const gone = new Set(b.terms.map((term) => term.join()));
  return {
    terms: a.terms.filter((term) => !gone.has(term.join())),
    intercept: b.intercept === null ? a.intercept : !b.intercept,
  };
}

/**
 * Reads a formula such as `change ~ baseline + arm * visit + study`, in the language R and S use for linear models:
 * `+` and `-` of terms, `:` interaction, `*` main effects and interaction, `/` within, `^n` interactions up to n,
 * parentheses, `0`, `-1` for no intercept, backticks around other names. Functions of variables are not read.
 *
 * @param text one response, one `~`, at most 500 terms
 * @throws EvidensError `synthesis/bad-formula`, with the place
 * Source: Wilkinson and Rogers 1973, doi:10.2307/2346786; order of terms and variables as R's `terms.formula`.
 * Checked: tests/synthesis/mmrm-formula.test.ts, against R's model matrices.
 */
export function parseFormula(text: string): Formula {
  const tokens = tokensOf(text);
  const tilde = tokens.findIndex(({ kind, text: sign }) => kind === "sign" && sign === "~");
  const response = tokens[0];
  if (tilde !== 1 || response?.kind !== "name" || response.text === ".")
    refuse(text, 0, "it has no response before one ~", "Write it as response ~ term + term * term.");
  const cursor: Cursor = { text, tokens: tokens.slice(2), variables: [], next: 0, depth: 0 };
  const { terms, intercept } = readSum(cursor);
  if (peek(cursor).kind !== "end") unexpected(cursor);
  if (cursor.variables.includes(response.text))
    refuse(text, tilde, `the response ${response.text} also explains itself`, "Take it off the right side.");
  const ordered = [...terms].sort((a, b) => a.length - b.length);
  if (ordered.length === 0 && intercept === false)
    refuse(text, tilde, "nothing explains the response", "Add a term or the intercept.");
  return {
    text: text.trim(),
    response: response.text,
    variables: cursor.variables,
    intercept: intercept ?? true,
    terms: ordered,
  };
}

const SYNTACTIC = /^(?:\p{L}|\.(?!\p{N}))[\p{L}\p{N}._]*$/u;

/** A variable's name as a formula writes it: between backticks where it needs them. */
export function quotedName(name: string): string {
  return SYNTACTIC.test(name) ? name : `\`${name}\``;
}
