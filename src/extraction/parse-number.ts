import type { Problem } from "#kernel";

/** A number read from what a report prints, or why it is none. */
export type NumberRead = { readonly number: number } | Problem;

const PLAIN = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Forms that people enter and that must not be guessed at, with what to do instead; the first that fits speaks. */
const REFUSED: readonly {
  readonly looks: RegExp;
  readonly code: string;
  says: (text: string) => string;
  remedy: string;
}[] = [
  {
    looks: /^[+-]?\d+,\d+$/,
    code: "extraction/ambiguous-comma",
    says: (text) => `"${text}" is ambiguous: the comma may be a decimal point or group thousands.`,
    remedy: "Write 1.5 for one and a half, and 1500 for fifteen hundred.",
  },
  {
    looks: /^[+-]?\d{1,3}(?:[\s.,'\u2019\u00a0\u202f]\d{3})+(?:[.,]\d+)?$/,
    code: "extraction/grouped-thousands",
    says: (text) => `"${text}" groups thousands.`,
    remedy: "Write the digits without groups, such as 12500.",
  },
  {
    looks: /^[<>≤≥~≈±=]/,
    code: "extraction/not-exact",
    says: (text) => `"${text}" is a bound or an approximation, not a number.`,
    remedy: "Enter the exact number, or null when the report gives none, and keep the wording as the quote.",
  },
  {
    looks: /^[\u2010-\u2015]/,
    code: "extraction/dash-for-minus",
    says: (text) => `"${text}" begins with a dash that is not a minus sign.`,
    remedy: "Write a hyphen (-3.5) or a minus sign (−3.5) when the number is negative.",
  },
  {
    looks: /%$/,
    code: "extraction/not-a-number",
    says: (text) => `"${text}" carries a percent sign.`,
    remedy: "Enter the number alone.",
  },
];

/**
 * Reads a number exactly as a report prints it. A decimal point, a hyphen or U+2212 as minus, and a power of ten are
 * understood; anything that would have to be guessed is refused. The caller keeps the verbatim text.
 *
 * @param verbatim the value as printed; space around it does not count
 * Checked: tests/extraction/parse-number.test.ts, parse-number.prop.test.ts.
 */
export function parseNumber(verbatim: string): NumberRead {
  const text = verbatim.trim();
  if (text === "") {
    return {
      code: "extraction/empty-number",
      message: "The value is empty.",
      remedy: "Enter a number, or null when the report does not give it.",
    };
  }
  const ascii = text.replace(/\u2212/g, "-");
  if (!PLAIN.test(ascii)) return refusal(text, ascii);
  const number = Number(ascii);
  // A power of ten beyond double precision would silently become Infinity, or 0 for digits that are not 0.
  const vanished = number === 0 && /[1-9]/.test(ascii.split(/[eE]/)[0]!);
  if (!Number.isFinite(number) || vanished) {
    return {
      code: "extraction/number-out-of-range",
      message: `"${text}" is too ${vanished ? "small" : "large"} to be computed with.`,
      remedy: "Check the exponent against the report.",
    };
  }
  return { number: number === 0 ? 0 : number };
}

function refusal(text: string, ascii: string): Problem {
  const known = REFUSED.find(({ looks }) => looks.test(ascii));
  if (known !== undefined) return { code: known.code, message: known.says(text), remedy: known.remedy };
  return {
    code: "extraction/not-a-number",
    message: `"${text}" is not a number.`,
    remedy:
      "Enter digits with a decimal point, such as 12 or -3.5, or null when the report does not give it.",
  };
}
