import { type JSX, type ReactNode, useMemo } from "react";
import { formatInterval, networkGraph } from "#figures";
import type { Problem } from "#kernel";
import { sources, useAnswer } from "../api/queries.ts";
import type { AnalysisNetwork } from "../api/types.ts";
import { Trouble } from "../app/error-screen.tsx";
import { useWords, type Words } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { networkLines } from "./export-network.ts";
import { FigureCard } from "./figure-card.tsx";
import { figureTitle } from "./forest.ts";
import { useKeptModel } from "./kept-models.ts";
import { graphOf, NETWORK_MEASURES, type NetworkDone, type NetworkFound, networkOf } from "./network.ts";
import { NetworkBehind, useBehind } from "./network-behind.tsx";
import { NetworkData } from "./network-data.tsx";
import { League, Ranks, Splits } from "./network-tables.tsx";
import { NumbersTable } from "./numbers-table.tsx";
import { pAlone } from "./p-value.ts";
import { ReadingCard } from "./reading-card.tsx";
import { ProblemText, TroubleText } from "./said-text.tsx";
import { needsOf } from "./specification.ts";
import type { StudyNames } from "./trouble.ts";
import type { ViewProps } from "./view-props.ts";
import { Waiting } from "./waiting.tsx";

/** All treatments that studies of the question compare, at once. */
export function Network(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, material, names } = props;
  const { spec } = computed;
  const fits = NETWORK_MEASURES.includes(spec.measure);
  const { outcome, timepoint } = spec;
  const answer = useAnswer(
    sources.analysisNetwork(material.set.analysis.id, { outcome, timepoint, needs: needsOf(spec.measure) }),
    fits,
  );
  const found = useMemo(
    () =>
      answer.data === undefined || !fits
        ? null
        : networkOf(answer.data, material.studies, spec, names.lowIsBetter),
    [answer.data, fits, material, spec, names.lowIsBetter],
  );
  const title = t("models.network");
  const role = (id: string): string => {
    const known = answer.data?.roles.find((one) => one.id === id);
    return known === undefined ? id : words.local(known.label);
  };
  useKeptModel(
    computed,
    "network",
    found?.is === "done"
      ? () => networkLines(found, { treatment: role, study: studyName(answer.data!) })
      : null,
  );
  if (!fits) return <Refused title={title}>{t("network.measure")}</Refused>;
  if (found === null || answer.data === undefined) {
    return answer.error === null ? (
      <Waiting title={title} state={{ is: "running", done: 0, of: 0 }} />
    ) : (
      <Trouble error={answer.error} retry={answer.retry} />
    );
  }
  return <Answered {...props} network={answer.data} found={found} role={role} />;
}

const studyName =
  ({ arms }: AnalysisNetwork) =>
  (id: string): string =>
    arms.find(({ studyId }) => studyId === id)?.study ?? id;

interface AnsweredProps extends ViewProps {
  readonly network: AnalysisNetwork;
  /** Name of a treatment. */
  readonly role: (id: string) => string;
}

/** The network as far as it goes, with what is to settle about its studies and the way back to their numbers. */
function Answered(props: AnsweredProps & { readonly found: NetworkFound }): JSX.Element {
  const { network, found, material } = props;
  const { opened, open, onPair, onStudy } = useBehind();
  const arms = network.arms.map(({ studyId, study }) => ({ studyId, label: study }));
  const names: StudyNames = { set: material.set, studies: [...material.studies, ...arms] };
  return (
    <>
      <Problems problems={network.problems} names={names} />
      {found.is === "done" ? (
        <Connected {...props} found={found} onPair={onPair} />
      ) : (
        <NotConnected found={found} role={props.role} names={names} />
      )}
      {network.arms.length === 0 ? null : <NetworkData {...props} onOpen={onStudy} />}
      {found.is === "done" ? <Said {...props} found={found} /> : null}
      <NetworkBehind {...props} opened={opened} open={open} />
    </>
  );
}

/** What has to be settled about the numbers of the network. */
function Problems(props: {
  readonly problems: readonly Problem[];
  readonly names: StudyNames;
}): JSX.Element | null {
  const { t } = useWords();
  const { problems, names } = props;
  if (problems.length === 0) return null;
  return (
    <section className="banner caution" aria-label={t("network.problems")}>
      <b>{t("network.problems")}</b>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.field ?? ""} ${problem.message}`}>
            <ProblemText problem={problem} names={names} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why there is no result. */
function NotConnected(props: {
  readonly found: Exclude<NetworkFound, NetworkDone>;
  readonly role: (id: string) => string;
  readonly names: StudyNames;
}): JSX.Element {
  const { t } = useWords();
  const { found, role, names } = props;
  const title = t("models.network");
  switch (found.is) {
    case "too-small":
      return (
        <Refused title={title}>
          {t("network.too-small", { treatments: found.treatments.map(role).join("; ") || "–" })}
        </Refused>
      );
    case "disconnected":
      return (
        <Refused title={title}>
          {t("network.disconnected", { count: found.parts.length })}{" "}
          {found.parts.map(({ treatments }) => treatments.map(role).join(" – ")).join("; ")}.{" "}
          {t("network.disconnected-next")}
        </Refused>
      );
    case "refused":
      if (found.why.problems.length === 0)
        return (
          <Refused title={title}>
            <TroubleText why={found.why} />
          </Refused>
        );
      return (
        <Card title={title}>
          <ul className="lines tight">
            {found.why.problems.map((problem) => (
              <li key={JSON.stringify([problem.message, problem.values])}>
                <ProblemText problem={problem} names={names} />
              </li>
            ))}
          </ul>
        </Card>
      );
  }
}

function Refused(props: { readonly title: string; readonly children: ReactNode }): JSX.Element {
  return (
    <Card title={props.title}>
      <p className="soft">{props.children}</p>
    </Card>
  );
}

interface DoneProps extends AnsweredProps {
  readonly found: NetworkDone;
}

function Connected(props: DoneProps & { readonly onPair: (one: string, two: string) => void }): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { found, role, names, label, file, computed, onPair } = props;
  const title = t("figure.network");
  const parts = { found, role, spec: computed.spec, onPair };
  return (
    <>
      <FigureCard
        title={title}
        draw={(options) =>
          networkGraph({ language, title: figureTitle(names, title), ...graphOf(found, role) }, options)
        }
        label={label.length > 0 ? label : [t("plan.label"), t("models.exploratory")]}
        file={[file, title]}
      >
        <p className="foot">{t("network.nodes")}</p>
      </FigureCard>
      <League {...parts} />
      <Ranks {...parts} />
      <Designs found={found} />
      <Splits {...parts} />
    </>
  );
}

/** Where the scatter lies: in studies of one design, or between designs. */
function Designs({ found }: { readonly found: NetworkDone }): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { designs, result } = found;
  return (
    <NumbersTable
      title={t("network.scatter")}
      first={t("network.part")}
      columns={[
        { id: "q", label: "Q" },
        { id: "df", label: t("levels.df") },
        { id: "p", label: "p" },
      ]}
      rows={(["total", "within", "between"] as const).map((part) => {
        const { q, df, p } = designs[part];
        return {
          id: part,
          head: words.named("scatter", part),
          cells: [words.number(q, 2), String(df), p === null ? "–" : pAlone(p, words)],
        };
      })}
    >
      <p className="foot">
        τ² = {result.tau2 === null ? "–" : words.number(result.tau2, 3)}; I² ={" "}
        {result.i2 === null ? "–" : words.percent(result.i2)}
        {result.i2Low === null || result.i2High === null
          ? ""
          : ` ${formatInterval(result.i2Low, result.i2High, { digits: 0, language })}`}
      </p>
    </NumbersTable>
  );
}

function Said({ found, role, network }: DoneProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { result, league, designs } = found;
  return (
    <ReadingCard
      title={t("models.words")}
      says={[
        t("network.says", {
          treatments: result.treatments.length,
          studies: result.studies.length,
          best: role(league.treatments[0]!),
          score: words.number(league.pScores[0]!, 2),
        }),
        disagreement(designs.between, words),
      ]}
      not={[
        ...found.leftOut.map(({ study, reason }) => `${studyName(network)(study)}: ${words.local(reason)}`),
        t("network.not-score"),
        t("network.not-alike"),
        t("models.exploratory"),
      ]}
    />
  );
}

function disagreement({ df, p }: NetworkDone["designs"]["between"], { t }: Words): string {
  if (df === 0 || p === null) return t("network.no-loops");
  return p < 0.05 ? t("network.designs-differ") : t("network.designs-agree");
}
