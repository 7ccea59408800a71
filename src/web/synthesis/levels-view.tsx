import { useQueries } from "@tanstack/react-query";
import { type JSX, useMemo } from "react";
import { formatInterval } from "#figures";
import type { MultilevelCoefficient } from "#synthesis";
import { sources } from "../api/queries.ts";
import type { AnalysisPlace } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { favoured, mayBeNothing } from "./agreement.ts";
import { useBackgroundWork } from "./background-work.ts";
import { levelsLines } from "./export-models.ts";
import { useKeptModel } from "./kept-models.ts";
import { LabelledSegments } from "./labelled-segments.tsx";
import {
  chosenPlaces,
  effectsAt,
  levelsJob,
  type PlacedEffect,
  placeKey,
  placesOf,
  type Span,
  spansFor,
} from "./levels.ts";
import type { LevelsFound, LevelsJob } from "./long-job.types.ts";
import { NumbersTable } from "./numbers-table.tsx";
import { pAlone } from "./p-value.ts";
import { ReadingCard } from "./reading-card.tsx";
import { Remarks } from "./remarks.tsx";
import { TroubleText } from "./said-text.tsx";
import { shownValue } from "./specification.ts";
import { groupingVariables } from "./variables.ts";
import type { ViewProps } from "./view-props.ts";
import { Waiting } from "./waiting.tsx";

const CORRELATIONS = ["0", "0.3", "0.5", "0.7", "0.9"] as const;

const usualSpan: Span = "timepoints";

/** What the reader chose of this part, from the address. */
function useChoices({ computed, material, outcomes, search, variables }: ViewProps) {
  const { spec } = computed;
  const spans = spansFor(spec);
  const span = spans.find((one) => one === search["span"]) ?? usualSpan;
  const rho = CORRELATIONS.find((one) => one === search["rho"]) ?? "0.5";
  const offered = groupingVariables(variables);
  const outer = offered.find(({ id }) => id === search["outer"]) ?? null;
  const gathered = useMemo(() => placesOf(material, spec, outcomes, span), [material, spec, outcomes, span]);
  const ticked = search["places"];
  const places = useMemo(() => chosenPlaces(gathered.places, spec, ticked), [gathered, spec, ticked]);
  return { spans, span, rho, offered, outer, gathered, places };
}

/** All effects of a study instead of one: those of one study are alike. */
export function Levels(props: ViewProps): JSX.Element {
  const { t } = useWords();
  const choices = useChoices(props);
  const { outer, gathered, places } = choices;
  const rho = Number(choices.rho);
  const found = useGathered(props, places);
  const levels = [
    ...(outer === null ? [] : [t("levels.between-outer", { outer: outer.label })]),
    t("level.study"),
    t("level.effect"),
  ];
  const job = found === null ? null : levelsJob(found, outer, rho, levels);
  const key = job === null ? "" : JSON.stringify({ ...job, y: [...job.y], v: [...job.v] });
  const state = useBackgroundWork(key, job);
  const result = state.is === "done" && job !== null ? (state.found as LevelsFound) : null;
  const chosen = {
    span: choices.span,
    places: places.map(({ outcome, timepoint }) => `${outcome}, ${timepoint}`),
    outer: outer?.id ?? null,
  };
  useKeptModel(props.computed, "levels", result === null ? null : () => levelsLines(result, job!, chosen));
  return (
    <>
      <Choices {...props} choices={choices} />
      {found !== null && job === null ? (
        <Card>
          <p className="soft">{t("levels.single")}</p>
        </Card>
      ) : (
        <Waiting title={t("models.levels")} state={state} />
      )}
      {result === null ? null : (
        <Results {...props} found={result} job={job!} turned={gathered.turned} rho={rho} />
      )}
    </>
  );
}

function Choices(props: ViewProps & { readonly choices: ReturnType<typeof useChoices> }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { choices, setSearch } = props;
  const { spans, span, rho, offered, outer, gathered, places } = choices;
  return (
    <Card title={t("models.levels")}>
      <p className="prose">{t("levels.explain")}</p>
      <div className="choices">
        <LabelledSegments
          label={t("levels.span")}
          value={span}
          options={spans.map((id) => ({ id, label: words.named("span", id) }))}
          onChange={(next) => setSearch({ span: next === usualSpan ? undefined : next, places: undefined })}
        />
        <LabelledSegments
          label={t("levels.rho")}
          value={rho}
          options={CORRELATIONS.map((id) => ({ id, label: `r = ${words.number(Number(id), 1)}` }))}
          onChange={(next) => setSearch({ rho: next === "0.5" ? undefined : next })}
        />
      </div>
      <Places {...props} offered={gathered.places} chosen={places} />
      {offered.length === 0 ? null : (
        <div className="field narrow spaced">
          <label htmlFor="levels-outer">{t("levels.outer")}</label>
          <select
            id="levels-outer"
            className="input"
            value={outer?.id ?? ""}
            onChange={(event) => setSearch({ outer: event.currentTarget.value || undefined })}
          >
            <option value="">{t("levels.outer-none")}</option>
            {offered.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </div>
      )}
    </Card>
  );
}

/** The places to tick whose effects enter. */
function Places(
  props: ViewProps & {
    readonly offered: readonly AnalysisPlace[];
    readonly chosen: readonly AnalysisPlace[];
  },
): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { offered, chosen, protocol, setSearch } = props;
  const label = (
    list: readonly { id: string; label: { en: string; nb?: string | undefined } }[],
    id: string,
  ): string => words.local(list.find((one) => one.id === id)?.label ?? { en: id });
  const change = (place: AnalysisPlace, enters: boolean): void => {
    const next = offered.filter((one) => (one === place ? enters : chosen.includes(one)));
    setSearch({ places: next.length === 0 ? "none" : next.map(placeKey).join(",") });
  };
  return (
    <fieldset className="places">
      <legend className="soft">{t("levels.places")}</legend>
      {offered.map((place) => (
        <label key={placeKey(place)} className="plain-check">
          <input
            type="checkbox"
            checked={chosen.includes(place)}
            onChange={(event) => change(place, event.currentTarget.checked)}
          />
          <span>
            {label(protocol.outcomes, place.outcome)}, {label(protocol.timepoints, place.timepoint)}{" "}
            <small className="soft">{t("say.count", { count: place.rows })}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** The effects of all places, once their numbers are here; null until then. */
function useGathered(
  { computed, material }: ViewProps,
  places: readonly AnalysisPlace[],
): readonly PlacedEffect[] | null {
  const { spec } = computed;
  const { analysis } = material.set;
  const isHere = (place: AnalysisPlace): boolean =>
    place.outcome === spec.outcome && place.timepoint === spec.timepoint;
  const others = places.filter((place) => !isHere(place));
  const answers = useQueries({
    queries: others.map(({ outcome, timepoint, needs }) =>
      sources.analysisMaterial(analysis.id, { outcome, timepoint, needs }),
    ),
  });
  const all = answers.map(({ data }) => data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: answers are compared one by one
  return useMemo(() => {
    if (all.includes(undefined)) return null;
    return places.flatMap((place) =>
      effectsAt(isHere(place) ? material : all[others.indexOf(place)]!, place, spec),
    );
  }, [material, spec, places, ...all]);
}

interface ResultsProps extends ViewProps {
  readonly found: LevelsFound;
  readonly job: LevelsJob;
  readonly turned: readonly string[];
  readonly rho: number;
}

function Results(props: ResultsProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { found, job, names, turned, outcomes, rho } = props;
  const { fit, robust } = found;
  const mean = "code" in robust ? fit.coefficients[0]! : robust.coefficients[0]!;
  const studies = new Set(job.study).size;
  const named = turned.map((id) => words.local(outcomes.find((one) => one.id === id)?.label ?? { en: id }));
  return (
    <>
      <Remarks list={[...fit.remarks, ...("code" in robust ? [] : robust.remarks)]} />
      <Means {...props} />
      <Components {...props} />
      <ReadingCard
        title={t("models.words")}
        says={[
          t(mayBeNothing(mean) ? "levels.open" : "levels.clear", {
            effects: job.y.length,
            studies,
            group: favoured(mean.estimate, names),
          }),
        ]}
        not={[
          t("levels.assumed", { rho: words.number(rho, 1) }),
          ...(named.length === 0 ? [] : [t("levels.turned", { outcomes: named.join("; ") })]),
          t("levels.not"),
          t("models.exploratory"),
        ]}
      />
    </>
  );
}

function Means({ found, computed }: ResultsProps): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const show = (value: number): number => shownValue(computed.spec.measure, value);
  const { pooled } = computed;
  const cells = (one: MultilevelCoefficient): readonly string[] => [
    words.number(show(one.estimate), 2),
    formatInterval(show(one.ciLow), show(one.ciHigh), { digits: 2, language }),
    one.df === null ? "–" : words.number(one.df, 1),
    pAlone(one.p, words),
  ];
  const { robust, fit } = found;
  return (
    <NumbersTable
      title={t("levels.mean")}
      first={t("part.model")}
      columns={[
        { id: "pooled", label: t("synthesis.pooled") },
        { id: "interval", label: t("synthesis.interval") },
        { id: "df", label: t("levels.df") },
        { id: "p", label: "p" },
      ]}
      rows={[
        ...(pooled === null
          ? []
          : [
              {
                id: "one",
                head: t("levels.one", { count: pooled.k }),
                cells: [
                  words.number(show(pooled.estimate), 2),
                  formatInterval(show(pooled.ciLow), show(pooled.ciHigh), { digits: 2, language }),
                  pooled.df === null ? "–" : words.number(pooled.df, 1),
                  pAlone(pooled.p, words),
                ],
              },
            ]),
        { id: "model", head: t("levels.model", { count: fit.k }), cells: cells(fit.coefficients[0]!) },
        {
          id: "robust",
          head: t("levels.robust"),
          ...("code" in robust
            ? { refused: <TroubleText why={robust} /> }
            : { cells: cells(robust.coefficients[0]!) }),
        },
      ]}
    >
      <p className="foot">{t("levels.robust-note")}</p>
    </NumbersTable>
  );
}

function Components({ found, job }: ResultsProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { components, i2 } = found.fit;
  return (
    <NumbersTable
      title={t("levels.spread")}
      first={t("levels.level")}
      columns={[
        { id: "variance", label: t("levels.variance") },
        { id: "root", label: "τ" },
        { id: "share", label: "I²" },
      ]}
      rows={components.map(({ name, value }, at) => ({
        id: name,
        head: job.names[at] ?? name,
        cells: [
          value === null ? t("not-defined") : words.number(value, 3),
          value === null ? "–" : words.number(Math.sqrt(value), 3),
          i2.parts[at] == null ? "–" : words.percent(i2.parts[at]),
        ],
      }))}
    >
      <p className="foot">{i2.total === null ? "" : t("levels.total", { share: words.percent(i2.total) })}</p>
    </NumbersTable>
  );
}
