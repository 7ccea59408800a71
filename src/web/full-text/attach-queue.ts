import type { AttachResponse } from "#contract";
import type { ReportRow } from "../api/types.ts";

type Target = Pick<ReportRow, "id" | "title">;

/** A file on its way to its report, or a look-up of an open-access copy. */
export interface AttachJob {
  readonly id: number;
  /** Null: an open-access copy is looked up for the report. */
  readonly file: File | null;
  /** Null: the program tells from the file. */
  readonly report: Target | null;
  readonly origin: "file" | "folder";
  /** `unmatched`: it fits no report, or several; `nothing`: no open-access copy was found. */
  readonly step: "waiting" | "working" | "attached" | "unmatched" | "nothing" | "failed";
  readonly result: AttachResponse | null;
  readonly error: unknown;
}

/** What the queue needs of the world; tests give their own. */
export interface AttachPorts {
  readonly send: (file: File, report: string | null, origin: "file" | "folder") => Promise<AttachResponse>;
  readonly lookUp: (report: string) => Promise<AttachResponse>;
  /** Something was attached, and whether more is to come at once. */
  readonly taken: (more: boolean) => void;
}

export interface AttachQueue {
  readonly jobs: () => readonly AttachJob[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (files: readonly File[], report: Target | null, origin: "file" | "folder") => void;
  /** Looks for open-access copies of those that are not in line already. */
  readonly lookUp: (reports: readonly Target[]) => void;
  /** Says which report a file without one belongs to. */
  readonly choose: (id: number, report: Target) => void;
  readonly retry: (id: number) => void;
  readonly remove: (id: number) => void;
  /** Takes out what is done, or what waits. */
  readonly clear: (which: "done" | "waiting") => void;
}

const DONE: ReadonlySet<AttachJob["step"]> = new Set(["attached", "nothing"]);

/**
 * Files to attach, one after another; what becomes of one does not hold up the others. It goes on while
 * other pages are open. Checked: tests/web/full-text-attach.test.ts.
 */
export function createAttachQueue(ports: AttachPorts): AttachQueue {
  let jobs: readonly AttachJob[] = [];
  let counter = 0;
  let running = false;
  const listeners = new Set<() => void>();

  const set = (next: readonly AttachJob[]): void => {
    jobs = next;
    for (const listener of listeners) listener();
  };
  const change = (id: number, part: Partial<AttachJob>): void =>
    set(jobs.map((job) => (job.id === id ? { ...job, ...part } : job)));

  const work = async (job: AttachJob): Promise<void> => {
    change(job.id, { step: "working", error: null, result: null });
    try {
      const { file, report } = job;
      const result =
        file === null
          ? await ports.lookUp(report?.id ?? "")
          : await ports.send(file, report?.id ?? null, job.origin);
      const none = file === null ? "nothing" : "unmatched";
      change(job.id, { result, step: result.attached === null ? none : "attached" });
    } catch (error) {
      change(job.id, { step: "failed", error });
    }
  };

  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    for (let next = waiting(); next !== undefined; next = waiting()) {
      await work(next);
      const after = jobs.find(({ id }) => id === next?.id);
      if (after?.step === "attached") ports.taken(waiting() !== undefined);
    }
    running = false;
  };
  const waiting = (): AttachJob | undefined => jobs.find(({ step }) => step === "waiting");
  const put = (more: readonly Pick<AttachJob, "file" | "report" | "origin">[]): void => {
    set([
      ...jobs,
      ...more.map(
        (job): AttachJob => ({ ...job, id: ++counter, step: "waiting", result: null, error: null }),
      ),
    ]);
    void run();
  };
  const again = (id: number, part: Partial<AttachJob>): void => {
    const job = jobs.find((one) => one.id === id);
    if (job === undefined || job.step === "working" || job.step === "waiting") return;
    change(id, { ...part, step: "waiting" });
    void run();
  };

  return {
    jobs: () => jobs,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (files, report, origin) => put(files.map((file) => ({ file, report, origin }))),
    lookUp: (reports) => {
      const inLine = new Set(
        jobs.flatMap(({ file, report, step }) =>
          file === null && (step === "waiting" || step === "working") ? [report?.id] : [],
        ),
      );
      put(
        reports
          .filter(({ id }) => !inLine.has(id))
          .map((report) => ({ file: null, report, origin: "file" as const })),
      );
    },
    choose: (id, report) => again(id, { report }),
    retry: (id) => again(id, {}),
    remove: (id) => set(jobs.filter((job) => job.id !== id || job.step === "working")),
    clear: (which) =>
      set(jobs.filter(({ step }) => (which === "waiting" ? step !== "waiting" : !DONE.has(step)))),
  };
}
