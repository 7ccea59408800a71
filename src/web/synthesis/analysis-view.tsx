import { useQueryClient } from "@tanstack/react-query";
import { type JSX, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import type { AnalysisResponse } from "#contract";
import { type Source, sources, useAnswer } from "../api/queries.ts";
import type { AnalysisMaterial, Protocol } from "../api/types.ts";
import { Trouble } from "../app/error-screen.tsx";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { Loading } from "../parts/loading.tsx";
import { Card } from "../parts/page-head.tsx";
import { Segments } from "../parts/segments.tsx";
import { useNarrow } from "../parts/use-narrow.ts";
import { Foreseeing, useForesee } from "./foresight.tsx";
import { GroupsView } from "./groups-view.tsx";
import { useAfterPaint } from "./later.tsx";
import { MissingView } from "./missing-view.tsx";
import { ModelsView } from "./models-view.tsx";
import { NotIn } from "./not-in.tsx";
import { planTag } from "./plan-words.ts";
import { PlannedParts } from "./planned-parts.tsx";
import { type PlannedVariant, variantsOf } from "./planned-variants.ts";
import { Headline, Reading } from "./result-cards.tsx";
import { ResultView } from "./result-view.tsx";
import { saveNumbers } from "./save-numbers.ts";
import { SensitivityView } from "./sensitivity-view.tsx";
import { Sentence } from "./sentence.tsx";
import { type Shown, shownBy } from "./shown.ts";
import {
  type Change,
  type Foresee,
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
  const answer = useAnswer(materialFor(wanted, plan, analysis.id));
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
      <Foreseeing>
        <Analysis {...props} {...now} {...{ plan, search, setSearch, onChange }} />
      </Foreseeing>
    </>
  );
}

/** The studies and values of a specification's place. */
function materialFor(spec: Specification, plan: Specification, analysis: string): Source<AnalysisMaterial> {
  const unless = <T,>(value: T, as: T): T | undefined => (value === as ? undefined : value);
  return sources.analysisMaterial(analysis, {
    outcome: unless(spec.outcome, plan.outcome),
    timepoint: unless(spec.timepoint, plan.timepoint),
    needs: unless(needsOf(spec.measure), needsOf(plan.measure)),
  });
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
  const { variants, shownOf } = useShown(props);
  const onForesee = useForeseeing(props, shownOf);
  const shown = shownOf(material, spec);
  const { names, computed, variables, departed, nearest } = shown;
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
        part={planTag(nearest, words)}
        state={state}
        onCsv={() => saveNumbers({ computed, departed, variables, analysis: words.local(analysis.label) }, t)}
      />
      <PlannedParts
        {...{ variants, found: nearest }}
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
      <Sentence {...{ material, protocol, spec, plan, names, variables, onChange, onForesee }} />
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
          <Body {...props} shown={shown} view={view} />
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

/** What specifications show of a material, the same as before as long as the page knows the material. */
function useShown({ data, protocol }: AnalysisProps): {
  readonly variants: readonly PlannedVariant[];
  readonly shownOf: (material: AnalysisMaterial, spec: Specification) => Shown;
} {
  const words = useWords();
  const { analysis } = data.set;
  return useMemo(() => {
    const variants = variantsOf(analysis);
    const known = new WeakMap<AnalysisMaterial, (spec: Specification) => Shown>();
    const shownOf = (material: AnalysisMaterial, spec: Specification): Shown => {
      const of = known.get(material) ?? shownBy({ material, protocol, analysis, variants, words });
      known.set(material, of);
      return of(spec);
    };
    return { variants, shownOf };
  }, [protocol, analysis, words]);
}

/** The figures of so many studies are drawn within a frame. */
const AT_ONCE = 250;

/** Prepares what a change would show; the numbers of another place are fetched first. */
function useForeseeing(props: AnalysisProps, shownOf: ReturnType<typeof useShown>["shownOf"]): Foresee {
  const foresee = useForesee();
  const client = useQueryClient();
  const latest = useRef({ props, shownOf });
  const pointed = useRef<Parameters<Foresee>[0]>(null);
  useLayoutEffect(() => {
    latest.current = { props, shownOf };
  });
  return useCallback(
    (change) => {
      pointed.current = change;
      if (change === null) return foresee(null);
      foresee(find);
      function find(): Shown | null {
        const { spec, plan, data } = latest.current.props;
        const part = typeof change === "function" ? change(spec) : change;
        const next = readSpecification(writeSpecification({ ...spec, ...part }, plan), plan);
        const there = materialFor(next, plan, data.set.analysis.id);
        const material = client.getQueryData<AnalysisMaterial>(there.queryKey);
        if (material === undefined) {
          const again = (): void => {
            const fetched = client.getQueryData(there.queryKey) !== undefined;
            if (fetched && pointed.current === change) foresee(find);
          };
          void client.prefetchQuery(there).then(again);
          return null;
        }
        // Of more studies a part takes longer to prepare than a key may wait.
        return material.set.rows.length > AT_ONCE ? null : latest.current.shownOf(material, next);
      }
    },
    [foresee, client],
  );
}

/** The part of the page that follows the number: drawn when there is time, and never holding a key up. */
function Body(props: AnalysisProps & { readonly shown: Shown; readonly view: ViewId }): JSX.Element {
  const words = useWords();
  const { search, setSearch, protocol, data, readOnly, view } = props;
  const View = VIEWS[view];
  const shown = useAfterPaint(props.shown, props.shown.computed.effects.length <= AT_ONCE);
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
