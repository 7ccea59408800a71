import { type FormEvent, type JSX, useId, useState } from "react";
import type { ExtractionResponse } from "#contract";
import { postData } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { shortName } from "../parts/report-line.tsx";

/** Names a study: its label, the included reports that tell of it, the questions it answers. */
export function NewStudy(props: { readonly data: ExtractionResponse }): JSX.Element {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button primary" onClick={() => setOpen(true)}>
        {t("study.new")}
      </button>
      <AppDialog title={t("study.new")} open={open} onClose={() => setOpen(false)} closeLabel={t("cancel")}>
        <StudyDetails data={props.data} onDone={() => setOpen(false)} />
      </AppDialog>
    </>
  );
}

function StudyDetails(props: {
  readonly data: ExtractionResponse;
  readonly onDone: () => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const questions = useAnswer(sources.protocol).data?.protocol.questions ?? [];
  const waiting = props.data.withoutStudy;
  const [label, setLabel] = useState(waiting[0] === undefined ? "" : shortName(waiting[0]));
  const [reports, setReports] = useState<ReadonlySet<string>>(
    new Set(waiting.slice(0, 1).map(({ id }) => id)),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const field = useId();
  const answered = chosen ?? new Set(questions.map(({ id }) => id));
  const write = useWrite(
    () =>
      postData<{ studyId: string }>("studies", { label, reports: [...reports], questions: [...answered] }),
    {
      onDone: () => {
        say(t("study.named", { label }));
        props.onDone();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (label.trim() !== "" && !write.isPending) write.mutate(undefined);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="field">
        <label htmlFor={field}>{t("study.label")}</label>
        <input
          id={field}
          className="input"
          required
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      </div>
      <Choices
        legend={t("study.reports")}
        none={t("study.none-waiting")}
        choices={waiting.map((report) => ({ id: report.id, text: `${shortName(report)}: ${report.title}` }))}
        chosen={reports}
        onChange={setReports}
      />
      <Choices
        legend={t("study.questions")}
        none=""
        choices={questions.map((one) => ({ id: one.id, text: words.local(one.text) }))}
        chosen={answered}
        onChange={setChosen}
      />
      <div>
        <button type="submit" className="button primary" disabled={write.isPending}>
          {t("study.save")}
        </button>
      </div>
    </form>
  );
}

function Choices(props: {
  readonly legend: string;
  readonly none: string;
  readonly choices: readonly { readonly id: string; readonly text: string }[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}): JSX.Element {
  return (
    <fieldset className="choices">
      <legend>{props.legend}</legend>
      {props.choices.length === 0 ? <p className="soft">{props.none}</p> : null}
      {props.choices.map(({ id, text }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={props.chosen.has(id)}
            onChange={(event) => {
              const next = new Set(props.chosen);
              if (event.currentTarget.checked) next.add(id);
              else next.delete(id);
              props.onChange(next);
            }}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
