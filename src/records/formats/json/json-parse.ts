/** What was made of the text of one JSON item. */
export interface ParsedItem {
  readonly value: unknown;
  /** What had to be mended or replaced, in words; empty for plain JSON. */
  readonly mended: readonly string[];
}

const MAYBE_ODD = /\\u[dD][89a-fA-F]|[eE]\+?\d{3}|\d{300}/;
const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[-+\w.]+|,(?=\s*[}\]])/g;
/** Words that programs write for JSON's own. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["NaN", "null"],
  ["Infinity", "null"],
  ["-Infinity", "null"],
  ["undefined", "null"],
  ["None", "null"],
  ["True", "true"],
  ["False", "false"],
]);

/**
 * Parses one item. Raw line breaks in strings, escapes that JSON does not have, `NaN` and the like and
 * trailing commas are mended; numbers beyond what can be held become null, halves of surrogate pairs
 * the replacement character.
 *
 * @returns null when the text cannot be read all the same
 * Checked: tests/records/json-scan.test.ts. Cost linear.
 */
export function parseItem(text: string): ParsedItem | null {
  const mended = new Set<string>();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    try {
      value = JSON.parse(text.replace(TOKEN, (token) => mend(token, mended)));
    } catch {
      return null;
    }
  }
  if (MAYBE_ODD.test(text) || !text.isWellFormed()) value = cleaned(value, mended);
  return { value, mended: [...mended] };
}

function mend(token: string, mended: Set<string>): string {
  if (token === ",") {
    mended.add("a comma before a closing bracket");
    return "";
  }
  if (!token.startsWith('"')) {
    const word = WORDS.get(token);
    if (word !== undefined) mended.add(`\`${token}\``);
    return word ?? token;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings may not hold control characters
  const whole = token.replace(/[\x00-\x1f]/g, (character) => {
    mended.add("line breaks or control characters inside a text");
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return whole.replace(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|)/g, (sequence) => {
    if (sequence !== "\\") return sequence;
    mended.add("a backslash that begins no escape");
    return "\\\\";
  });
}

/** Without numbers and texts that cannot be kept. Nesting is bounded by the scanner. */
function cleaned(value: unknown, mended: Set<string>): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    mended.add("a number too large to hold");
    return null;
  }
  if (typeof value === "string" && !value.isWellFormed()) {
    mended.add("half a surrogate pair");
    return value.toWellFormed();
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => cleaned(each, mended));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name.toWellFormed(), cleaned(each, mended)]),
  );
}
