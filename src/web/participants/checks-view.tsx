import type { JSX } from "react";
import type { ChecksResponse, DataSetEntry } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords, type Words } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Show } from "../parts/loading.tsx";
import { Card, Tag, type Tone } from "../parts/page-head.tsx";
import { pAlone } from "../synthesis/p-value.ts";
import { ProblemList } from "./problem-list.tsx";

type Report = ChecksResponse["report"];
type Finding = Report["findings"][number];

const TONES: Readonly<Record<Finding["severity"], Tone>> = { error: "warn", warning: "wait", note: "plain" };
const LINES = 8;

/** The checks of PRISMA-IPD: what was looked at, what was found, where. */
export function ChecksView(props: { readonly dataSet: DataSetEntry }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const answer = useAnswer(sources.participantChecks(props.dataSet.id));
  return (
    <Show answer={answer}>
      {({ report, problems }) => (
        <div className="stack">
          {problems.length === 0 ? null : (
            <Card title={t("participants.problems", { count: problems.length })}>
              <ProblemList problems={problems} />
            </Card>
          )}
          <Card title={t("participants.findings")}>
            {report.findings.length === 0 ? (
              <p>{t("participants.no-findings")}</p>
            ) : (
              <Findings findings={report.findings} words={words} />
            )}
          </Card>
          <Made report={report} words={words} />
          <Attendance report={report} words={words} />
          <Patterns report={report} words={words} />
        </div>
      )}
    </Show>
  ) as JSX.Element;
}

function Findings(props: { readonly findings: readonly Finding[]; readonly words: Words }): JSX.Element {
  const { t, named } = props.words;
  return (
    <ul className="findings">
      {props.findings.map((finding, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: findings of one report in a fixed order
        <li key={at}>
          <Tag tone={TONES[finding.severity]}>{t(`severity.${finding.severity}`)}</Tag>{" "}
          <b>{named("finding", finding.code)}</b>
          {finding.variables.length === 0 ? "" : ` · ${finding.variables.join(", ")}`}
          {finding.trial === null ? "" : ` · ${finding.trial}`}
          {valuesOf(finding, props.words)}
          {finding.lines.length === 0 ? "" : ` · ${lineWords(finding.lines, props.words)}`}
        </li>
      ))}
    </ul>
  );
}

/** Line numbers, the first few written out. */
export function lineWords(lines: readonly number[], { t }: Words): string {
  const shown = t("participants.line", { lines: lines.slice(0, LINES).join(", ") });
  return lines.length > LINES ? `${shown} ${t("participants.more", { count: lines.length - LINES })}` : shown;
}

/** The numbers and names behind a finding, each with its word. */
function valuesOf({ values }: Finding, words: Words): string {
  const said = Object.entries(values).map(([name, value]) => {
    if (name === "p" && typeof value === "number") return `p ${pAlone(value, words)}`;
    const shown =
      typeof value === "number" ? words.number(value, Number.isInteger(value) ? 0 : 3) : String(value);
    return `${words.named("finding-value", name)} ${shown}`;
  });
  return said.length === 0 ? "" : ` (${said.join("; ")})`;
}

function Made({ report, words }: { readonly report: Report; readonly words: Words }): JSX.Element {
  const { t } = words;
  return (
    <Card title={t("participants.checked")}>
      <dl className="pairs">
        {report.checks.map(({ check, made, reason, lacks, findings }) => (
          <div key={check}>
            <dt>{t(`check.${check}`)}</dt>
            <dd>
              {made
                ? findings === 0
                  ? t("participants.nothing")
                  : t("participants.count-found", { count: findings })
                : t("participants.not-made", {
                    why:
                      reason === null
                        ? "–"
                        : t(`participants.not-checked.${reason}`, {
                            lacks: lacks.map((role) => words.named("role", role)).join(", "),
                          }),
                  })}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Attendance({
  report,
  words,
}: {
  readonly report: Report;
  readonly words: Words;
}): JSX.Element | null {
  const { t } = words;
  const rows = overTrials(report.missing.attendance);
  if (rows.length === 0) return null;
  const outcomes = [...new Set(rows.flatMap(({ withValue }) => Object.keys(withValue)))];
  const title = t("participants.attendance");
  return (
    <Card title={title}>
      <Frame label={title}>
        <table className="table numbers">
          <thead>
            <tr>
              <th scope="col">{t("participants.arm")}</th>
              <th scope="col">{t("participants.visit")}</th>
              <th scope="col" className="right">
                n
              </th>
              {outcomes.map((outcome) => (
                <th key={outcome} scope="col" className="right">
                  {outcome}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ arm, visit, participants, withValue }) => (
              <tr key={`${arm} ${visit}`}>
                <th scope="row">{arm}</th>
                <td>{visit}</td>
                <td className="right">{participants}</td>
                {outcomes.map((outcome) => (
                  <td key={outcome} className="right">
                    {withValue[outcome] ?? 0}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </Card>
  );
}

type Attended = Report["missing"]["attendance"][number];

/** The trials added up, by arm and visit; the flow shows them one by one. */
function overTrials(attendance: readonly Attended[]): readonly Attended[] {
  const sums = new Map<string, Attended>();
  for (const one of attendance) {
    const key = `${one.arm}\0${one.visit}`;
    const sum = sums.get(key);
    const names = Object.keys({ ...sum?.withValue, ...one.withValue });
    sums.set(key, {
      ...one,
      trial: null,
      participants: (sum?.participants ?? 0) + one.participants,
      seen: (sum?.seen ?? 0) + one.seen,
      withValue: Object.fromEntries(
        names.map((name) => [name, (sum?.withValue[name] ?? 0) + (one.withValue[name] ?? 0)]),
      ),
    });
  }
  return [...sums.values()].sort((a, b) => (a.arm < b.arm ? -1 : a.arm > b.arm ? 1 : 0));
}

function Patterns({ report, words }: { readonly report: Report; readonly words: Words }): JSX.Element | null {
  const { t } = words;
  const { patterns } = report.missing;
  if (patterns.length < 2) return null;
  const arms = [...new Set(patterns.flatMap(({ byArm }) => Object.keys(byArm)))];
  const title = t("participants.patterns");
  return (
    <Card title={title}>
      <Frame label={title}>
        <table className="table numbers">
          <thead>
            <tr>
              <th scope="col">{t("participants.variable")}</th>
              <th scope="col" className="right">
                n
              </th>
              {arms.map((arm) => (
                <th key={arm} scope="col" className="right">
                  {arm}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {patterns.map(({ missing, rows, byArm }) => (
              <tr key={missing.join()}>
                <th scope="row">{missing.length === 0 ? t("participants.complete") : missing.join(", ")}</th>
                <td className="right">{rows}</td>
                {arms.map((arm) => (
                  <td key={arm} className="right">
                    {byArm[arm] ?? 0}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </Card>
  );
}
