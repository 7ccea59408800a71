import { type JSX, useId, useState } from "react";
import type { DataSetResponse } from "#contract";
import { ApiError } from "../api/client.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { ProblemList } from "./problem-list.tsx";

/** A YAML text to edit; what is wrong with it stands under it, by line, and nothing typed is lost. */
export function YamlEditor(props: {
  readonly label: string;
  readonly help: string;
  readonly text: string;
  readonly save: (text: string) => Promise<DataSetResponse>;
  readonly onSaved?: (answer: DataSetResponse) => void;
  /** Told whether what is typed differs from what is kept. */
  readonly onTyped?: (differs: boolean) => void;
  readonly readOnly?: boolean;
}): JSX.Element {
  const { t } = useWords();
  const [text, setText] = useState(props.text);
  const id = useId();
  const write = useWrite(props.save, {
    quiet: true,
    onDone: (answer) => {
      say(t("participants.saved"));
      props.onSaved?.(answer);
    },
  });
  const problems =
    write.error === null
      ? []
      : write.error instanceof ApiError && write.error.problems.length > 0
        ? write.error.problems
        : [{ code: "error", message: write.error.message }];
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate(text);
      }}
    >
      <div className="field">
        <label htmlFor={id}>{props.label}</label>
        <textarea
          id={id}
          className="input yaml"
          spellCheck={false}
          rows={Math.min(24, Math.max(8, text.split("\n").length + 1))}
          value={text}
          aria-invalid={problems.length > 0}
          aria-describedby={`${id}-help`}
          readOnly={props.readOnly === true}
          onChange={(event) => {
            setText(event.currentTarget.value);
            props.onTyped?.(event.currentTarget.value !== props.text);
          }}
        />
        <p id={`${id}-help`} className="soft">
          {props.help}
        </p>
      </div>
      <div role="alert">{problems.length === 0 ? null : <ProblemList problems={problems} />}</div>
      <div className="row">
        <button
          type="submit"
          className="button primary"
          disabled={write.isPending || text.trim() === "" || props.readOnly === true}
        >
          {t("participants.save")}
        </button>
      </div>
    </form>
  );
}
