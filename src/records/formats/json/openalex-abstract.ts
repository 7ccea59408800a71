import type { Problem } from "#kernel";
import { displayText } from "../../normalise/text.ts";
import { isObject } from "./json-values.ts";

/** Positions beyond this are no abstract's. */
const FARTHEST = 100_000;

/**
 * The text of an inverted index: words, each with the positions it stands at.
 *
 * @param index `{"word": [0, 7], …}`, the older form with `InvertedIndex` inside, or that as a text
 * @returns empty when there is no index; positions that are none are left out and told once
 * Cost: n log n in the number of words, at most 100,000.
 */
export function invertedAbstract(index: unknown, onProblem: (problem: Problem) => void): string {
  const words = indexOf(index);
  if (words === null) return "";
  const placed: { readonly at: number; readonly word: string }[] = [];
  let unplaced = 0;
  for (const [word, positions] of Object.entries(words)) {
    const list: readonly unknown[] = Array.isArray(positions) ? positions : [positions];
    for (const at of list) {
      const stands = typeof at === "number" && Number.isInteger(at) && at >= 0 && at <= FARTHEST;
      if (stands && placed.length <= FARTHEST) placed.push({ at, word });
      else unplaced += 1;
    }
  }
  if (unplaced > 0)
    onProblem({
      code: "records/json-field",
      field: "abstract_inverted_index",
      message: `${unplaced} word(s) of the abstract have no position from 0 to ${FARTHEST} and were left out.`,
      remedy: "Look the abstract up at the publisher's.",
    });
  placed.sort((a, b) => a.at - b.at);
  return displayText(placed.map(({ word }) => word).join(" "));
}

function indexOf(value: unknown): Readonly<Record<string, unknown>> | null {
  let index = value;
  if (typeof index === "string") {
    try {
      index = JSON.parse(index);
    } catch {
      return null;
    }
  }
  if (!isObject(index)) return null;
  const inner = Object.hasOwn(index, "InvertedIndex") ? index["InvertedIndex"] : index;
  return isObject(inner) ? inner : null;
}
