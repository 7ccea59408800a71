import { type JSX, useEffect, useLayoutEffect, useRef, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";

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

/** A word of a sentence that is a list to choose from; made of few parts, since a sentence has many of them. */
export function WordSelect<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly WordOption<T>[];
  readonly onChange: (value: T) => void;
  /** An option is pointed at, with a mouse or by the focus; null once the list is closed. */
  readonly onPointed?: (value: T | null) => void;
}): JSX.Element {
  const { label, value, options } = props;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const chosen = options.find((option) => option.id === value)?.label ?? value;
  return (
    <span className="word">
      <button
        ref={button}
        type="button"
        className="pick"
        aria-label={`${chosen} ${label}`}
        aria-haspopup="listbox"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {chosen}
      </button>
      {open ? (
        <Popover
          className="popover"
          placement="bottom start"
          offset={4}
          isNonModal={FINE}
          triggerRef={button}
          isOpen={true}
          onOpenChange={setOpen}
        >
          <Options {...props} onChosen={() => setOpen(false)} />
        </Popover>
      ) : null}
    </span>
  );
}

function Options<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly WordOption<T>[];
  readonly onChange: (value: T) => void;
  readonly onPointed?: (value: T | null) => void;
  readonly onChosen: () => void;
}): JSX.Element {
  const { label, value, options, onChange, onPointed, onChosen } = props;
  const latest = useRef(onPointed);
  useLayoutEffect(() => {
    latest.current = onPointed;
  });
  useEffect(() => () => latest.current?.(null), []);
  const pointed = ({ target }: { readonly target: EventTarget }): void => {
    const option = target instanceof Element ? target.closest("[role=option]") : null;
    const at = option?.getAttribute("data-key");
    const found = options.find(({ id }) => id === at);
    if (found !== undefined) onPointed?.(found.id);
  };
  // The list says nothing when what is chosen already is chosen again; it closes all the same, once it had its say.
  const later = (): void => void setTimeout(onChosen);
  return (
    <div
      role="presentation"
      onClickCapture={later}
      onFocusCapture={pointed}
      onPointerOverCapture={pointed}
      onKeyDownCapture={({ key }) => {
        if (key === "Enter") later();
      }}
    >
      <ListBox
        className="options"
        aria-label={label}
        items={options as WordOption<T>[]}
        selectionMode="single"
        selectedKeys={[value]}
        disallowEmptySelection={true}
        autoFocus={true}
        shouldFocusWrap={true}
        onSelectionChange={(keys) => {
          onChosen();
          for (const key of keys) onChange(key as T);
        }}
      >
        {(option) => (
          <ListBoxItem id={option.id} textValue={option.label} className="option">
            {option.label}
            {option.detail === undefined ? null : <small>{option.detail}</small>}
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  );
}
