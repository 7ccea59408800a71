import { type JSX, useId, useState } from "react";
import type { DataSetEntry } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { Choice } from "./choice.tsx";
import { FALLBACK, type Specification, STRUCTURES, slug } from "./model-draft.ts";
import { labelOf, outcomesOf, roleOf } from "./roles.ts";
import { TypedInput } from "./typed-input.tsx";

interface FormProps {
  readonly dataSet: DataSetEntry;
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly specification: Specification;
  readonly onChange: (specification: Specification) => void;
}

const ESTIMATORS = [
  "model",
  "kenward-roger",
  "kenward-roger-linear",
  "empirical",
  "empirical-bias-reduced",
  "empirical-jackknife",
] as const;

/** The parts of a model as choices; the formula is typed and taken when it is left or Enter is pressed. */
export function ModelForm(props: FormProps): JSX.Element {
  const { t } = useWords();
  const id = useId();
  const { dataSet, specification, onChange, levels } = props;
  const change = (part: Partial<Specification>): void => onChange({ ...specification, ...part });
  const categories = dataSet.variables.filter(({ type }) => type === "category").map(({ name }) => name);
  const arms = levels[specification.arm] ?? [];
  const one = specification.structures.length === 1 ? specification.structures[0]! : "";
  const plan = one === "" ? specification.structures : FALLBACK;
  const outcomes = outcomesOf(dataSet).map(({ name, label }) => [name, label ?? name] as const);
  return (
    <Card>
      <div className="model-form">
        <Formula
          key={specification.formula}
          value={specification.formula}
          onChange={(formula) => change({ formula })}
        />
        <div className="field">
          <label htmlFor={`${id}-name`}>{t("model.id")}</label>
          <TypedInput
            id={`${id}-name`}
            label={t("model.id")}
            value={specification.id}
            describedBy={`${id}-name-help`}
            onTake={(name) => change({ id: slug(name) })}
          />
          <small id={`${id}-name-help`} className="soft">
            {t("model.name-help")}
          </small>
        </div>
        <Choice
          label={t("model.derive")}
          value={specification.derive?.outcome ?? ""}
          options={[["", t("model.derive-none")], ...outcomes]}
          onChange={(outcome) => onChange(derivedFrom(specification, outcome))}
        />
        <Choice
          label={t("model.arm")}
          value={specification.arm}
          options={categories.map((name) => [name, name])}
          onChange={(arm) => onChange(without({ ...specification, arm }, "reference"))}
        />
        <Choice
          label={t("model.reference")}
          value={specification.reference ?? arms[0] ?? ""}
          options={arms.map((name) => [name, name])}
          onChange={(reference) => change({ reference })}
        />
        <Choice
          label={t("model.structure")}
          value={one}
          options={[
            [
              "",
              t("model.first-that-fits", { count: plan.length, first: t(`structure.${plan[0] ?? "us"}`) }),
            ],
            ...STRUCTURES.map((id) => [id, t(`structure.${id}`)] as const),
          ]}
          onChange={(id) =>
            change({ structures: id === "" ? plan : [id as Specification["structures"][number]] })
          }
        />
        <Choice
          label={t("model.group")}
          value={specification.group ?? ""}
          options={[["", t("model.no-group")], ...categories.map((name) => [name, name] as const)]}
          onChange={(group) =>
            onChange(group === "" ? without(specification, "group") : { ...specification, group })
          }
        />
        <Choice
          label={t("model.likelihood")}
          value={specification.likelihood}
          options={[
            ["REML", "REML"],
            ["ML", "ML"],
          ]}
          onChange={(likelihood) => change({ likelihood: likelihood as Specification["likelihood"] })}
        />
        <Choice
          label={t("model.df")}
          value={specification.degreesOfFreedom}
          options={(["satterthwaite", "kenward-roger", "between-within", "residual"] as const).map((id) => [
            id,
            t(`df.${id}`),
          ])}
          onChange={(id) =>
            onChange(
              without(
                { ...specification, degreesOfFreedom: id as Specification["degreesOfFreedom"] },
                "covariance",
              ),
            )
          }
        />
        <Choice
          label={t("model.covariance-of")}
          value={specification.covariance ?? ""}
          options={[
            ["", t("model.covariance-usual")],
            ...ESTIMATORS.map((id) => [id, t(`estimator.${id}`)] as const),
          ]}
          onChange={(id) =>
            onChange(
              id === ""
                ? without(specification, "covariance")
                : { ...specification, covariance: id as NonNullable<Specification["covariance"]> },
            )
          }
        />
        <Choice
          label={t("model.effect")}
          value={specification.effectSize ?? "model-sd"}
          options={(["model-sd", "pooled-sd", "t"] as const).map((id) => [id, t(`divisor.${id}`)])}
          onChange={(id) => change({ effectSize: id as NonNullable<Specification["effectSize"]> })}
        />
      </div>
      <Visits {...props} />
      <Trials {...props} />
    </Card>
  );
}

function without(
  specification: Specification,
  key: "group" | "reference" | "derive" | "visits" | "only" | "covariance",
): Specification {
  const { [key]: _, ...rest } = specification;
  return rest;
}

/** Another outcome takes the formula with it. */
function derivedFrom(specification: Specification, outcome: string): Specification {
  if (outcome === "") return without(specification, "derive");
  const before = specification.derive?.outcome;
  const formula =
    before === undefined
      ? specification.formula
      : specification.formula
          .replaceAll(`${before}_change`, `${outcome}_change`)
          .replaceAll(`${before}_baseline`, `${outcome}_baseline`);
  const { derive } = specification;
  return {
    ...specification,
    derive: outcome === before && derive !== undefined ? derive : { outcome },
    formula,
  };
}

function Formula(props: { readonly value: string; readonly onChange: (value: string) => void }): JSX.Element {
  const { t } = useWords();
  const id = useId();
  const [text, setText] = useState(props.value);
  const take = (): void => {
    if (text.trim() !== "" && text !== props.value) props.onChange(text);
  };
  return (
    <form
      className="field wide"
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <label htmlFor={id}>{t("model.formula")}</label>
      <input
        id={id}
        className="input"
        spellCheck={false}
        value={text}
        aria-describedby={`${id}-help`}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={take}
      />
      <small id={`${id}-help`} className="soft">
        {t("model.formula-help")}
      </small>
    </form>
  );
}

function Visits({ levels, specification, onChange }: FormProps): JSX.Element {
  const { t } = useWords();
  const visits = levels[specification.visit] ?? [];
  const { derive } = specification;
  const baseline =
    derive === undefined || derive.baseline !== undefined ? null : (derive.baselineVisit ?? visits[0]);
  return (
    <Levels
      label={t("model.visits")}
      all={visits.filter((visit) => visit !== baseline)}
      chosen={specification.visits}
      onChange={(chosen) =>
        onChange(
          chosen === undefined ? without(specification, "visits") : { ...specification, visits: chosen },
        )
      }
    />
  );
}

function Trials({ dataSet, levels, specification, onChange }: FormProps): JSX.Element | null {
  const { t } = useWords();
  const trial = roleOf(dataSet, "trial")?.name;
  const outcome = specification.derive?.outcome;
  const lacking = useTrialsWithout(dataSet, trial === undefined ? undefined : outcome);
  if (trial === undefined) return null;
  const all = levels[trial] ?? [];
  const choose = (chosen: readonly string[] | undefined): void =>
    onChange(
      chosen === undefined ? without(specification, "only") : { ...specification, only: { [trial]: chosen } },
    );
  const chosen = specification.only?.[trial] ?? all;
  const empty = chosen.filter((one) => lacking.includes(one));
  const rest = chosen.filter((one) => !lacking.includes(one));
  return (
    <>
      <Levels label={t("model.trials")} all={all} chosen={specification.only?.[trial]} onChange={choose} />
      {empty.length === 0 || outcome === undefined ? null : (
        <p className="row">
          <span className="may">
            {t("model.without-outcome", { outcome: labelOf(dataSet, outcome), trials: empty.join(", ") })}
          </span>
          {rest.length === 0 ? null : (
            <button type="button" className="button" onClick={() => choose(rest)}>
              {t("model.only-with-outcome")}
            </button>
          )}
        </p>
      )}
    </>
  );
}

/** Trials in which nobody has the outcome after the baseline. */
function useTrialsWithout(dataSet: DataSetEntry, outcome: string | undefined): readonly string[] {
  const { data } = useAnswer(sources.participantFlow(dataSet.id, outcome), outcome !== undefined);
  return (data?.trials ?? []).flatMap(({ trial, arms }) =>
    trial !== null && arms.every(({ analysed }) => analysed === 0) ? [trial] : [],
  );
}

/** Categories to tick; all of them are the same as no choice, and the last one stays. */
function Levels(props: {
  readonly label: string;
  readonly all: readonly string[];
  readonly chosen: readonly string[] | undefined;
  readonly onChange: (chosen: readonly string[] | undefined) => void;
}): JSX.Element | null {
  const { label, all, onChange } = props;
  const chosen = props.chosen ?? all;
  if (all.length < 2) return null;
  return (
    <fieldset className="visits">
      <legend>{label}</legend>
      {all.map((level) => (
        <label key={level} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(level)}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              const next = all.filter((each) => (each === level ? checked : chosen.includes(each)));
              if (next.length > 0) onChange(next.length === all.length ? undefined : next);
            }}
          />
          {level}
        </label>
      ))}
    </fieldset>
  );
}
