import type { JSX } from "react";
import { formatInterval, formatP } from "#figures";
import type { SearchState } from "../app/search-state.ts";
import { useWords, type Words } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { agreement } from "./agreement.ts";
import { useBackgroundWork, workAhead } from "./background-work.ts";
import { selectionLines } from "./export-models.ts";
import { useForeseen } from "./foresight.tsx";
import { useKeptModel } from "./kept-models.ts";
import { LabelledSegments } from "./labelled-segments.tsx";
import type { SelectionFound, SelectionJob } from "./long-job.types.ts";
import { NumbersTable } from "./numbers-table.tsx";
import { pAlone } from "./p-value.ts";
import { ReadingCard } from "./reading-card.tsx";
import { isTruncated, SEEN_AT } from "./run-models.ts";
import { TroubleText } from "./said-text.tsx";
import type { Shown } from "./shown.ts";
import { shownValue } from "./specification.ts";
import type { ViewProps } from "./view-props.ts";
import { Waiting } from "./waiting.tsx";

const SIDES = ["less", "greater", "two.sided"] as const;
/** Cut points of the step function, by their name in the address. */
const CUTS = { "0.025": [0.025], "0.025-0.5": [0.025, 0.5], "0.01-0.05-0.5": [0.01, 0.05, 0.5] } as const;
type Cuts = keyof typeof CUTS;
const CUT_IDS = Object.keys(CUTS) as readonly Cuts[];
/** Below this many studies the selection can hardly be estimated: our own caution. */
const FEW = 20;

/** What the effect would be if studies were seen by their p values. */
export function Selection(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, search, setSearch } = props;
  const { usual, alternative, cuts, job, key } = chosenOf(props, search);
  const state = useBackgroundWork(key, job);
  useForeseen((next) => {
    const ahead = chosenOf(next, search);
    workAhead(ahead.key, ahead.job);
  });
  const found = state.is === "done" && job !== null ? (state.found as SelectionFound) : null;
  useKeptModel(computed, "selection", found === null ? null : () => selectionLines(found, job!));
  const title = t("models.selection");
  return (
    <>
      <Card title={title}>
        <p className="prose">{t("selection.explain")}</p>
        <div className="choices">
          <LabelledSegments
            label={t("selection.side")}
            value={alternative}
            options={SIDES.map((id) => ({ id, label: words.named("side-word", id) }))}
            onChange={(next) => setSearch({ side: next === usual ? undefined : next })}
          />
          <LabelledSegments
            label={t("selection.cuts")}
            value={cuts}
            options={CUT_IDS.map((id) => ({
              id,
              label: CUTS[id].map((one) => pText(one, words)).join("; "),
            }))}
            onChange={(next) => setSearch({ cuts: next === "0.025" ? undefined : next })}
          />
        </div>
      </Card>
      {job === null ? (
        <Card>
          <p className="soft">{t("trouble.too-few-studies")}</p>
        </Card>
      ) : (
        <Waiting title={title} state={state} />
      )}
      {found === null ? null : <Results {...props} found={found} />}
    </>
  );
}

/** What the address says, and otherwise what goes with what is shown; and the work on it. */
function chosenOf({ computed, names }: Shown, search: SearchState) {
  const { y, v, spec } = computed;
  const usual = names.lowIsBetter ? "less" : "greater";
  const alternative = SIDES.find((one) => one === search["side"]) ?? usual;
  const cuts = CUT_IDS.find((one) => one === search["cuts"]) ?? "0.025";
  const effects = spec.model === "random" || spec.model === "mh-random" ? "random" : "common";
  const job: SelectionJob | null =
    y.length < 2 ? null : { kind: "selection", y, v, effects, alternative, steps: CUTS[cuts] };
  return { usual, alternative, cuts, job, key: JSON.stringify([[...y], [...v], effects, alternative, cuts]) };
}

const pText = (p: number, words: Words): string => words.number(p, p < 0.01 || p === 0.025 ? 3 : 2);

function Results(props: ViewProps & { readonly found: SelectionFound }): JSX.Element {
  return (
    <>
      <Adjusted {...props} />
      <Seen found={props.found} />
      <Truncations {...props} />
      <Said {...props} />
    </>
  );
}

/** The chance of being seen under the shapes that go by the p value. */
function Seen({ found }: { readonly found: SelectionFound }): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const shapes = found.shapes.filter(({ shape }) => !isTruncated(shape));
  if (shapes.every(({ weights }) => weights.length === 0)) return null;
  return (
    <NumbersTable
      title={t("selection.seen")}
      first="p"
      columns={shapes.map(({ shape }) => ({ id: shape, label: words.named("shape", shape) }))}
      rows={SEEN_AT.map((p, at) => ({
        id: String(p),
        head: pText(p, words),
        cells: shapes.map(({ weights }) => (weights[at] === undefined ? "–" : words.number(weights[at], 2))),
      }))}
    >
      <p className="foot">{t("selection.seen-note", { p: pText(SEEN_AT[0]!, words) })}</p>
    </NumbersTable>
  );
}

/** Of the shapes that go by the effect: where the cut is, who lies on which side of it, and the chance beyond. */
function Truncations(props: ViewProps & { readonly found: SelectionFound }): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { found, computed } = props;
  const shapes = found.shapes.filter(({ shape }) => isTruncated(shape));
  // Why there are none stands in the table of effects.
  if (shapes.every(({ found: one }) => "code" in one)) return null;
  return (
    <NumbersTable
      title={t("selection.truncation")}
      first={t("selection.shape")}
      columns={[
        { id: "cut", label: t("selection.cut") },
        { id: "favoured", label: t("selection.favoured") },
        { id: "other", label: t("selection.other") },
        { id: "chance", label: t("selection.chance") },
        { id: "se", label: "SE" },
      ]}
      rows={shapes.map(({ shape, found: one }) => ({
        id: shape,
        head: words.named("shape", shape),
        ...("code" in one || one.cut === null
          ? { refused: "code" in one ? <TroubleText why={one} /> : "–" }
          : {
              cells: [
                words.number(shownValue(computed.spec.measure, one.cut.effect), 2),
                words.number(one.cut.favoured),
                words.number(one.cut.other),
                words.number(one.delta[0]!, 2),
                one.seDelta[0] == null ? "–" : words.number(one.seDelta[0], 2),
              ],
            }),
      }))}
    >
      <p className="foot">{t("selection.truncation-note")}</p>
    </NumbersTable>
  );
}

function Adjusted(props: ViewProps & { readonly found: SelectionFound }): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { computed, found } = props;
  const show = (value: number): number => shownValue(computed.spec.measure, value);
  const interval = (low: number | null, high: number | null): string =>
    low === null || high === null
      ? t("not-defined")
      : formatInterval(show(low), show(high), { digits: 2, language });
  const { pooled } = computed;
  return (
    <NumbersTable
      title={t("selection.adjusted")}
      first={t("selection.shape")}
      columns={[
        { id: "pooled", label: t("synthesis.pooled") },
        { id: "interval", label: t("synthesis.interval") },
        { id: "p", label: "p" },
        { id: "tau2", label: "τ²" },
        { id: "test", label: t("selection.test") },
      ]}
      rows={[
        ...(pooled === null
          ? []
          : [
              {
                id: "none",
                head: t("selection.none"),
                cells: [
                  words.number(show(pooled.estimate), 2),
                  interval(pooled.ciLow, pooled.ciHigh),
                  pAlone(pooled.p, words),
                  pooled.tau2 === null ? "–" : words.number(pooled.tau2, 3),
                  "–",
                ],
              },
            ]),
        ...found.shapes.map(({ shape, found: one }) => ({
          id: shape,
          head: words.named("shape", shape),
          ...("code" in one
            ? { refused: <TroubleText why={one} /> }
            : {
                cells: [
                  words.number(show(one.estimate), 2),
                  interval(one.ciLow, one.ciHigh),
                  one.p === null ? "–" : pAlone(one.p, words),
                  words.number(one.tau2, 3),
                  one.likelihoodRatio.p === null
                    ? "–"
                    : `χ² (${one.likelihoodRatio.df}) = ${words.number(one.likelihoodRatio.statistic, 2)}, p ${formatP(one.likelihoodRatio.p, language)}`,
                ],
              }),
        })),
      ]}
    />
  );
}

function Said({ found, computed, names }: ViewProps & { readonly found: SelectionFound }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const fitted = found.shapes.flatMap(({ found: one }) => ("code" in one ? [] : [one]));
  const show = (value: number): string => words.number(shownValue(computed.spec.measure, value), 2);
  const estimates = fitted.map(({ estimate }) => estimate);
  // A cut point that was searched for has no such test.
  const tested = fitted.filter(({ likelihoodRatio: { p } }) => p !== null);
  const better = tested.filter(({ likelihoodRatio: { p } }) => p! < 0.05).length;
  return (
    <ReadingCard
      title={t("models.words")}
      says={[
        ...(computed.pooled === null || fitted.length === 0
          ? []
          : [
              t("selection.range", {
                plain: show(computed.pooled.estimate),
                low: show(Math.min(...estimates)),
                high: show(Math.max(...estimates)),
              }),
            ]),
        agreement(fitted, names, words),
        ...(tested.length === 0 ? [] : [t("selection.better", { better, of: tested.length })]),
      ]}
      not={[
        ...(computed.effects.length < FEW ? [t("selection.few", { count: computed.effects.length })] : []),
        ...(fitted.some(({ atLimit }) => atLimit) ? [t("selection.limit")] : []),
        ...(fitted.some(({ converged }) => !converged) ? [t("words.not-converged")] : []),
        t("selection.not"),
        t("models.exploratory"),
      ]}
    />
  );
}
