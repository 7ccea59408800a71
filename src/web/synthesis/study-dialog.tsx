import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { formatInterval } from "#figures";
import type { AnalysisRow, TracedValue } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { Tag, type Tone } from "../parts/page-head.tsx";
import { type Computed, effectOf } from "./compute.ts";
import { TroubleText } from "./said-text.tsx";
import { shownValue } from "./specification.ts";
import type { Candidate } from "./study-set.ts";

export const RISK_TONES: Readonly<Record<"low" | "some" | "high", Tone>> = {
  low: "ok",
  some: "wait",
  high: "warn",
};

/** All that stands behind a study's row: its effect with formula and assumptions, and each value's quote and page. */
export function StudyDialog(props: {
  readonly candidate: Candidate | undefined;
  readonly computed: Computed;
  readonly onClose: () => void;
}): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { candidate, computed } = props;
  if (candidate === undefined) return null;
  const { row, study } = candidate;
  return (
    <AppDialog title={row.label} open onClose={props.onClose}>
      <p className="row">
        {candidate.retracted ? <Tag tone="warn">{t("left-out.retracted")}</Tag> : null}
        {study?.risk == null ? (
          <Tag>{t("risk.unknown")}</Tag>
        ) : (
          <Tag tone={RISK_TONES[study.risk.level]}>
            {t("risk.is", { risk: words.local(study.risk.label) })}
          </Tag>
        )}
        {candidate.out === null ? null : <Tag>{words.named("kept-out", candidate.out)}</Tag>}
      </p>
      <EffectFacts row={row} computed={computed} />
      {valuesOf(row).map(({ side, statistic, value }) => (
        <ValueFacts
          key={`${side} ${statistic}`}
          label={`${words.named("statistic", statistic)}${side === "contrast" ? "" : `, ${armName(row, side) ?? words.named("side", side)}`}`}
          value={value}
        />
      ))}
    </AppDialog>
  );
}

type Side = "experimental" | "comparator" | "contrast";

function armName(row: AnalysisRow, side: Side): string | null {
  return side === "contrast" ? null : (row[side]?.label ?? null);
}

function valuesOf(row: AnalysisRow) {
  const sides = [
    ["experimental", row.experimentalValues],
    ["comparator", row.comparatorValues],
    ["contrast", row.contrastValues],
  ] as const;
  return sides.flatMap(([side, values]) =>
    Object.entries(values).map(([statistic, value]) => ({ side, statistic, value: value as TracedValue })),
  );
}

function EffectFacts(props: { readonly row: AnalysisRow; readonly computed: Computed }): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { spec, rule, effects, pooled } = props.computed;
  const effect = effectOf(props.row, spec.measure, rule);
  if ("code" in effect)
    return (
      <p className="prose">
        <TroubleText why={effect} />
      </p>
    );
  if (!effect.estimable) return <p className="prose">{words.local(effect.reason.text)}</p>;
  const at = effects.findIndex((one) => one.row.studyId === props.row.studyId);
  const weight = at < 0 ? undefined : pooled?.weights[at];
  const half = 1.959963984540054 * effect.se;
  const shown = (value: number): number => shownValue(spec.measure, value);
  return (
    <section className="behind" aria-label={t("behind.effect")}>
      <h3>{t("behind.effect")}</h3>
      <dl className="facts left">
        <dt>{words.named("short", spec.measure)}</dt>
        <dd>
          {words.number(shown(effect.y), 3)}{" "}
          {formatInterval(shown(effect.y - half), shown(effect.y + half), { digits: 3, language })}
        </dd>
        <dt>{words.named("statistic", "se")}</dt>
        <dd>
          {words.number(effect.se, 4)}
          {shown(1) === 1 ? "" : ` (${t("behind.log-scale")})`}
        </dd>
        {weight === undefined ? null : (
          <>
            <dt>{t("forest.weight")}</dt>
            <dd>{words.percent(weight, 1)}</dd>
          </>
        )}
        <dt>{t("behind.formula")}</dt>
        <dd className="formula">{effect.formula}</dd>
      </dl>
      <h3>{t("behind.assumptions")}</h3>
      <ul className="lines tight">
        {[...effect.warnings, ...effect.assumptions].map(({ code, text }) => (
          <li key={code}>{words.local(text)}</li>
        ))}
      </ul>
    </section>
  );
}

/** An extracted value as printed, with its quote, place and reader, and the way to its report. */
export function ValueFacts(props: { readonly label: string; readonly value: TracedValue }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { label, value } = props;
  return (
    <section className="behind" aria-label={label}>
      <h3>
        {label}: <span className="num">{value.verbatim}</span>
      </h3>
      {value.quote === null ? (
        <p className="soft">{t("behind.no-quote")}</p>
      ) : (
        <blockquote className="prose">“{value.quote}”</blockquote>
      )}
      <p className="foot">
        {value.place === null ? t("not-stated") : words.local({ en: value.place, nb: value.placeNb })}
        {" · "}
        {words.named("confidence", value.confidence)}
        {" · "}
        {value.by}, {words.moment(value.at)}
        {value.report === null ? null : (
          <>
            {" · "}
            <Link to="/records" search={{ report: value.report } as never}>
              {t("trace.report")}
            </Link>
          </>
        )}
      </p>
    </section>
  );
}
