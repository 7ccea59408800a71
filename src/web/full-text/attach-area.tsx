import { type ChangeEvent, type DragEvent, type JSX, type ReactNode, useState } from "react";
import { useWords } from "../app/text.ts";
import { droppedFiles, type GivenFiles, pickedFiles } from "./dropped-files.ts";

/** Where many files, or a folder, can be dropped; the buttons are the same for the keyboard. */
export function AttachArea(props: {
  readonly disabled: boolean;
  readonly onFiles: (given: GivenFiles) => void;
  readonly children?: ReactNode;
}): JSX.Element {
  const { t } = useWords();
  const { disabled, onFiles } = props;
  const drop = useDrop(disabled, onFiles);
  return (
    <div className={drop.over ? "drop over" : "drop"} {...drop.handlers}>
      <div className="row">
        <FileButton disabled={disabled} label={t("full-text.choose-files")} onFiles={onFiles} multiple />
        <FileButton disabled={disabled} label={t("full-text.choose-folder")} onFiles={onFiles} folder />
        <span className="soft">{t("full-text.drop-hint")}</span>
      </div>
      {props.children}
    </div>
  );
}

/** A button that asks for files. The browser's own speaks the browser's language, not the reader's. */
export function FileButton(props: {
  readonly label: string;
  /** What a screen reader says, where the label needs its surroundings. */
  readonly name?: string;
  readonly disabled: boolean;
  readonly multiple?: boolean;
  readonly folder?: boolean;
  readonly quiet?: boolean;
  readonly onFiles: (given: GivenFiles) => void;
}): JSX.Element {
  const { folder = false, disabled } = props;
  const look = props.quiet === true ? "button quiet file" : "button file";
  return (
    <label className={disabled ? `${look} off` : look}>
      {props.label}
      <input
        className="hidden"
        type="file"
        aria-label={props.name ?? props.label}
        disabled={disabled}
        multiple={props.multiple === true || folder}
        {...(folder ? ({ webkitdirectory: "" } as object) : { accept: ".pdf,application/pdf" })}
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          if (files.length > 0) props.onFiles(pickedFiles(files, folder));
        }}
      />
    </label>
  );
}

export interface Drop {
  readonly over: boolean;
  readonly handlers: {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** Takes files that are dropped on an element; one inside another takes them first. */
export function useDrop(disabled: boolean, onFiles: (given: GivenFiles) => void): Drop {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver: (event) => {
        if (disabled) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event) => {
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        if (disabled) return;
        void droppedFiles(event.dataTransfer).then((given) => {
          if (given.files.length > 0 || given.left > 0) onFiles(given);
        });
      },
    },
  };
}
