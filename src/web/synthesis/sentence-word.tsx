import { type Context, createContext, type JSX, memo, useContext } from "react";
import { type WordOption, WordSelect } from "../parts/word-select.tsx";
import type { Change, Foresee, Specification } from "./specification.ts";

/** What becomes of a choice, and of one that is pointed at. */
interface Choosing {
  readonly onChange: Change;
  readonly onForesee: Foresee;
}

/** Around the words of a sentence; the same as long as they live. */
export const Choosing: Context<Choosing | null> = createContext<Choosing | null>(null);

interface WordProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly WordOption<T>[];
  /** What an option changes; as it was when the word last looked different: the rest it must take from its argument. */
  readonly change: (value: T) => Partial<Specification> | ((now: Specification) => Partial<Specification>);
}

/** A word of the sentence; one that looks the same is left alone, since a sentence has many. */
export const Word = memo(PlainWord, looksTheSame) as <T extends string>(props: WordProps<T>) => JSX.Element;

function PlainWord<T extends string>({ change, ...word }: WordProps<T>): JSX.Element {
  const choosing = useContext(Choosing);
  return (
    <WordSelect
      {...word}
      onChange={(value) => choosing?.onChange(change(value))}
      onPointed={(value) => choosing?.onForesee(value === null ? null : change(value))}
    />
  );
}

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
