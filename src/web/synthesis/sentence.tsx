import type { JSX } from "react";
import { Button } from "react-aria-components/Button";
import { Checkbox } from "react-aria-components/Checkbox";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import type { AnalysisMaterial, Protocol } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { WordSelect } from "../parts/word-select.tsx";
import { measureName, type Names } from "./forest.ts";
import {
  atOutcome,
  atPlace,
  estimatesSpread,
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
} from "./specification.ts";
import { groupingVariables, regressionVariables, type Variable } from "./variables.ts";

type Change = (change: Partial<Specification>) => void;
interface SentenceProps {
  readonly material: AnalysisMaterial;
  readonly protocol: Protocol;
  readonly spec: Specification;
  readonly plan: Specification;
  readonly names: Names;
  readonly variables: readonly Variable[];
  readonly onChange: Change;
}

/** An analysis said in a few sentences; their underlined words are the controls. */
export function Sentence(props: SentenceProps): JSX.Element {
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
}

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
      <WordSelect
        label={t("pick.outcome")}
        value={spec.outcome}
        options={outcomes.map((one) => ({
          id: one.id,
          label: words.local(one.label),
          detail: count(most(places.filter((place) => place.outcome === one.id))),
        }))}
        onChange={(outcome) => onChange(atOutcome(spec, outcome, places, plan))}
      />
      {t("say.at")}{" "}
      <WordSelect
        label={t("pick.timepoint")}
        value={spec.timepoint}
        options={timepoints.map((one) => ({
          id: one.id,
          label: words.local(one.label),
          detail: count(most(here.filter((place) => place.timepoint === one.id))),
        }))}
        onChange={(timepoint) => {
          const there = here.filter((place) => place.timepoint === timepoint);
          const same = there.find((place) => place.needs === needsOf(spec.measure)) ?? there[0];
          onChange(same === undefined ? { timepoint } : atPlace(spec, same, plan));
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
      <WordSelect
        label={t("pick.measure")}
        value={spec.measure}
        options={measures.map((id) => ({
          id,
          label: measureName(material.set.analysis, id, words),
          detail: words.named("measure-detail", id, ""),
        }))}
        onChange={(measure) => onChange(withMeasure(spec, measure, plan))}
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
      <WordSelect
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
            <WordSelect
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
          <WordSelect
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
          <WordSelect
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
      <WordSelect
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
      <WordSelect
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
      .
    </>
  );
}

const NONE = "";

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
      <WordSelect
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
          <WordSelect
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

function levels({ values }: Variable): string {
  return [...new Set([...values.values()].map(({ text }) => text))].slice(0, 6).join(" · ");
}

function Moderators(props: SentenceProps): JSX.Element {
  const { t } = useWords();
  const { spec, variables, onChange } = props;
  const offered = regressionVariables(variables);
  const chosen = spec.moderators.filter((id) => variables.some((one) => one.id === id));
  const label =
    chosen.length === 0
      ? t("say.no-moderators")
      : chosen.map((id) => variables.find((one) => one.id === id)!.label.toLowerCase()).join(", ");
  return (
    <Picked label={label} title={t("pick.moderators")} name={t("pick.moderators")}>
      {offered.length === 0 ? (
        <p className="soft">{t("say.moderators-none")}</p>
      ) : (
        <CheckboxGroup
          aria-label={t("pick.moderators")}
          value={chosen}
          onChange={(next) =>
            onChange({ moderators: offered.map(({ id }) => id).filter((id) => next.includes(id)) })
          }
        >
          {offered.map((one) => (
            <Check key={one.id} id={one.id} label={one.label} detail={levels(one)} />
          ))}
        </CheckboxGroup>
      )}
    </Picked>
  );
}

function Studies(props: SentenceProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { material, spec } = props;
  const rows = [...material.set.rows, ...(spec.retracted === "flagged" ? material.retracted : [])];
  const ids = rows.map((row) => row.studyId);
  const chosen = ids.filter((id) => !spec.without.includes(id));
  const risk = new Map(material.studies.map((study) => [study.studyId, study.risk]));
  const label =
    chosen.length === ids.length
      ? t("say.all-studies", { count: ids.length })
      : t("say.some-studies", { count: ids.length, chosen: chosen.length });
  return (
    <Picked label={label} title={t("pick.studies")} name={t("pick.studies")}>
      <CheckboxGroup
        aria-label={t("pick.studies")}
        value={chosen}
        onChange={(next) => props.onChange({ without: ids.filter((id) => !next.includes(id)) })}
      >
        {rows.map((row) => {
          const judged = risk.get(row.studyId);
          const detail =
            judged == null ? t("risk.unknown") : t("risk.is", { risk: words.local(judged.label) });
          return <Check key={row.studyId} id={row.studyId} label={row.label} detail={detail} />;
        })}
      </CheckboxGroup>
    </Picked>
  );
}

function Check(props: { readonly id: string; readonly label: string; readonly detail: string }): JSX.Element {
  return (
    <Checkbox value={props.id} className="check">
      <span className="box" aria-hidden="true">
        ✓
      </span>
      <span>
        {props.label}
        <small className="soft block">{props.detail}</small>
      </span>
    </Checkbox>
  );
}

/** A word of the sentence that opens a list to tick. */
function Picked(props: {
  readonly label: string;
  readonly name: string;
  readonly title: string;
  readonly children: JSX.Element;
}): JSX.Element {
  return (
    <DialogTrigger>
      <Button className="pick" aria-label={`${props.name}: ${props.label}`}>
        {props.label}
      </Button>
      <Popover className="popover" offset={4}>
        <Dialog className="inside" aria-label={props.title}>
          {props.children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
