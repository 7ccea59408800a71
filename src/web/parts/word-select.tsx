import type { JSX } from "react";
import { Button } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select, SelectValue } from "react-aria-components/Select";

export interface WordOption<T extends string> {
  readonly id: T;
  /** In the sentence. */
  readonly label: string;
  /** In the list, under the label. */
  readonly detail?: string;
}

/**
 * With a mouse or keyboard a list closes once it loses the focus, and so need not make the rest of the page inert,
 * which costs as much as the page is large. A finger beside a list takes no focus from it.
 */
const FINE = matchMedia("(pointer: fine)").matches;

/** A word of a sentence that is a list to choose from. */
export function WordSelect<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly WordOption<T>[];
  readonly onChange: (value: T) => void;
}): JSX.Element {
  return (
    <Select
      aria-label={props.label}
      value={props.value}
      onChange={(key) => {
        if (key !== null) props.onChange(key as T);
      }}
      style={{ display: "inline-block", maxWidth: "100%" }}
    >
      <Button className="pick">
        <SelectValue>
          {() => props.options.find((option) => option.id === props.value)?.label ?? props.value}
        </SelectValue>
      </Button>
      <Popover className="popover" offset={4} isNonModal={FINE}>
        <ListBox className="options" items={props.options as WordOption<T>[]}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="option">
              {option.label}
              {option.detail === undefined ? null : <small>{option.detail}</small>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
