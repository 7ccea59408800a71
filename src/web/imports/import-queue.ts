import type { ImportResponse, PreviewResponse } from "#contract";

/** Fields that a person chose for columns, by heading; only those that differ from the guess. */
export type ChosenColumns = ReadonlyMap<string, string>;

/** One file on its way into the review. */
export interface QueuedFile {
  readonly id: number;
  readonly file: File;
  /** Information source of the protocol. */
  readonly source: string;
  /**
   * `waiting` for a look, `looking`, `asking` a person about the columns of a table, `ready` to be
   * imported, `reading`, and at last `done` or `failed`.
   */
  readonly step: "waiting" | "looking" | "asking" | "ready" | "reading" | "done" | "failed";
  readonly preview: PreviewResponse | null;
  readonly columns: ChosenColumns;
  readonly result: ImportResponse | null;
  readonly error: unknown;
}

/** What the queue needs of the world; tests give their own. */
export interface ImportPorts {
  readonly look: (file: File, columns: ChosenColumns) => Promise<PreviewResponse>;
  readonly take: (file: File, source: string, columns: ChosenColumns) => Promise<ImportResponse>;
  /** A file came in. */
  readonly taken: (result: ImportResponse) => void;
}

export interface ImportQueue {
  readonly files: () => readonly QueuedFile[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (files: readonly File[], source: string) => void;
  /** Reads a column as another field and looks at the file again. */
  readonly choose: (id: number, heading: string, field: string) => void;
  /** The columns are right: the file may be imported. */
  readonly accept: (id: number) => void;
  readonly retry: (id: number) => void;
  /** Takes a file that is not being read out of the list. */
  readonly remove: (id: number) => void;
}

/** Nothing happens to a file in these steps unless a person acts. */
const RESTING: ReadonlySet<QueuedFile["step"]> = new Set(["asking", "done", "failed"]);

/**
 * Files to import: each is looked at first, and only a table waits for a person. One file is looked at
 * and one imported at a time, in the order they came, also while other pages are open.
 */
export function createImportQueue(ports: ImportPorts): ImportQueue {
  let files: readonly QueuedFile[] = [];
  let counter = 0;
  const busy = { looking: false, reading: false };
  const listeners = new Set<() => void>();

  const set = (next: readonly QueuedFile[]): void => {
    files = next;
    for (const listener of listeners) listener();
  };
  const find = (id: number): QueuedFile | undefined => files.find((one) => one.id === id);
  const change = (id: number, part: Partial<QueuedFile>): void =>
    set(files.map((one) => (one.id === id ? { ...one, ...part } : one)));

  const look = async (next: QueuedFile): Promise<void> => {
    change(next.id, { step: "looking", error: null });
    try {
      const preview = await ports.look(next.file, next.columns);
      change(next.id, { preview, step: preview.columns === null ? "ready" : "asking" });
    } catch (error) {
      change(next.id, { step: "failed", error });
    }
  };

  const read = async (next: QueuedFile): Promise<void> => {
    change(next.id, { step: "reading", error: null });
    try {
      const result = await ports.take(next.file, next.source, next.columns);
      change(next.id, { step: "done", result });
      ports.taken(result);
    } catch (error) {
      change(next.id, { step: "failed", error });
    }
  };

  const run = async (
    kind: "looking" | "reading",
    step: QueuedFile["step"],
    work: (next: QueuedFile) => Promise<void>,
  ): Promise<void> => {
    if (busy[kind]) return;
    busy[kind] = true;
    for (let next = files.find((one) => one.step === step); next !== undefined; ) {
      await work(next);
      if (kind === "looking") go();
      next = files.find((one) => one.step === step);
    }
    busy[kind] = false;
  };
  const go = (): void => {
    void run("looking", "waiting", look);
    void run("reading", "ready", read);
  };

  return {
    files: () => files,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (added, source) => {
      const queued = added.map(
        (file): QueuedFile => ({
          id: ++counter,
          file,
          source,
          step: "waiting",
          preview: null,
          columns: new Map(),
          result: null,
          error: null,
        }),
      );
      set([...files, ...queued]);
      go();
    },
    choose: (id, heading, field) => {
      const one = find(id);
      if (one?.step !== "asking") return;
      const columns = new Map([...one.columns, [heading, field]]);
      change(id, { columns });
      // What a slower answer says about columns chosen before is no longer asked for.
      ports.look(one.file, columns).then(
        (preview) => {
          if (find(id)?.columns === columns) change(id, { preview });
        },
        () => undefined,
      );
    },
    accept: (id) => {
      if (find(id)?.step !== "asking") return;
      change(id, { step: "ready" });
      go();
    },
    retry: (id) => {
      const one = find(id);
      if (one?.step !== "failed") return;
      change(id, { step: one.preview === null ? "waiting" : "ready", error: null });
      go();
    },
    remove: (id) => {
      const one = find(id);
      if (one !== undefined && RESTING.has(one.step)) set(files.filter((other) => other !== one));
    },
  };
}
