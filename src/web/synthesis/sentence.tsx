import { type ComponentType, type JSX, memo, useMemo } from "react";
import type { AnalysisMaterial, Protocol } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { measureName, type Names } from "./forest.ts";
import { levels, Moderators, Studies } from "./sentence-lists.tsx";
import { Choosing, Word } from "./sentence-word.tsx";
import {
  atOutcome,
  atPlace,
  type Change,
  estimatesSpread,
  type Foresee,
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
  /** Something is pointed at that would change the specification, or nothing any more. */
  readonly onForesee: Foresee;
}

/** An analysis said in a few sentences; their underlined words are the controls. */
export const Sentence: ComponentType<SentenceProps> = memo(function Sentence(
  props: SentenceProps,
): JSX.Element {
  const { t } = useWords();
  const { names, onChange, onForesee } = props;
  const choosing = useMemo(() => ({ onChange, onForesee }), [onChange, onForesee]);
  return (
    <Choosing value={choosing}>
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
    </Choosing>
  );
});

/** Outcome, timepoint and measure: only those that some study has numbers for, and the plan's own. */
function Place(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { material, protocol, spec, plan } = props;
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
        change={(outcome) => (now) => atOutcome(now, outcome, places, plan)}
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
        change={(timepoint) => (now) => {
          const there = here.filter((place) => place.timepoint === timepoint);
          const same = there.find((place) => place.needs === needsOf(now.measure)) ?? there[0];
          return same === undefined ? { timepoint } : atPlace(now, same, plan);
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
  const { material, spec, plan } = props;
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
        change={(measure) => (now) => withMeasure(now, measure, plan)}
      />
    </>
  );
}

function Model(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { spec } = props;
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
        change={(model) => ({ model })}
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
              change={(tau2) => ({ tau2 })}
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
  const { spec } = props;
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
            change={(test) => ({ test })}
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
            change={(prediction) => ({ prediction })}
          />
        </>
      ) : null}
    </>
  );
}

function StudySet(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { spec, material } = props;
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
        change={(risk) => ({ risk })}
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
        change={(retracted) => ({ retracted })}
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
  const { spec } = props;
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
            change={(zeroAdd) => ({ zeroAdd })}
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
        change={(zeroTo) => ({ zeroTo })}
      />
      {t("say.double-zero")}{" "}
      <Word
        label={t("part.zeroDrop")}
        value={spec.zeroDrop}
        options={ZERO_DROP.map((id) => ({ id, label: words.named("zeroDrop", id) }))}
        change={(zeroDrop) => ({ zeroDrop })}
      />
    </>
  );
}

/** What studies are told apart by. */
function Differences(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { spec, variables } = props;
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
        change={(id) => ({ groups: id === NONE ? null : id })}
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
            change={(groupTau2) => ({ groupTau2 })}
          />
        </>
      )}
      {t("say.explained")} <Moderators {...props} />.
    </>
  );
}
