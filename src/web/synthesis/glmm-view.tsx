import type { JSX } from "react";
import { formatInterval, formatP } from "#figures";
import type { GlmmResult, TwoGroupModel } from "#synthesis";
import type { SearchState } from "../app/search-state.ts";
import { useWords, type Words } from "../app/text.ts";
import { Card, Tag } from "../parts/page-head.tsx";
import { agreement } from "./agreement.ts";
import { useBackgroundWork, workAhead } from "./background-work.ts";
import { tableOf } from "./count-models.ts";
import { glmmLines } from "./export-models.ts";
import { useForeseen } from "./foresight.tsx";
import { useKeptModel } from "./kept-models.ts";
import { LabelledSegments } from "./labelled-segments.tsx";
import type { CountFamily, GlmmFound, GlmmJob } from "./long-job.types.ts";
import { NumbersTable } from "./numbers-table.tsx";
import { pAlone } from "./p-value.ts";
import { ReadingCard } from "./reading-card.tsx";
import { TroubleText } from "./said-text.tsx";
import type { Shown } from "./shown.ts";
import { needsOf } from "./specification.ts";
import type { ViewProps } from "./view-props.ts";
import { Waiting } from "./waiting.tsx";

const FAMILIES = ["binomial", "poisson"] as const;
const EFFECTS = ["random", "common"] as const;

/** Models of the counts themselves, which need nothing added to empty cells. */
export function CountModels(props: ViewProps): JSX.Element {
  const { t } = useWords();
  const { computed } = props;
  if (needsOf(computed.spec.measure) !== "counts") {
    return (
      <Card title={t("models.counts")}>
        <p className="soft">{t("glmm.counts-only")}</p>
      </Card>
    );
  }
  return <Fitted {...props} />;
}

function Fitted(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, search, setSearch } = props;
  const { family, usual, effects } = choicesOf(props, search);
  const planned = props.plannedCounts
    .filter((one) => family === "binomial" && one.effects === effects)
    .map(({ model }) => model);
  const job = jobOf(computed, family, effects);
  useForeseen((next) => {
    const other = choicesOf(next, search);
    const ahead = jobOf(next.computed, other.family, other.effects);
    workAhead(JSON.stringify(ahead), ahead);
  });
  const state = useBackgroundWork(JSON.stringify(job), job);
  const found = state.is === "done" && job !== null ? (state.found as GlmmFound) : null;
  useKeptModel(computed, "counts", found === null ? null : () => glmmLines(found, job!, planned));
  const title = t("models.counts");
  return (
    <>
      <Card title={title}>
        <p className="prose">{t("glmm.explain")}</p>
        <div className="choices">
          <LabelledSegments
            label={t("glmm.family")}
            value={family}
            options={FAMILIES.map((id) => ({ id, label: words.named("family", id) }))}
            onChange={(next) => setSearch({ family: next })}
          />
          <LabelledSegments
            label={t("glmm.effects")}
            value={effects}
            options={EFFECTS.map((id) => ({ id, label: words.named("model-word", id) }))}
            onChange={(next) => setSearch({ effects: next === usual ? undefined : next })}
          />
        </div>
      </Card>
      {job === null ? (
        <Card>
          <p className="soft">{t("synthesis.nothing")}</p>
        </Card>
      ) : (
        <Waiting title={title} state={state} />
      )}
      {found === null ? null : (
        <Results {...props} {...{ found, family, planned }} of={job?.tables.n1.length ?? 0} />
      )}
    </>
  );
}

/** What the address says, and otherwise what goes with what is shown. */
function choicesOf({ computed: { spec }, plannedCounts }: Shown, search: SearchState) {
  const family: CountFamily =
    FAMILIES.find((one) => one === search["family"]) ?? (spec.measure === "RR" ? "poisson" : "binomial");
  const usual =
    plannedCounts[0]?.effects ??
    (spec.model === "random" || spec.model === "mh-random" ? "random" : "common");
  return { family, usual, effects: EFFECTS.find((one) => one === search["effects"]) ?? usual };
}

/** Tables of the studies that enter, those without an effect of their own too. */
function jobOf(
  { effects: entered, failed }: ViewProps["computed"],
  family: CountFamily,
  effects: GlmmJob["effects"],
): GlmmJob | null {
  // What the library refuses of a table has a code of a room; a table without an effect has none.
  const sound = failed.filter(({ why }) => !why.code.startsWith("synthesis/"));
  const tables = [...entered, ...sound].flatMap(({ row }) => tableOf(row) ?? []);
  if (tables.length === 0) return null;
  return {
    kind: "glmm",
    family,
    effects,
    tables: {
      events1: tables.map(({ events1 }) => events1),
      n1: tables.map(({ n1 }) => n1),
      events2: tables.map(({ events2 }) => events2),
      n2: tables.map(({ n2 }) => n2),
    },
  };
}

function Results(
  props: ViewProps & {
    readonly found: GlmmFound;
    readonly family: CountFamily;
    /** Those that the protocol plans. */
    readonly planned: readonly TwoGroupModel[];
    readonly of: number;
  },
): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { found, family, planned, names, of } = props;
  const fitted = found.models.flatMap((one) => ("code" in one.found ? [] : [one.found]));
  const used = fitted[0]?.k ?? of;
  return (
    <>
      <NumbersTable
        title={t(family === "binomial" ? "glmm.odds" : "glmm.rates")}
        first={t("glmm.approach")}
        columns={[
          { id: "pooled", label: t("synthesis.pooled") },
          { id: "interval", label: t("synthesis.interval") },
          { id: "p", label: "p" },
          { id: "tau2", label: "τ²" },
          { id: "i2", label: "I²" },
          { id: "test", label: t("glmm.heterogeneity") },
        ]}
        rows={found.models.map(({ model, found: one }) => ({
          id: model,
          head: (
            <>
              {model} {planned.includes(model) ? <Tag tone="ok">{t("plan.follows")}</Tag> : null}
              <small className="soft block">{words.named("approach", model)}</small>
            </>
          ),
          ...("code" in one ? { refused: <TroubleText why={one} /> } : { cells: cellsOf(one, words) }),
        }))}
      >
        <p className="foot">{t("glmm.note")}</p>
      </NumbersTable>
      <ReadingCard
        title={t("models.words")}
        says={[
          agreement(fitted, names, words),
          ...(used < of ? [t("glmm.left-out", { count: of - used })] : []),
        ]}
        not={[
          ...(family === "poisson" ? [t("glmm.people-for-time")] : []),
          ...(fitted.some(({ converged }) => !converged) ? [t("words.not-converged")] : []),
          t("glmm.not"),
          planned.length === 0
            ? t("models.exploratory")
            : t("glmm.planned", { names: [...new Set(planned)].join(", ") }),
        ]}
      />
    </>
  );
}

function cellsOf(one: GlmmResult, words: Words): readonly string[] {
  const { language } = words;
  const test = one.likelihoodRatio;
  return [
    words.number(Math.exp(one.estimate), 2),
    formatInterval(Math.exp(one.ciLow), Math.exp(one.ciHigh), { digits: 2, language }),
    pAlone(one.p, words),
    one.effects === "common" ? "–" : words.number(one.tau2, 3),
    one.i2 === null || one.effects === "common" ? "–" : words.percent(one.i2),
    test === null
      ? "–"
      : `χ² (${test.df}) = ${words.number(test.statistic, 1)}, p ${formatP(test.p, language)}`,
  ];
}
