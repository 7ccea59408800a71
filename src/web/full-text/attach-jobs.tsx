import { Link } from "@tanstack/react-router";
import { type JSX, useId, useState } from "react";
import type { Problem } from "#kernel";
import { ApiError } from "../api/client.ts";
import type { ReportRow } from "../api/types.ts";
import { explain } from "../app/notices.tsx";
import { useWords, type Words } from "../app/text.ts";
import { fileSize } from "../imports/file-size.ts";
import { Tag, type Tone } from "../parts/page-head.tsx";
import { ReportMeta } from "../parts/report-line.tsx";
import type { AttachJob, AttachQueue } from "./attach-queue.ts";
import { problemText } from "./problem-text.ts";
import { FileTooLarge, LARGEST_PDF, mayHelp } from "./use-attach-queue.ts";

/** What came of each file and look-up, newest question first in view: those that need a person stay. */
export function AttachJobs(props: {
  readonly jobs: readonly AttachJob[];
  readonly queue: AttachQueue;
  /** Reports a file may be given to by hand. */
  readonly missing: readonly ReportRow[];
}): JSX.Element | null {
  const { t } = useWords();
  const { jobs, queue, missing } = props;
  if (jobs.length === 0) return null;
  const waiting = jobs.filter(({ step }) => step === "waiting").length;
  const over = jobs.filter(({ step }) => step !== "waiting" && step !== "working").length;
  const done = jobs.some(({ step }) => step === "attached" || step === "nothing");
  return (
    <section className="card attach-jobs" aria-label={t("full-text.jobs")}>
      <div className="row apart">
        <h2>
          <span role="status">
            {over < jobs.length
              ? t("full-text.jobs-progress", { done: over, total: jobs.length })
              : t("full-text.jobs-done", { count: jobs.length })}
          </span>
        </h2>
        <div className="row">
          {waiting > 0 ? (
            <button type="button" className="button" onClick={() => queue.clear("waiting")}>
              {t("full-text.jobs-stop")}
            </button>
          ) : null}
          {done ? (
            <button type="button" className="button quiet" onClick={() => queue.clear("done")}>
              {t("full-text.jobs-clear")}
            </button>
          ) : null}
        </div>
      </div>
      {over < jobs.length ? (
        <progress aria-label={t("full-text.jobs")} max={jobs.length} value={over} />
      ) : null}
      <ul className="lines">
        {jobs.map((job) => (
          <JobLine key={job.id} job={job} queue={queue} missing={missing} />
        ))}
      </ul>
    </section>
  );
}

const TONES: Readonly<Record<AttachJob["step"], Tone>> = {
  waiting: "plain",
  working: "accent",
  attached: "ok",
  unmatched: "wait",
  nothing: "plain",
  failed: "warn",
};

function JobLine(props: {
  readonly job: AttachJob;
  readonly queue: AttachQueue;
  readonly missing: readonly ReportRow[];
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { job, queue } = props;
  const name = job.file === null ? (job.report?.title ?? "") : job.file.name;
  const report = job.result?.report ?? null;
  return (
    <li className="job">
      <div className="row apart">
        <span className="name">{name}</span>
        <Tag tone={TONES[job.step]}>
          {job.result?.already === true ? t("full-text.step-already") : t(`full-text.step-${job.step}`)}
        </Tag>
      </div>
      {job.step === "attached" && report !== null ? (
        <p className="soft">
          {t("full-text.attached-to")}{" "}
          <Link to="/full-text/$reportId" params={{ reportId: report.id } as never}>
            {report.title}
          </Link>
          {matchedBy(job, words)}
        </p>
      ) : null}
      {job.step === "unmatched" ? <Choose {...props} /> : null}
      {job.step === "failed" ? <Failed error={job.error} /> : null}
      <Problems problems={job.result?.problems ?? []} />
      {job.step === "failed" || job.step === "unmatched" ? (
        <div className="row">
          {job.step === "failed" && mayHelp(job.error) ? (
            <button type="button" className="button" onClick={() => queue.retry(job.id)}>
              {t("retry")}
            </button>
          ) : null}
          <button
            type="button"
            className="button quiet"
            aria-label={t("full-text.take-off-named", { file: name })}
            onClick={() => queue.remove(job.id)}
          >
            {t("full-text.take-off")}
          </button>
        </div>
      ) : null}
    </li>
  );
}

function matchedBy(job: AttachJob, { t }: Words): string {
  const by = job.result?.attached?.matchedBy;
  return by === undefined || job.result?.already === true ? "" : ` · ${t(`full-text.matched-${by}`)}`;
}

/** Which report a file belongs to: one of those it fits, or any that lacks its file. */
function Choose(props: {
  readonly job: AttachJob;
  readonly queue: AttachQueue;
  readonly missing: readonly ReportRow[];
}): JSX.Element {
  const { t } = useWords();
  const field = useId();
  const [chosen, setChosen] = useState("");
  const { job, queue } = props;
  const candidates = job.result?.candidates ?? [];
  const others = props.missing.filter(({ id }) => !candidates.some((one) => one.id === id));
  const report = others.find(({ id }) => id === chosen);
  return (
    <div className="stack tight">
      <p>{candidates.length === 0 ? t("full-text.fits-none") : t("full-text.fits-several")}</p>
      {candidates.length === 0 ? null : (
        <ul className="candidates">
          {candidates.map((candidate) => (
            <li key={candidate.id}>
              <button type="button" className="button" onClick={() => queue.choose(job.id, candidate)}>
                <span>
                  {candidate.title}
                  <small className="soft block">
                    <ReportMeta report={candidate} />
                  </small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {others.length === 0 ? null : (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            if (report !== undefined) queue.choose(job.id, report);
          }}
        >
          <label className="hidden" htmlFor={field}>
            {t("full-text.choose-report")}
          </label>
          <select
            id={field}
            className="input pick-report"
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            <option value="">{t("full-text.choose-report")}</option>
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
          <button type="submit" className="button" disabled={report === undefined}>
            {t("full-text.attach")}
          </button>
        </form>
      )}
    </div>
  );
}

function Failed(props: { readonly error: unknown }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { error } = props;
  if (error instanceof FileTooLarge) {
    const sizes = { size: fileSize(error.size, words), most: fileSize(LARGEST_PDF, words) };
    return <p className="problem">{t("full-text.too-large", sizes)}</p>;
  }
  if (error instanceof ApiError) return <p className="problem">{problemText(error, words)}</p>;
  return <p className="problem">{explain(error, t("lost.plain")).message}</p>;
}

function Problems(props: { readonly problems: readonly Problem[] }): JSX.Element | null {
  const words = useWords();
  if (props.problems.length === 0) return null;
  return (
    <ul className="job-problems soft">
      {props.problems.map((problem) => (
        <li key={`${problem.code} ${problem.message}`}>{problemText(problem, words)}</li>
      ))}
    </ul>
  );
}
