import { type JSX, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import type { AnalysisResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import type { AnalysisMaterial, Protocol } from "../api/types.ts";
import { Trouble } from "../app/error-screen.tsx";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { Loading } from "../parts/loading.tsx";
import { Card } from "../parts/page-head.tsx";
import { Segments } from "../parts/segments.tsx";
import { useNarrow } from "../parts/use-narrow.ts";
import { compute } from "./compute.ts";
import { measureName, namesOf } from "./forest.ts";
import { GroupsView } from "./groups-view.tsx";
import { useAfterPaint } from "./later.tsx";
import { MissingView } from "./missing-view.tsx";
import { ModelsView } from "./models-view.tsx";
import { NotIn } from "./not-in.tsx";
import { departures, exploratoryLabel, planTag } from "./plan-words.ts";
import { plannedCounts } from "./planned-counts.ts";
import { PlannedParts } from "./planned-parts.tsx";
import { nearestPlan, variantsOf, withPlannedKinds } from "./planned-variants.ts";
import { Headline, Reading } from "./result-cards.tsx";
import { ResultView } from "./result-view.tsx";
import { saveNumbers } from "./save-numbers.ts";
import { SensitivityView } from "./sensitivity-view.tsx";
import { Sentence } from "./sentence.tsx";
import {
  type Change,
  needsOf,
  planned,
  readSpecification,
  type Specification,
  writeSpecification,
} from "./specification.ts";
import { SpreadView } from "./spread-view.tsx";
import { StudyDialog } from "./study-dialog.tsx";
import { candidates } from "./study-set.ts";
import { PlanNotice, Toolbar } from "./toolbar.tsx";
import { problemInWords } from "./trouble.ts";
import { variablesOf } from "./variables.ts";
import type { ViewProps } from "./view-props.ts";

const VIEWS = {
  result: ResultView,
  spread: SpreadView,
  sensitivity: SensitivityView,
  groups: GroupsView,
  missing: MissingView,
  models: ModelsView,
} as const;
type ViewId = keyof typeof VIEWS;
/** What the views themselves keep in the address. */
const VIEW_PARAMETERS = [
  ...["part", "order", "apart", "trim", "filled", "predictor"],
  ...["family", "effects", "side", "cuts", "span", "places", "rho", "outer"],
] as const;
const VIEW_IDS = Object.keys(VIEWS) as readonly ViewId[];

/** One planned analysis, computed here as the reader changes its words. */
export function AnalysisView(props: {
  readonly data: AnalysisResponse;
  readonly protocol: Protocol;
  readonly readOnly: boolean;
}): JSX.Element {
  const { analysis } = props.data.set;
  const [search, setSearch] = useSearchState();
  const plan = useMemo(() => planned(analysis), [analysis]);
  const wanted = readSpecification(search, plan);
  const unless = <T,>(value: T, as: T): T | undefined => (value === as ? undefined : value);
  const answer = useAnswer(
    sources.analysisMaterial(analysis.id, {
      outcome: unless(wanted.outcome, plan.outcome),
      timepoint: unless(wanted.timepoint, plan.timepoint),
      needs: unless(needsOf(wanted.measure), needsOf(plan.measure)),
    }),
  );
  const key = JSON.stringify(wanted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the specification is compared by value
  const spec = useMemo(() => wanted, [key]);
  const onChange = useChange(spec, plan, setSearch);
  const settled = useRef<{ readonly material: AnalysisMaterial; readonly spec: Specification }>(undefined);
  useEffect(() => {
    if (answer.data !== undefined) settled.current = { material: answer.data, spec };
  }, [answer.data, spec]);
  // What belongs together stays in view until the numbers of another place are there.
  const now = answer.data === undefined ? settled.current : { material: answer.data, spec };
  if (now === undefined) {
    return answer.error === null ? <Loading /> : <Trouble error={answer.error} retry={answer.retry} />;
  }
  return (
    <>
      {answer.error === null || answer.data !== undefined ? null : (
        <Trouble error={answer.error} retry={answer.retry} />
      )}
      <Analysis {...props} {...now} plan={plan} search={search} setSearch={setSearch} onChange={onChange} />
    </>
  );
}

/** Changes the specification of the address, whichever it is by then; the same function as long as it lives. */
function useChange(
  spec: Specification,
  plan: Specification,
  setSearch: ReturnType<typeof useSearchState>[1],
): Change {
  const latest = useRef({ spec, plan, setSearch });
  useLayoutEffect(() => {
    latest.current = { spec, plan, setSearch };
  });
  return useCallback((change) => {
    const now = latest.current;
    const part = typeof change === "function" ? change(now.spec) : change;
    now.setSearch(writeSpecification({ ...now.spec, ...part }, now.plan));
  }, []);
}

type AnalysisProps = Pick<ViewProps, "material" | "search" | "setSearch"> & {
  readonly data: AnalysisResponse;
  readonly protocol: Protocol;
  readonly readOnly: boolean;
  readonly spec: Specification;
  readonly plan: Specification;
  readonly onChange: Change;
};

function Analysis(props: AnalysisProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { data, protocol, material, spec, plan, search, setSearch, onChange } = props;
  const { analysis } = data.set;
  const parts = useParts(props);
  const { names, computed, variables, departed, variants, found } = parts;
  const view = VIEW_IDS.find((id) => id === search["view"]) ?? "result";
  const exploratory = departed.length > 0;
  const state = useRef<HTMLSpanElement>(null);
  const narrow = useNarrow(760);
  const headline = <Headline {...{ computed, names, exploratory }} />;
  const opened = candidates(material, spec).find(({ row }) => row.studyId === search["study"]);
  return (
    <>
      <Toolbar
        {...props}
        departed={departed}
        part={planTag(found, words)}
        state={state}
        onCsv={() => saveNumbers({ computed, departed, variables, analysis: words.local(analysis.label) }, t)}
      />
      <PlannedParts
        {...{ variants, found }}
        follows={!exploratory}
        outcome={data.outcome}
        onChoose={(variant) => {
          onChange(variant.spec);
          if (variant.spec.counts !== null) setSearch({ view: "models", part: undefined });
        }}
      />
      <PlanNotice
        departed={departed}
        onRestore={() => {
          onChange(plan);
          // The button goes with the notice; what it did is said by the tag.
          state.current?.focus();
        }}
        onCounts={() => setSearch({ view: "models", part: undefined })}
      />
      <Sentence {...{ material, protocol, spec, plan, names, variables, onChange }} />
      <Problems {...props} />
      <div className="views">
        <Segments
          label={t("synthesis.view")}
          value={view}
          options={VIEW_IDS.map((id) => ({ id, label: words.named("synthesis.view", id) }))}
          onChange={(next) => setSearch({ view: next === "result" ? undefined : next })}
        />
      </div>
      {narrow ? <div className="headline">{headline}</div> : null}
      <div className="two">
        <div className="stack">
          <Body {...props} parts={parts} view={view} />
        </div>
        <div className="stack">
          {narrow ? null : headline}
          <Reading {...{ computed, names, exploratory }} />
          <NotIn material={material} computed={computed} />
          {analysis.note === undefined ? null : (
            <Card title={t("plan.note")}>
              <p className="prose">{words.local(analysis.note)}</p>
            </Card>
          )}
        </div>
      </div>
      <StudyDialog candidate={opened} computed={computed} onClose={() => setSearch({ study: undefined })} />
    </>
  );
}

/** What follows from the material and the specification. */
function useParts({ data, protocol, material, spec }: AnalysisProps) {
  const words = useWords();
  const { analysis } = data.set;
  const names = useMemo(() => namesOf(protocol, analysis, spec, words), [protocol, analysis, spec, words]);
  const computed = useMemo(() => compute(material, spec), [material, spec]);
  const variables = useMemo(
    () =>
      withPlannedKinds(variablesOf(material, [...material.set.rows, ...material.retracted], words), analysis),
    [material, words, analysis],
  );
  const variants = useMemo(() => variantsOf(analysis), [analysis]);
  const found = useMemo(() => nearestPlan(spec, variants), [spec, variants]);
  const departed = useMemo(
    () =>
      departures(spec, found.spec, {
        words,
        variants,
        protocol,
        variables,
        studies: new Map([...material.studies, ...material.set.rows].map((one) => [one.studyId, one.label])),
        measure: ({ measure }) => measureName(analysis, measure, words),
      }),
    [spec, found, variants, words, protocol, variables, material, analysis],
  );
  return { names, computed, variables, departed, variants, found };
}

/** The figures of so many studies are drawn within a frame. */
const AT_ONCE = 250;

/** The part of the page that follows the number: drawn when there is time, and never holding a key up. */
function Body(
  props: AnalysisProps & { readonly parts: ReturnType<typeof useParts>; readonly view: ViewId },
): JSX.Element {
  const words = useWords();
  const { material, search, setSearch, protocol, data, readOnly, view } = props;
  const { names, computed, variables, departed, variants } = props.parts;
  const View = VIEWS[view];
  const shown = useAfterPaint(
    useMemo(
      () => ({
        ...{ computed, names, material, variables, label: exploratoryLabel(departed, words) },
        plannedCounts: plannedCounts(computed.spec, variants),
      }),
      [computed, names, material, variables, departed, variants, words],
    ),
    computed.effects.length <= AT_ONCE,
  );
  const own = JSON.stringify(VIEW_PARAMETERS.map((name) => search[name] ?? null));
  const file = words.local(data.set.analysis.label);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the address, a view reads its own part alone
  return useMemo(
    () => (
      <View {...shown} {...{ search, setSearch, file, readOnly, protocol }} outcomes={protocol.outcomes} />
    ),
    [shown, own, View, protocol, file, readOnly],
  );
}

/** What has to be settled about the numbers of this place. */
function Problems({ data, material, spec, plan }: AnalysisProps): JSX.Element {
  const words = useWords();
  const here = spec.outcome === plan.outcome && spec.timepoint === plan.timepoint;
  const list = here ? data.outcome.problems : material.set.problems;
  return (
    <>
      {list.map((problem) => (
        <p key={`${problem.field ?? ""} ${problem.message}`} className="banner">
          {problemInWords(problem, material, words)}
        </p>
      ))}
    </>
  );
}
