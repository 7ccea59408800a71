import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";

/** Who is at a long write, for the message another process shows when it finds the file locked. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly program: string;
  /** ISO 8601. */
  readonly since: string;
  readonly what: string;
}

const notePath = (path: string): string => `${path}-holder`;

/**
 * Writes the note; it is a courtesy, never the lock itself, so failing to write it stops nothing.
 * @returns takes the note away again
 */
export function leaveNote(path: string, note: Omit<Holder, "pid" | "host">): () => void {
  const text = JSON.stringify({ pid: process.pid, host: hostname(), ...note } satisfies Holder);
  try {
    writeFileSync(notePath(path), text);
  } catch {
    return () => {};
  }
  return () => rmSync(notePath(path), { force: true });
}

/** The note of a process that still runs; null when there is none or its writer is gone. */
export function readHolder(path: string): Holder | null {
  try {
    const note = JSON.parse(readFileSync(notePath(path), "utf8")) as Partial<Holder>;
    const { pid, host, program, since, what } = note;
    if (typeof pid !== "number" || typeof host !== "string" || typeof program !== "string") return null;
    if (typeof since !== "string" || typeof what !== "string") return null;
    const gone = host === hostname() && !isRunning(pid);
    return gone ? null : { pid, host, program, since, what };
  } catch {
    return null;
  }
}

export function describeHolder(holder: Holder | null): string {
  if (holder === null) return "another program that left no note";
  const { pid, host, program, since, what } = holder;
  return `process ${pid} on ${host} (${program}) since ${since}: ${what}`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
