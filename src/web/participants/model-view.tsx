import { type JSX, useState } from "react";
import type { DataSetEntry, ModelResponse } from "#contract";
import { postData } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Show } from "../parts/loading.tsx";
import { Card, Empty, Tag } from "../parts/page-head.tsx";
import { type Specification, specificationFrom, usualModel } from "./model-draft.ts";
import { ModelForm } from "./model-form.tsx";
import { ModelResult } from "./model-result.tsx";
import { instrumentFor, outcomesOf } from "./roles.ts";
import { useModel } from "./use-model.ts";

/** A repeated-measures model of the participants: stated, fitted as it is changed, and put in the review. */
export function ModelView(props: { readonly dataSet: DataSetEntry }): JSX.Element {
  const { t } = useWords();
  const { dataSet } = props;
  const all = useAnswer(sources.participants);
  const data = useAnswer(sources.participantData(dataSet.id));
  const outcome = outcomesOf(dataSet)[0]?.name;
  return (
    <Show answer={all}>
      {({ instruments, models }) => {
        const known = instruments.map(({ id }) => id);
        const draft = usualModel(
          dataSet,
          outcome === undefined ? null : instrumentFor(dataSet, outcome, known),
        );
        if (draft === null) return <Empty title={t("participants.no-visits")} />;
        return (
          <Show answer={data}>
            {({ levels }) => (
              <Stated
                dataSet={dataSet}
                draft={draft}
                levels={levels}
                models={models.filter(({ specification }) => specification.dataSet === dataSet.id)}
              />
            )}
          </Show>
        );
      }}
    </Show>
  ) as JSX.Element;
}

/** What was stated last of each data set, so that a look at another view takes nothing away. */
const stated = new Map<string, Specification>();

function Stated(props: {
  readonly dataSet: DataSetEntry;
  readonly draft: Specification;
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly models: readonly { readonly specification: Specification; readonly stale: boolean }[];
}): JSX.Element {
  const { t } = useWords();
  const { dataSet, levels, models } = props;
  const [specification, setStated] = useState(
    stated.get(dataSet.id) ?? models[0]?.specification ?? props.draft,
  );
  const setSpecification = (next: Specification): void => {
    stated.set(dataSet.id, next);
    setStated(next);
  };
  const session = useAnswer(sources.session);
  const model = useModel(specification);
  const record = useWrite(
    (kept: Specification) => postData<ModelResponse>("participants/models/record", { specification: kept }),
    { onDone: () => say(t("model.recorded")) },
  );
  const may = session.data?.readOnly === false;
  return (
    <div className="stack">
      {models.length === 0 ? null : (
        <Card title={t("model.in-review")}>
          <ul className="plain-list">
            {models.map(({ specification: kept, stale }) => (
              <li key={kept.id} className="row">
                <button
                  type="button"
                  className="button quiet"
                  aria-pressed={JSON.stringify(kept) === JSON.stringify(specification)}
                  onClick={() => setSpecification(kept)}
                >
                  {kept.id}
                </button>
                <code>{kept.formula}</code>
                {stale ? <Tag tone="warn">{t("stale")}</Tag> : null}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <OpenSpecification dataSet={dataSet} onOpen={setSpecification} />
      <ModelForm
        dataSet={dataSet}
        levels={levels}
        specification={specification}
        onChange={setSpecification}
      />
      <ModelResult
        answer={model}
        simulated={dataSet.simulated}
        file={dataSet.id}
        actions={
          may ? (
            <button
              type="button"
              className="button primary"
              disabled={record.isPending || model.data === undefined || model.changing}
              onClick={() => record.mutate(specification)}
            >
              {t("model.record")}
            </button>
          ) : null
        }
      />
    </div>
  );
}

/** Takes a saved specification up again. */
function OpenSpecification(props: {
  readonly dataSet: DataSetEntry;
  readonly onOpen: (specification: Specification) => void;
}): JSX.Element {
  const { t } = useWords();
  const open = async (file: File): Promise<void> => {
    const read = specificationFrom(await file.text(), props.dataSet);
    if (read === null) say(t("model.open-yaml-failed", { name: file.name }));
    else props.onOpen(read);
  };
  return (
    <div className="row">
      <label className="button file">
        {t("model.open-yaml")}
        <input
          className="hidden"
          type="file"
          accept=".yaml,.yml"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) void open(file);
            event.currentTarget.value = "";
          }}
        />
      </label>
    </div>
  );
}
