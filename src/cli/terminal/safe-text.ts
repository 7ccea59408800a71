/** Control characters, and marks that reorder what is shown; both could make a terminal lie. */
const UNSAFE = /[\p{Control}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const UNSAFE_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text from a file or a person as one line that a terminal only prints: tabs and line ends become
 * spaces, other control characters and direction marks go.
 *
 * Checked: tests/cli/terminal.test.ts
 */
export function safeText(text: string): string {
  return text.replace(/\r\n|[\n\r\t\v\f\u0085\u2028\u2029]/g, " ").replace(UNSAFE, "");
}

/** JSON that says the same and holds nothing a terminal could act on. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value, plain, 2).replace(
    UNSAFE_IN_JSON,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return value instanceof Set ? [...value] : value;
}
