import { type ComponentType, type JSX, memo } from "react";
import type { AnalysisMaterial, Protocol } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { measureName, type Names } from "./forest.ts";
import { levels, Moderators, Studies } from "./sentence-lists.tsx";
import { Word } from "./sentence-word.tsx";
import {
  atOutcome,
  atPlace,
  type Change,
  estimatesSpread,
  hasZeroRule,
  isInverseVariance,
  MEASURES,
  METHODS,
  modelsFor,
  needsOf,
  PREDICTIONS,
  RETRACTED,
  RISKS,
  SPREADS,
  type Specification,
  TESTS,
  withMeasure,
  ZERO_ADD,
  ZERO_DROP,
  ZERO_TO,
} from "./specification.ts";
import { groupingVariables, type Variable } from "./variables.ts";

export interface SentenceProps {
  readonly material: AnalysisMaterial;
  readonly protocol: Protocol;
  readonly spec: Specification;
  readonly plan: Specification;
  readonly names: Names;
  readonly variables: readonly Variable[];
  readonly onChange: Change;
}

/** An analysis said in a few sentences; their underlined words are the controls. */
export const Sentence: ComponentType<SentenceProps> = memo(function Sentence(
  props: SentenceProps,
): JSX.Element {
  const { t } = useWords();
  const { names } = props;
  return (
    <div className="say">
      <p>
        {t("say.effect")} <b>{names.experimental}</b> {t("say.against")} <b>{names.comparator}</b>{" "}
        <Place {...props} />
        <Model {...props} />
      </p>
      <p>
        <StudySet {...props} />
      </p>
      <p>
        <Differences {...props} />
      </p>
    </div>
  );
});

/** Outcome, timepoint and measure: only those that some study has numbers for, and the plan's own. */
function Place(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { material, protocol, spec, plan, onChange } = props;
  const { places } = material;
  const here = places.filter((place) => place.outcome === spec.outcome);
  const outcomes = protocol.outcomes.filter(
    ({ id }) => id === spec.outcome || id === plan.outcome || places.some((place) => place.outcome === id),
  );
  const timepoints = protocol.timepoints.filter(
    ({ id }) => id === spec.timepoint || here.some((place) => place.timepoint === id),
  );
  const count = (rows: number | undefined): string => t("say.count", { count: rows ?? 0 });
  const most = (list: typeof places): number | undefined =>
    list.length === 0 ? undefined : Math.max(...list.map((place) => place.rows));
  return (
    <>
      {t("say.on")}{" "}
      <Word
        label={t("pick.outcome")}
        value={spec.outcome}
        options={outcomes.map((one) => ({
          id: one.id,
          label: words.local(one.label),
          detail: count(most(places.filter((place) => place.outcome === one.id))),
        }))}
        onChange={(outcome) => onChange((now) => atOutcome(now, outcome, places, plan))}
      />
      {t("say.at")}{" "}
      <Word
        label={t("pick.timepoint")}
        value={spec.timepoint}
        options={timepoints.map((one) => ({
          id: one.id,
          label: words.local(one.label),
          detail: count(most(here.filter((place) => place.timepoint === one.id))),
        }))}
        onChange={(timepoint) => {
          const there = here.filter((place) => place.timepoint === timepoint);
          onChange((now) => {
            const same = there.find((place) => place.needs === needsOf(now.measure)) ?? there[0];
            return same === undefined ? { timepoint } : atPlace(now, same, plan);
          });
        }}
      />
      <Measure {...props} />
    </>
  );
}

/** The measures that the numbers of the place allow. */
function Measure(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { material, spec, plan, onChange } = props;
  const here = material.places.filter((place) => place.outcome === spec.outcome);
  const kinds = new Set([
    ...here.filter((place) => place.timepoint === spec.timepoint).map((place) => place.needs),
    needsOf(spec.measure),
  ]);
  const measures = (Object.keys(MEASURES) as (keyof typeof MEASURES)[])
    .filter((needs) => kinds.has(needs))
    .flatMap((needs) => [...MEASURES[needs]]);
  return (
    <>
      {t("say.as")}{" "}
      <Word
        label={t("pick.measure")}
        value={spec.measure}
        options={measures.map((id) => ({
          id,
          label: measureName(material.set.analysis, id, words),
          detail: words.named("measure-detail", id, ""),
        }))}
        onChange={(measure) => onChange((now) => withMeasure(now, measure, plan))}
      />
    </>
  );
}

function Model(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { spec, onChange } = props;
  return (
    <>
      {t("say.pooled")}{" "}
      <Word
        label={t("pick.model")}
        value={spec.model}
        options={modelsFor(spec.measure).map((id) => ({
          id,
          label: words.named("model-word", id),
          detail: words.named("model-detail", id),
        }))}
        onChange={(model) => onChange({ model })}
      />
      {estimatesSpread(spec) ? (
        <>
          {" "}
          <span className="together">
            {"("}
            <Word
              label={t("pick.tau2")}
              value={spec.tau2}
              options={METHODS.map((id) => ({ id, label: id, detail: words.named("tau2", id) }))}
              onChange={(tau2) => onChange({ tau2 })}
            />
            {")"}
          </span>
        </>
      ) : null}
      <Intervals {...props} />.
    </>
  );
}

/** How far the intervals reach: of the mean, and of a new study. */
function Intervals(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { spec, onChange } = props;
  return (
    <>
      {isInverseVariance(spec) ? (
        <>
          {" "}
          {t("say.with")}{" "}
          <Word
            label={t("pick.test")}
            value={spec.test}
            options={TESTS.map((id) => ({
              id,
              label: words.named("test", id),
              detail: words.named("test-detail", id),
            }))}
            onChange={(test) => onChange({ test })}
          />
          {t("say.intervals")}
        </>
      ) : null}
      {spec.model === "random" ? (
        <>
          {" "}
          {t("say.and")}{" "}
          <Word
            label={t("pick.prediction")}
            value={spec.prediction}
            options={PREDICTIONS.map((id) => ({
              id,
              label: words.named("prediction", id),
              detail: words.named("prediction-detail", id),
            }))}
            onChange={(prediction) => onChange({ prediction })}
          />
        </>
      ) : null}
    </>
  );
}

function StudySet(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { spec, onChange, material } = props;
  return (
    <>
      {t("say.over")} <Studies {...props} /> {t("say.with-risk")}{" "}
      <Word
        label={t("pick.risk")}
        value={spec.risk}
        options={RISKS.map((id) => ({
          id,
          label: words.named("risk", id),
          detail: words.named("risk-detail", id),
        }))}
        onChange={(risk) => onChange({ risk })}
      />
      {t("say.retracted")}{" "}
      <Word
        label={t("pick.retracted")}
        value={spec.retracted}
        options={RETRACTED.map((id) => ({
          id,
          label: words.named("retracted", id),
          detail:
            id === "flagged"
              ? t("say.retracted-rows", { count: material.retracted.length })
              : words.named("retracted-detail", id),
        }))}
        onChange={(retracted) => onChange({ retracted })}
      />
      <EmptyCells {...props} />.
    </>
  );
}

const NONE = "";

/** What is added to empty cells, and where. */
function EmptyCells(props: SentenceProps): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { spec, onChange } = props;
  if (!hasZeroRule(spec)) return null;
  const amounts = ZERO_ADD.includes(spec.zeroAdd) ? ZERO_ADD : [spec.zeroAdd, ...ZERO_ADD];
  return (
    <>
      {t("say.empty")}{" "}
      {spec.zeroTo === "none" ? null : (
        <>
          <Word
            label={t("part.zeroAdd")}
            value={spec.zeroAdd}
            options={amounts.map((id) => ({ id, label: words.named("zeroAdd", id) }))}
            onChange={(zeroAdd) => onChange({ zeroAdd })}
          />{" "}
        </>
      )}
      <Word
        label={t("part.zeroTo")}
        value={spec.zeroTo}
        options={ZERO_TO.map((id) => ({
          id,
          label: words.named("zero-word", id),
          detail: words.named("zero-detail", id),
        }))}
        onChange={(zeroTo) => onChange({ zeroTo })}
      />
      {t("say.double-zero")}{" "}
      <Word
        label={t("part.zeroDrop")}
        value={spec.zeroDrop}
        options={ZERO_DROP.map((id) => ({ id, label: words.named("zeroDrop", id) }))}
        onChange={(zeroDrop) => onChange({ zeroDrop })}
      />
    </>
  );
}

/** What studies are told apart by. */
function Differences(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { spec, variables, onChange } = props;
  const groups = groupingVariables(variables);
  const known = variables.find((one) => one.id === spec.groups);
  const offered = known === undefined || groups.includes(known) ? groups : [known, ...groups];
  return (
    <>
      {t("say.grouped")}{" "}
      <Word
        label={t("pick.groups")}
        value={spec.groups ?? NONE}
        options={[
          { id: NONE, label: t("say.no-groups") },
          ...offered.map((one) => ({ id: one.id, label: one.label.toLowerCase(), detail: levels(one) })),
        ]}
        onChange={(id) => onChange({ groups: id === NONE ? null : id })}
      />
      {spec.groups === null ? null : (
        <>
          {", "}
          <Word
            label={t("pick.group-tau2")}
            value={spec.groupTau2}
            options={SPREADS.map((id) => ({
              id,
              label: words.named("group-tau2", id),
              detail: words.named("group-tau2-detail", id),
            }))}
            onChange={(groupTau2) => onChange({ groupTau2 })}
          />
        </>
      )}
      {t("say.explained")} <Moderators {...props} />.
    </>
  );
}
