/** What may come next at a place of a JSON text. */
type Awaited = "value" | "value or ]" | "key or }" | ":" | "next" | "end";

const WORDS: Readonly<Record<Awaited, string>> = {
  value: "a value",
  "value or ]": "a value or `]`",
  "key or }": "a name in double quotes or `}`",
  ":": "`:`",
  next: "`,` or a closing bracket",
  end: "the end of the text",
};

const [QUOTE, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 44, 58, 91, 93, 123, 125,
];

/** Nesting beyond which an item is refused. */
export const DEEPEST = 1_000;

/**
 * Follows the grammar of JSON mark by mark, so that damage shows where it begins. Strings and literals
 * are taken by their first character; what stands in them is not looked at. A comma before a closing
 * bracket is let pass.
 */
export interface JsonGrammar {
  /** Brackets open. */
  readonly depth: number;
  /** Takes a mark, or the first character of a string or literal; false when it cannot stand here. */
  take(code: number): boolean;
  /** Whether the string that was taken last is a name. */
  readonly atKey: boolean;
  /** What could have stood here, in words. */
  expected(): string;
  /** Whether a value may begin here. */
  readonly atValue: boolean;
  /** Kinds of the open brackets, outermost first. */
  kinds(): readonly number[];
  /** Goes to where a value may begin inside these brackets. */
  returnTo(kinds: readonly number[]): void;
}

/** Starts outside of all brackets, before a value. */
export function jsonGrammar(): JsonGrammar {
  // Never longer than the depth allowed and a list around it.
  const open: number[] = [];
  let awaited: Awaited = "value";
  let atKey = false;
  const close = (code: number): boolean => {
    const kind = code === CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT;
    // Behind a colon a value must come first.
    if (open.at(-1) !== kind || awaited === ":" || awaited === "value") return false;
    open.pop();
    awaited = open.length === 0 ? "end" : "next";
    return true;
  };
  return {
    get depth() {
      return open.length;
    },
    get atKey() {
      return atKey;
    },
    get atValue() {
      return awaited === "value" || awaited === "value or ]";
    },
    expected: () =>
      awaited === "next" ? (open.at(-1) === OPEN_OBJECT ? "`,` or `}`" : "`,` or `]`") : WORDS[awaited],
    kinds: () => [...open],
    returnTo(kinds) {
      open.splice(0, open.length, ...kinds);
      awaited = open.length === 0 ? "value" : "value or ]";
    },
    take(code) {
      switch (code) {
        case COMMA:
          if (awaited !== "next") return false;
          awaited = open.at(-1) === OPEN_OBJECT ? "key or }" : "value or ]";
          return true;
        case COLON:
          if (awaited !== ":") return false;
          awaited = "value";
          return true;
        case CLOSE_LIST:
        case CLOSE_OBJECT:
          return close(code);
      }
      atKey = awaited === "key or }";
      if (atKey) {
        if (code !== QUOTE) return false;
        awaited = ":";
        return true;
      }
      if (awaited !== "value" && awaited !== "value or ]") return false;
      if (code === OPEN_LIST || code === OPEN_OBJECT) {
        open.push(code);
        awaited = code === OPEN_LIST ? "value or ]" : "key or }";
      } else if (code === QUOTE || isWordCharacter(code)) awaited = open.length === 0 ? "end" : "next";
      else return false;
      return true;
    },
  };
}

/** Characters of numbers and of words such as `true`. */
export function isWordCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 45 ||
    code === 43 ||
    code === 46 ||
    code === 95
  );
}
