import { type JSX, useState } from "react";
import type { DataSetResponse } from "#contract";
import { ApiError, postData } from "../api/client.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Card } from "../parts/page-head.tsx";
import { type Dictionary, type DraftFault, faultsOf, yamlOf } from "./dictionary-draft.ts";
import { DictionaryTable } from "./dictionary-table.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import { ProblemList } from "./problem-list.tsx";
import { YamlEditor } from "./yaml-editor.tsx";

/**
 * The dictionary as a table to correct in place and, the second way, as YAML. Nothing is kept before it is saved;
 * while one of the two has changes the other one rests.
 */
export function DictionaryEditor(props: {
  readonly data: DataSetResponse;
  readonly title: string;
  readonly dictionary: Dictionary;
}): JSX.Element {
  const { t } = useWords();
  const { data, title } = props;
  const { dataSet, doubts } = data;
  const [draft, setDraft] = useState<Dictionary | null>(null);
  const [tried, setTried] = useState(false);
  const [typed, setTyped] = useState(false);
  const shown = draft ?? props.dictionary;
  const text = yamlOf(shown);
  const dirty = draft !== null && text !== yamlOf(props.dictionary);
  const faults = faultsOf(shown);
  const post = (dictionary: string): Promise<DataSetResponse> =>
    postData<DataSetResponse>(`participants/${encodeURIComponent(dataSet.id)}/dictionary`, { dictionary });
  const saved = (): void => {
    setDraft(null);
    setTried(false);
    setTyped(false);
  };
  const write = useWrite(post, {
    quiet: true,
    onDone: () => {
      saved();
      say(t("participants.saved"));
    },
  });
  const guessed = doubts.length > 0;
  const whole = doubts.filter(({ variable }) => variable === null);
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!dirty && !guessed) say(t("participants.nothing-to-save"));
          else if (faults.length === 0) write.mutate(text);
        }}
      >
        <Card title={title}>
          {guessed ? <p className="guessed may">{t("participants.guessed")}</p> : null}
          {whole.map(({ code, values }) => (
            <p key={`${code} ${values["role"]}`} className="may">
              {t(`participants.doubt.${code}`)}
            </p>
          ))}
          <fieldset className="bare" disabled={typed} aria-label={title}>
            <DictionaryTable
              title={title}
              dictionary={shown}
              levels={data.levels}
              doubts={doubts}
              faults={faults.filter((fault) => tried || !isHalf(shown, fault))}
              onChange={(change) => setDraft((now) => change(now ?? props.dictionary))}
            />
          </fieldset>
          <div role="alert">
            {tried ? <Faults faults={faults} /> : null}
            {write.error === null ? null : <ProblemList problems={problemsOf(write.error)} />}
          </div>
          <div className={dirty ? "row save-bar unsaved" : "row save-bar"}>
            <button type="submit" className="button primary" disabled={write.isPending || typed}>
              {t(guessed ? "participants.confirm" : "participants.save")}
            </button>
            {dirty ? (
              <button
                type="button"
                className="button"
                onClick={() => {
                  saved();
                  write.reset();
                }}
              >
                {t("participants.discard")}
              </button>
            ) : null}
            <span role="status" className="soft">
              {dirty ? t("participants.not-saved") : ""}
            </span>
          </div>
        </Card>
      </form>
      <details className="card">
        <summary>{t("participants.dictionary-edit")}</summary>
        {dirty ? <p className="soft">{t("participants.yaml-rests")}</p> : null}
        <YamlEditor
          key={text}
          label={t("participants.dictionary")}
          help={t("participants.dictionary-help")}
          // A comment of the proposal would say that nobody has looked at it yet.
          text={guessed || dirty || data.dictionary === null ? text : data.dictionary}
          readOnly={dirty}
          save={post}
          onSaved={saved}
          onTyped={setTyped}
        />
      </details>
      <LeaveGuard unsaved={dirty || typed} />
    </>
  );
}

/** A range with one end still to come. */
function isHalf({ variables }: Dictionary, { code, variable }: DraftFault): boolean {
  return code === "range" && variables.find(({ name }) => name === variable)?.range?.includes("") === true;
}

function Faults({ faults }: { readonly faults: readonly DraftFault[] }): JSX.Element | null {
  const { t } = useWords();
  if (faults.length === 0) return null;
  return (
    <ul className="problem-list">
      {faults.map(({ code, variable }) => (
        <li key={`${code} ${variable}`}>
          {variable === null ? "" : `${variable}: `}
          {t(`participants.fault.${code}`)}
        </li>
      ))}
    </ul>
  );
}

function problemsOf(error: Error) {
  return error instanceof ApiError && error.problems.length > 0
    ? error.problems
    : [{ code: "error", message: error.message }];
}
