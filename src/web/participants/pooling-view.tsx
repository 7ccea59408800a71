import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { DataSetEntry, PoolResponse } from "#contract";
import { type ForestFigure, forestFigure } from "#figures";
import { postData } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords, type Words } from "../app/text.ts";
import { Loading, Show } from "../parts/loading.tsx";
import { Card, Empty } from "../parts/page-head.tsx";
import { FigureCard } from "../synthesis/figure-card.tsx";
import { NumbersTable } from "../synthesis/numbers-table.tsx";
import { pAlone } from "../synthesis/p-value.ts";
import { Choice } from "./choice.tsx";
import { type Specification, usualModel } from "./model-draft.ts";
import { Refusal } from "./refusal.tsx";
import { instrumentFor, outcomesOf, roleOf } from "./roles.ts";

type Trial = PoolResponse["twoStage"]["trials"][number];
type Estimate = NonNullable<NonNullable<PoolResponse["oneStage"]>["estimate"]>;

/** The trials of a data set pooled: a model in each and their differences, one model of all, and interactions. */
export function PoolingView(props: { readonly dataSet: DataSetEntry }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { dataSet } = props;
  const all = useAnswer(sources.participants);
  const data = useAnswer(sources.participantData(dataSet.id));
  const trial = roleOf(dataSet, "trial");
  if (trial === null) return <Empty title={t("pool.no-trial")} />;
  return (
    <Show answer={all}>
      {({ instruments, models }) => {
        const outcome = outcomesOf(dataSet)[0]?.name ?? "";
        const instrument = instrumentFor(
          dataSet,
          outcome,
          instruments.map(({ id }) => id),
        );
        const own = models.filter(({ specification }) => specification.dataSet === dataSet.id);
        const usual = usualModel(dataSet, instrument);
        const bases = own.length > 0 ? own.map(({ specification }) => specification) : usual ? [usual] : [];
        if (bases.length === 0) return <Empty title={t("participants.no-visits")} />;
        return (
          <Show answer={data}>
            {({ levels }) => (
              <Pooling dataSet={dataSet} bases={bases} trial={trial.name} levels={levels} words={words} />
            )}
          </Show>
        );
      }}
    </Show>
  ) as JSX.Element;
}

function Pooling(props: {
  readonly dataSet: DataSetEntry;
  readonly bases: readonly Specification[];
  readonly trial: string;
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly words: Words;
}): JSX.Element {
  const { dataSet, bases, trial, levels, words } = props;
  const { t } = words;
  const [id, setId] = useState(bases[0]!.id);
  const base = bases.find((one) => one.id === id) ?? bases[0]!;
  const [visit, setVisit] = useState("");
  const [covariate, setCovariate] = useState<string | null>(null);
  const visits = base.visits ?? levels[base.visit] ?? [];
  const numbers = dataSet.variables.filter(({ role, type }) => role === "baseline" && type === "number");
  const interaction = covariate ?? base.pooling?.interaction ?? "";
  const specification: Specification = {
    ...base,
    pooling: {
      ...base.pooling,
      trial: base.pooling?.trial ?? trial,
      ...(visit === "" ? {} : { visit }),
      interaction: interaction === "" ? undefined : interaction,
    },
  };
  const { data, error, isFetching } = useQuery<PoolResponse>({
    queryKey: ["participant-pool", JSON.stringify(specification)],
    queryFn: () => postData<PoolResponse>("participants/models/pool", { specification }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <div className="stack">
      <Card>
        <div className="model-form">
          <Choice
            label={t("participants.tab.model")}
            value={base.id}
            options={bases.map((one) => [one.id, one.id])}
            onChange={setId}
          />
          <Choice
            label={t("participants.visit")}
            value={visit === "" ? (base.pooling?.visit ?? visits.at(-1) ?? "") : visit}
            options={visits.map((one) => [one, one])}
            onChange={setVisit}
          />
          <Choice
            label={t("pool.interaction-with")}
            value={interaction}
            options={[
              ["", t("pool.no-interaction")],
              ...numbers.map(({ name, label }) => [name, label ?? name] as const),
            ]}
            onChange={setCovariate}
          />
        </div>
        <p className="soft">
          <code>{base.formula}</code>
        </p>
      </Card>
      {error !== null && !isFetching ? (
        <Refusal error={error} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <div className={isFetching ? "stack changing" : "stack"} aria-busy={isFetching}>
          <Pooled data={data} file={dataSet.id} words={words} />
        </div>
      )}
    </div>
  );
}

function Pooled(props: {
  readonly data: PoolResponse;
  readonly file: string;
  readonly words: Words;
}): JSX.Element {
  const { data, words } = props;
  const { t, number } = words;
  const { oneStage, interaction } = data;
  return (
    <>
      <FigureCard
        title={t("pool.two-stage")}
        draw={(options) => forestFigure(forestOf(data, words), { layout: "metafor", ...options })}
        label={data.simulated ? [t("participants.simulated")] : []}
        file={[props.file, data.specification.id, "pooled"]}
      />
      {data.twoStage.trials.map((trial) =>
        trial.fitted ? null : (
          <p key={trial.study} className="soft">
            {t("pool.not-fitted", { study: trial.study, why: trial.reason })}
          </p>
        ),
      )}
      {oneStage === null ? null : (
        <Card title={t("pool.one-stage")}>
          <p className="prose">{oneStage.estimate === null ? "–" : said(oneStage.estimate, words)}</p>
          {oneStage.heterogeneity === null ? null : (
            <p className="prose">
              {t("pool.heterogeneity", {
                num: oneStage.heterogeneity.numeratorDf,
                den: number(oneStage.heterogeneity.denominatorDf, 1),
                f: number(oneStage.heterogeneity.f, 2),
                p: pAlone(oneStage.heterogeneity.p, words),
              })}
            </p>
          )}
          <p className="soft">{t("pool.one-stage-why")}</p>
        </Card>
      )}
      {interaction === null ? null : (
        <NumbersTable
          title={t("pool.interaction", { covariate: interaction.covariate })}
          first={t("pool.compared")}
          columns={["estimate", "se", "interval", "p"].map((column) => ({
            id: column,
            label:
              column === "se"
                ? "SE"
                : column === "p"
                  ? "p"
                  : column === "estimate"
                    ? t("model.estimate")
                    : t("model.interval", { level: number(100 * (data.specification.level ?? 0.95)) }),
          }))}
          rows={(["within", "across", "difference"] as const).map((part) => ({
            id: part,
            head: t(`pool.${part}`),
            cells: cellsOf(interaction[part], words),
          }))}
        >
          <p className="soft">{t("pool.interaction-why")}</p>
        </NumbersTable>
      )}
    </>
  );
}

function cellsOf(estimate: Estimate | null, words: Words): string[] {
  if (estimate === null) return ["–", "–", "–", "–"];
  const { number } = words;
  return [
    number(estimate.estimate, 2),
    number(estimate.se, 2),
    `[${number(estimate.ciLow, 2)}; ${number(estimate.ciHigh, 2)}]`,
    pAlone(estimate.p, words),
  ];
}

function said(estimate: Estimate, words: Words): string {
  const [value, se, interval, p] = cellsOf(estimate, words);
  return words.t("pool.estimate", {
    estimate: value!,
    se: se!,
    df: words.number(estimate.df, 1),
    interval: interval!,
    p: p!,
  });
}

/** The first stage's trials as a forest with the pooled difference under them. */
function forestOf(
  { contrast, twoStage, simulated, specification }: PoolResponse,
  words: Words,
): ForestFigure {
  const { t, language } = words;
  const { pooled } = twoStage;
  const level = words.number(100 * (specification.level ?? 0.95));
  const difference = `${contrast.compared} − ${contrast.reference}`;
  const effect = `${t("model.estimate")} [${t("model.interval", { level })}]`;
  return {
    language,
    title: `${t("pool.two-stage")}: ${difference}, ${contrast.visit}`,
    scale: "identity",
    nullValue: 0,
    measure: difference,
    columns: [
      { kind: "study", heading: t("participants.trial") },
      { kind: "plot" },
      { kind: "effect", heading: effect },
    ],
    groups: [
      {
        studies: twoStage.trials.map((trial: Trial) =>
          trial.fitted
            ? {
                label: trial.study,
                estimate: trial.estimate,
                low: trial.ciLow,
                high: trial.ciHigh,
                weight: null,
              }
            : { label: trial.study, estimate: null, low: null, high: null, weight: null },
        ),
      },
    ],
    summaries:
      pooled === null
        ? []
        : [
            {
              label: t("pool.pooled"),
              estimate: pooled.estimate,
              low: pooled.ciLow,
              high: pooled.ciHigh,
            },
          ],
    footer: [
      `${difference}, ${contrast.visit}`,
      ...(simulated ? [`${t("participants.simulated")}: ${t("participants.simulated-why")}`] : []),
      ...(pooled === null
        ? []
        : [
            t("pool.footer", {
              k: pooled.k,
              tau2: pooled.tau2 === null ? "–" : words.number(pooled.tau2, 2),
              p: pAlone(pooled.p, words),
            }),
          ]),
    ],
  };
}
