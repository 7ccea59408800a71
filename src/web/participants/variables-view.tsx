import { type JSX, useState } from "react";
import type { DataSetEntry, DataSetResponse } from "#contract";
import { postData } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords, type Words } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { Frame } from "../parts/frame.tsx";
import { Show } from "../parts/loading.tsx";
import { Card } from "../parts/page-head.tsx";
import { dictionaryOf } from "./dictionary-draft.ts";
import { DictionaryEditor } from "./dictionary-editor.tsx";
import { ProblemList } from "./problem-list.tsx";
import { YamlEditor } from "./yaml-editor.tsx";

const part = encodeURIComponent;

/** What the data set holds: its variables as the dictionary describes them, and what could not be read. */
export function VariablesView(props: { readonly dataSet: DataSetEntry }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { dataSet } = props;
  const answer = useAnswer(sources.participantData(dataSet.id));
  const session = useAnswer(sources.session);
  const may = session.data?.readOnly === false;
  return (
    <Show answer={answer}>
      {(data) => (
        <div className="stack">
          {dataSet.here ? null : (
            <p className="banner">
              <span>{t("participants.not-here", { file: dataSet.fileName ?? dataSet.name })}</span>
            </p>
          )}
          {data.problems.length === 0 ? null : (
            <Card title={t("participants.problems", { count: data.problems.length })}>
              <ProblemList problems={data.problems} />
            </Card>
          )}
          <Described data={data} may={may} words={words} />
          {may ? <Editors data={data} /> : null}
        </div>
      )}
    </Show>
  ) as JSX.Element;
}

/** The dictionary to correct in place, or, without one or without the right to write, as it is. */
function Described(props: {
  readonly data: DataSetResponse;
  readonly may: boolean;
  readonly words: Words;
}): JSX.Element {
  const { data, may, words } = props;
  const { dataSet } = data;
  const title = `${dataSet.fileName ?? words.t("participants.joined")}: ${words.t("participants.rows", {
    rows: dataSet.rows === null ? "–" : words.number(dataSet.rows),
    variables: dataSet.variables.length,
  })}`;
  const dictionary = may ? dictionaryOf(dataSet) : null;
  return dictionary === null ? (
    <Variables data={data} title={title} words={words} />
  ) : (
    <DictionaryEditor data={data} title={title} dictionary={dictionary} />
  );
}

function Variables(props: {
  readonly data: DataSetResponse;
  readonly title: string;
  readonly words: Words;
}): JSX.Element {
  const { data, title, words } = props;
  const { t } = words;
  const { dataSet } = data;
  return (
    <Card title={title}>
      <Frame label={title}>
        <table className="table">
          <thead>
            <tr>
              {(["variable", "type", "role", "unit", "range", "levels"] as const).map((head) => (
                <th key={head} scope="col">
                  {t(`participants.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {dataSet.variables.map((variable) => (
              <tr key={variable.name}>
                <th scope="row">
                  {variable.name}
                  {variable.label === undefined ? null : <small className="block">{variable.label}</small>}
                </th>
                <td>{t(`type.${variable.type}`)}</td>
                <td>{variable.role === undefined ? "–" : t(`role.${variable.role}`)}</td>
                <td>{variable.unit ?? "–"}</td>
                <td>{variable.range === undefined ? "–" : variable.range.join(" – ")}</td>
                <td>{levelsOf(data, variable.name)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </Card>
  );
}

function levelsOf({ levels }: DataSetResponse, name: string): string {
  const all = levels[name] ?? [];
  if (all.length === 0) return "–";
  return all.length > 8 ? `${all.slice(0, 8).join(", ")} … (${all.length})` : all.join(", ");
}

function Editors({ data }: { readonly data: DataSetResponse }): JSX.Element {
  const { t } = useWords();
  const { dataSet, mapping } = data;
  const [asking, setAsking] = useState(false);
  const forget = useWrite(() => postData<DataSetResponse>(`participants/${part(dataSet.id)}/forget`, {}), {
    onDone: () => setAsking(false),
  });
  return (
    <>
      {mapping === null ? null : (
        <details className="card">
          <summary>{t("participants.mapping-edit")}</summary>
          <YamlEditor
            key={mapping}
            label={t("participants.mapping")}
            help={t("participants.mapping-help")}
            text={mapping}
            save={(text) => postData<DataSetResponse>("participants/joined", { mapping: text })}
          />
        </details>
      )}
      {dataSet.kind === "file" && dataSet.here ? (
        <div>
          <button type="button" className="button quiet" onClick={() => setAsking(true)}>
            {t("participants.forget")}
          </button>
          <AppDialog
            title={t("participants.forget")}
            open={asking}
            onClose={() => setAsking(false)}
            actions={
              <button type="button" className="button primary" onClick={() => forget.mutate()}>
                {t("participants.forget")}
              </button>
            }
          >
            <p>{t("participants.forget-why", { name: dataSet.name })}</p>
          </AppDialog>
        </div>
      ) : null}
    </>
  );
}
