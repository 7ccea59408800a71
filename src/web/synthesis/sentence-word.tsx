import { type JSX, memo } from "react";
import { type WordOption, WordSelect } from "../parts/word-select.tsx";

interface WordProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly WordOption<T>[];
  /** Called as it was when the word last looked different: it must take what changes from its argument. */
  readonly onChange: (value: T) => void;
}

/** A word of the sentence; one that looks the same is left alone, since a sentence has many. */
export const Word = memo(WordSelect, looksTheSame) as <T extends string>(props: WordProps<T>) => JSX.Element;

function looksTheSame(before: WordProps<string>, now: WordProps<string>): boolean {
  return (
    before.label === now.label &&
    before.value === now.value &&
    before.options.length === now.options.length &&
    before.options.every((one, at) => {
      const other = now.options[at]!;
      return one.id === other.id && one.label === other.label && one.detail === other.detail;
    })
  );
}
