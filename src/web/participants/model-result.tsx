import type { JSX, ReactNode } from "react";
import type { ModelResponse } from "#contract";
import { say } from "../app/notices.tsx";
import { useWords, type Words } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Loading } from "../parts/loading.tsx";
import { Card } from "../parts/page-head.tsx";
import { fileName, saveFile } from "../synthesis/export-figure.ts";
import { NumbersTable } from "../synthesis/numbers-table.tsx";
import { pAlone } from "../synthesis/p-value.ts";
import { lineWords } from "./checks-view.tsx";
import { ModelFigures } from "./model-figures.tsx";
import { Refusal } from "./refusal.tsx";
import type { ModelAnswer } from "./use-model.ts";

type Model = ModelResponse["model"];
type Estimate = Pick<Model["means"][number], "estimate" | "se" | "df" | "t" | "p" | "ciLow" | "ciHigh">;

/** What the model says, with how it was come to; or why there is none. */
export function ModelResult(props: {
  readonly answer: ModelAnswer;
  readonly simulated: boolean;
  /** Names the files that are saved. */
  readonly file: string;
  readonly actions: ReactNode;
}): JSX.Element {
  const { t } = useWords();
  const { data, error, changing } = props.answer;
  if (error !== null && !changing) return <Refusal error={error} />;
  if (data === undefined) return <Loading />;
  return (
    <div className={changing ? "stack changing" : "stack"} aria-busy={changing}>
      {changing ? (
        <p role="status" className="soft">
          {t("model.fitting")}
        </p>
      ) : null}
      <Fitted data={data} simulated={props.simulated} file={props.file} actions={props.actions} />
    </div>
  );
}

function Fitted(props: {
  readonly data: ModelResponse;
  readonly simulated: boolean;
  readonly file: string;
  readonly actions: ReactNode;
}): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const { model, yaml } = props.data;
  return (
    <>
      <Differences model={model} words={words} />
      <ModelFigures model={model} file={props.file} />
      <NumbersTable
        title={t("model.means")}
        first={t("model.arm")}
        columns={columnsOf(model, words)}
        rows={model.means.map((mean) => ({
          id: `${mean.arm} ${mean.visit}`,
          head: `${mean.arm}, ${mean.visit}`,
          cells: cellsOf(mean, words),
        }))}
      />
      <NumbersTable
        title={t("model.coefficients")}
        first={t("model.coefficient")}
        columns={columnsOf(model, words)}
        rows={model.coefficients.map((one) => ({ id: one.name, head: one.name, cells: cellsOf(one, words) }))}
      />
      <NumbersTable
        title={t("model.terms")}
        first={t("model.term")}
        columns={["F", "df₁", "df₂", "p"].map((label) => ({ id: label, label }))}
        rows={model.terms.map(({ term, f, numeratorDf, denominatorDf, p }) => ({
          id: term,
          head: term,
          cells: [number(f, 2), number(numeratorDf), number(denominatorDf, 1), pAlone(p, words)],
        }))}
      />
      {model.visitCovariance.map(({ group, covariance }) => (
        <NumbersTable
          key={group ?? ""}
          title={group === null ? t("model.covariance") : `${t("model.covariance")}: ${group}`}
          first={t("model.visit")}
          columns={covariance.map((_, i) => {
            const visit = model.counts.visits[i] ?? String(i + 1);
            return { id: visit, label: visit };
          })}
          rows={covariance.map((row, i) => ({
            id: String(i),
            head: model.counts.visits[i] ?? String(i + 1),
            cells: row.map((value) => number(value, 2)),
          }))}
        />
      ))}
      <Card title={t("model.written-out")}>
        <ul className="plain-list written-out">
          {model.writtenOut.map((line) => (
            <li key={line}>
              <code>{line}</code>
            </li>
          ))}
        </ul>
        <Convergence model={model} words={words} />
      </Card>
      <Card title={t("model.specification")}>
        <Frame label={t("model.specification")}>
          <pre className="yaml">{yaml}</pre>
        </Frame>
        <p className="soft">{t("model.specification-help")}</p>
        <div className="row">
          {props.actions}
          <button
            type="button"
            className="button"
            onClick={() => {
              const name = `${fileName(model.specification.id)}.yaml`;
              saveFile(name, new Blob([yaml], { type: "text/yaml;charset=utf-8" }));
              say(t("export.saved", { name }));
            }}
          >
            {t("model.save-yaml")}
          </button>
        </div>
      </Card>
    </>
  );
}

function columnsOf({ specification }: Model, { t, number }: Words) {
  const level = number(100 * (specification.level ?? 0.95));
  return [
    { id: "estimate", label: t("model.estimate") },
    { id: "se", label: "SE" },
    { id: "interval", label: t("model.interval", { level }) },
    { id: "df", label: "df" },
    { id: "t", label: "t" },
    { id: "p", label: "p" },
  ];
}

function cellsOf({ estimate, se, df, t, p, ciLow, ciHigh }: Estimate, words: Words): string[] {
  const { number } = words;
  return [
    number(estimate, 2),
    number(se, 2),
    `[${number(ciLow, 2)}; ${number(ciHigh, 2)}]`,
    number(df, 1),
    number(t, 2),
    pAlone(p, words),
  ];
}

function Differences({ model, words }: { readonly model: Model; readonly words: Words }): JSX.Element {
  const { t, number } = words;
  return (
    <NumbersTable
      title={t("model.differences")}
      first={t("model.visit")}
      columns={[...columnsOf(model, words), { id: "d", label: "d" }, { id: "g", label: "g" }]}
      rows={model.differences.map((row) => ({
        id: `${row.arm} ${row.visit}`,
        head: `${row.visit}: ${row.arm} − ${row.reference}`,
        cells: [
          ...cellsOf(row, words),
          row.effect === null
            ? "–"
            : `${number(row.effect.d, 2)} [${number(row.effect.low, 2)}; ${number(row.effect.high, 2)}]`,
          row.effect === null || row.effect.g === null ? "–" : number(row.effect.g, 2),
        ],
      }))}
    >
      {model.joint.map((joint) => (
        <p key={joint.term} className="prose">
          {t("model.joint", {
            num: joint.numeratorDf,
            den: number(joint.denominatorDf, 1),
            f: number(joint.f, 2),
            p: pAlone(joint.p, words),
            term: joint.term,
          })}
        </p>
      ))}
      <details>
        <summary>{t("model.formula-of-d")}</summary>
        <ul className="plain-list">
          {model.differences.map((row) =>
            row.effect === null ? null : (
              <li key={`${row.arm} ${row.visit}`}>
                {row.visit}: <code>{row.effect.formula}</code>
              </li>
            ),
          )}
        </ul>
      </details>
    </NumbersTable>
  );
}

function Convergence({ model, words }: { readonly model: Model; readonly words: Words }): JSX.Element {
  const { t, number, named } = words;
  const { convergence, counts, fit } = model;
  return (
    <div className="soft">
      <p>
        {t("model.summary", {
          rows: counts.rows,
          participants: counts.participants,
          structure: named("structure", convergence.structure),
          iterations: convergence.iterations,
          gradient: convergence.gradient.toExponential(1),
        })}{" "}
        {t("model.criteria", {
          logLik: number(fit.logLikelihood, 4),
          aic: number(fit.aic, 2),
          bic: number(fit.bic, 2),
        })}
      </p>
      {convergence.failed.map(({ structure, message }) => (
        <p key={structure}>
          {t("model.tried", { structure: named("structure", structure) })} <span lang="en">{message}</span>
        </p>
      ))}
      {model.leftOut.map(({ missing, rows, lines }) => (
        <p key={missing.join()}>
          {t("model.rows-left-out", {
            n: rows,
            variables: missing.join(", "),
            lines: lineWords(lines, words).replace(/^\S+ /, ""),
          })}
        </p>
      ))}
      {model.droppedColumns.map(({ name }) => (
        <p key={name}>{t("model.dropped", { name })}</p>
      ))}
    </div>
  );
}
