import { type JSX, useId, useState } from "react";
import type { StudyFormResponse } from "#contract";
import type { FormField, Protocol } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Card } from "../parts/page-head.tsx";
import { type Address, addressKey, type Pair, pairsOf, valuesAt } from "./address.ts";
import { ValueCell } from "./value-cell.tsx";
import { ValueEditor } from "./value-editor.tsx";

interface EffectFormProps {
  readonly data: StudyFormResponse;
  readonly protocol: Protocol;
  readonly open: string | null;
  readonly onOpen: (key: string | null) => void;
}

/** Effect data: one table for each outcome and time, arms beside each other. */
export function EffectForm(props: EffectFormProps): JSX.Element {
  const { data, protocol } = props;
  const { t } = useWords();
  const [added, setAdded] = useState<readonly Pair[]>([]);
  const present = pairsOf(data.entries);
  const same = (a: Pair, b: Pair): boolean => a.outcome === b.outcome && a.timepoint === b.timepoint;
  const pairs = [...present, ...added.filter((pair) => !present.some((one) => same(one, pair)))];
  return (
    <div className="stack">
      {data.arms === null ? <p className="banner">{t("extract.no-arms")}</p> : null}
      {pairs.length === 0 ? <p className="soft">{t("extract.no-pairs")}</p> : null}
      {pairs.map((pair) => (
        <PairTable key={`${pair.outcome} ${pair.timepoint}`} {...props} pair={pair} />
      ))}
      <AddPair protocol={protocol} onAdd={(pair) => setAdded((before) => [...before, pair])} />
    </div>
  );
}

/** Statistics that belong to the one kind of outcome; fields for the other kind are not asked for. */
const CONTINUOUS: readonly string[] = ["mean", "sd"];
const COUNTS: readonly string[] = ["events", "total"];

function PairTable(props: EffectFormProps & { readonly pair: Pair }): JSX.Element {
  const { local } = useWords();
  const { data, protocol, pair } = props;
  const { form } = data;
  const outcome = protocol.outcomes.find((one) => one.id === pair.outcome);
  const timepoint = protocol.timepoints.find((one) => one.id === pair.timepoint);
  const title = `${local(outcome?.label ?? { en: pair.outcome })}, ${local(timepoint?.label ?? { en: pair.timepoint })}`;
  const arms = data.arms?.arms ?? [];
  const filled = new Set(
    data.entries
      .filter((entry) => entry.outcome === pair.outcome && entry.timepoint === pair.timepoint)
      .map((entry) => entry.field),
  );
  const other = outcome?.kind === "dichotomous" ? CONTINUOUS : outcome?.kind === "continuous" ? COUNTS : [];
  const fits = (field: FormField): boolean =>
    field.statistic === undefined || !other.includes(field.statistic) || filled.has(field.id);
  const armFields = form.fields.filter((field) => field.per === "arm" && fits(field));
  const contrastFields = form.fields.filter((field) => field.per === "contrast");
  return (
    <Card title={title}>
      {outcome?.instrument == null ? null : <p className="soft">{outcome.instrument}</p>}
      {armFields.length === 0 || arms.length === 0 ? null : (
        <Frame label={title}>
          <table className="values">
            <thead>
              <tr>
                <td />
                {arms.map((arm) => (
                  <th key={arm.id} scope="col">
                    {arm.label}
                    {arm.detail === undefined ? null : <small className="block">{arm.detail}</small>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {armFields.map((field) => (
                <Row
                  key={field.id}
                  {...props}
                  field={field}
                  cells={arms.map((arm) => ({
                    label: arm.label,
                    address: { ...pair, field: field.id, arm: arm.id },
                  }))}
                />
              ))}
            </tbody>
          </table>
        </Frame>
      )}
      {contrastFields.length === 0 ? null : (
        <table className="values">
          <tbody>
            {contrastFields.map((field) => (
              <Row
                key={field.id}
                {...props}
                field={field}
                cells={[{ label: "", address: { ...pair, field: field.id } }]}
              />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Row(
  props: EffectFormProps & {
    readonly field: FormField;
    readonly cells: readonly { readonly label: string; readonly address: Address }[];
  },
): JSX.Element {
  const { local } = useWords();
  const { data, field, cells, open, onOpen } = props;
  const name = local(field.label);
  const edited = cells.find((cell) => addressKey(cell.address) === open);
  return (
    <>
      <tr>
        <th scope="row">
          {name}
          {field.required ? " *" : ""}
        </th>
        {cells.map(({ label, address }) => {
          const key = addressKey(address);
          return (
            <td key={key}>
              <ValueCell
                field={field}
                label={label === "" ? name : `${name}, ${label}`}
                values={valuesAt(data.entries, address)}
                open={open === key}
                onOpen={() => onOpen(open === key ? null : key)}
              />
            </td>
          );
        })}
      </tr>
      {edited === undefined ? null : (
        <tr className="editor-row">
          <td colSpan={cells.length + 1}>
            <ValueEditor
              key={open}
              formId={data.form.id}
              studyId={data.study.studyId}
              field={field}
              address={edited.address}
              label={edited.label === "" ? name : `${name}, ${edited.label}`}
              value={valuesAt(data.entries, edited.address)[0]}
              reports={data.reports}
              onClose={() => onOpen(null)}
            />
          </td>
        </tr>
      )}
    </>
  );
}

function AddPair(props: { readonly protocol: Protocol; readonly onAdd: (pair: Pair) => void }): JSX.Element {
  const { t, local } = useWords();
  const { outcomes, timepoints } = props.protocol;
  const [outcome, setOutcome] = useState(outcomes[0]?.id ?? "");
  const [timepoint, setTimepoint] = useState(timepoints[0]?.id ?? "");
  const ids = [useId(), useId()] as const;
  return (
    <div className="row" style={{ alignItems: "end" }}>
      <div className="field">
        <label htmlFor={ids[0]}>{t("outcome")}</label>
        <select
          id={ids[0]}
          className="input"
          value={outcome}
          onChange={(event) => setOutcome(event.currentTarget.value)}
        >
          {outcomes.map((one) => (
            <option key={one.id} value={one.id}>
              {local(one.label)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={ids[1]}>{t("timepoint")}</label>
        <select
          id={ids[1]}
          className="input"
          value={timepoint}
          onChange={(event) => setTimepoint(event.currentTarget.value)}
        >
          {timepoints.map((one) => (
            <option key={one.id} value={one.id}>
              {local(one.label)}
            </option>
          ))}
        </select>
      </div>
      <button
        type="button"
        className="button"
        disabled={outcome === "" || timepoint === ""}
        onClick={() => props.onAdd({ outcome, timepoint })}
      >
        {t("extract.add-pair")}
      </button>
    </div>
  );
}
