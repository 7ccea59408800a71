import { type JSX, useEffect, useId, useState } from "react";
import type { OrderRequest, SetupResponse, WrittenResponse } from "#contract";
import { postData } from "../api/client.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Card } from "../parts/page-head.tsx";
import { Choice, NumberField } from "./choice.tsx";
import { KnownRelevant } from "./known-relevant.tsx";
import { draftOf, faultsOf, type OrderDraft, requestOf } from "./order-draft.ts";

/** In what order reports are read, and the rule that says when it is safe to stop. */
export function OrderCard(props: { readonly setup: SetupResponse; readonly may: boolean }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { setup, may } = props;
  const [draft, setDraft] = useState(() => draftOf(setup));
  const event = setup.orderSet?.eventId;
  // What someone else saved meanwhile is shown; what is being edited here is not taken away before that.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another event starts the form anew
  useEffect(() => setDraft(draftOf(setup)), [event]);
  const save = useWrite(
    (request: OrderRequest) => postData<WrittenResponse>(`screening/${setup.stage}/order`, request),
    { onDone: () => say(t("setup.saved")) },
  );
  const change = (part: Partial<OrderDraft>): void => setDraft({ ...draft, ...part });
  const faults = faultsOf(draft);
  const faulty = faults.target || faults.confidence || faults.seed;
  const same = JSON.stringify(draft) === JSON.stringify(draftOf(setup));
  return (
    <Card title={t("setup.order")} className="setup-card">
      <p className="soft">
        {setup.orderSet === null
          ? t("setup.order-default")
          : t("setup.order-set", { when: words.moment(setup.orderSet.at) })}
      </p>
      <Choice<OrderDraft["order"]>
        legend={t("setup.order-legend")}
        value={draft.order}
        disabled={!may}
        options={(["ranked", "import", "random"] as const).map((id) => ({
          id,
          label: t(`setup.order-${id}`),
          detail: t(`setup.order-${id}-what`),
        }))}
        onChange={(order) => change({ order })}
      />
      {draft.order === "ranked" ? <LearnerFields {...{ setup, draft, change, may }} /> : null}
      <StoppingFields {...{ setup, draft, change, may }} faults={faults} />
      <details>
        <summary>{t("setup.seed-more")}</summary>
        <NumberField
          label={t("setup.seed")}
          value={draft.seed}
          hint={t("setup.seed-what")}
          problem={faults.seed ? t("setup.seed-fault") : null}
          disabled={!may}
          onChange={(seed) => change({ seed })}
        />
      </details>
      {may ? (
        <div className="row">
          <button
            type="button"
            className="button primary"
            disabled={faulty || same || save.isPending}
            onClick={() => save.mutate(requestOf(draft))}
          >
            {save.isPending ? t("saving") : t("save")}
          </button>
          {same ? null : <span className="soft">{t("setup.unsaved")}</span>}
        </div>
      ) : null}
    </Card>
  );
}

interface Fields {
  readonly setup: SetupResponse;
  readonly draft: OrderDraft;
  readonly change: (part: Partial<OrderDraft>) => void;
  readonly may: boolean;
}

function LearnerFields({ setup, draft, change, may }: Fields): JSX.Element {
  const { t, named } = useWords();
  return (
    <>
      {setup.models.length > 1 ? (
        <SelectField
          label={t("setup.model")}
          value={draft.model}
          disabled={!may}
          options={setup.models.map((id) => ({ id, label: named("setup.model", id) }))}
          onChange={(model) => change({ model })}
        />
      ) : null}
      <Choice<OrderDraft["start"]>
        legend={t("setup.start")}
        value={draft.start}
        disabled={!may}
        options={(["words", "random"] as const).map((id) => ({ id, label: t(`setup.start-${id}`) }))}
        onChange={(start) => change({ start })}
      />
      <KnownRelevant
        relevant={draft.relevant}
        disabled={!may}
        onChange={(relevant) => change({ relevant })}
      />
    </>
  );
}

function StoppingFields(props: Fields & { readonly faults: ReturnType<typeof faultsOf> }): JSX.Element {
  const { t, named } = useWords();
  const { setup, draft, change, may, faults } = props;
  return (
    <fieldset className="choice" disabled={!may}>
      <legend>{t("setup.stopping")}</legend>
      <SelectField
        label={t("setup.rule")}
        value={draft.rule}
        disabled={!may}
        options={setup.rules.map((id) => ({ id, label: named("progress.rule", id) }))}
        onChange={(rule) => change({ rule })}
      />
      <p className="soft">{named("setup.rule", draft.rule, "")}</p>
      <div className="row top">
        <NumberField
          label={t("setup.target")}
          value={draft.target}
          unit="%"
          problem={faults.target ? t("setup.target-fault") : null}
          disabled={!may}
          onChange={(target) => change({ target })}
        />
        <NumberField
          label={t("setup.confidence")}
          value={draft.confidence}
          unit="%"
          problem={faults.confidence ? t("setup.confidence-fault") : null}
          disabled={!may}
          onChange={(confidence) => change({ confidence })}
        />
      </div>
    </fieldset>
  );
}

function SelectField(props: {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const id = useId();
  return (
    <div className="field" style={{ maxWidth: 420 }}>
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        className="input"
        value={props.value}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
