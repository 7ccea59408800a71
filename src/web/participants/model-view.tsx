import { type JSX, useState } from "react";
import type { DataSetEntry, ModelResponse } from "#contract";
import { postData } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Show } from "../parts/loading.tsx";
import { Card, Empty, Tag } from "../parts/page-head.tsx";
import { type Specification, usualModel } from "./model-draft.ts";
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

function Stated(props: {
  readonly dataSet: DataSetEntry;
  readonly draft: Specification;
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly models: readonly { readonly specification: Specification; readonly stale: boolean }[];
}): JSX.Element {
  const { t } = useWords();
  const { dataSet, levels, models } = props;
  const [specification, setSpecification] = useState(models[0]?.specification ?? props.draft);
  const session = useAnswer(sources.session);
  const model = useModel(specification);
  const record = useWrite(
    (stated: Specification) =>
      postData<ModelResponse>("participants/models/record", { specification: stated }),
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
                <button type="button" className="button quiet" onClick={() => setSpecification(kept)}>
                  {kept.id}
                </button>
                <code>{kept.formula}</code>
                {stale ? <Tag tone="warn">{t("stale")}</Tag> : null}
              </li>
            ))}
          </ul>
        </Card>
      )}
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
