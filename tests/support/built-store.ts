import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const door = join(root, "dist/store/index.js");

/** Compiles the store, so that a child process runs what is in `src` now, workers and all. */
export function buildStore(): void {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const built = spawnSync(process.execPath, [tsc, "-b", "src/store"], { cwd: root, encoding: "utf8" });
  if (!existsSync(door)) throw new Error(`The store did not compile:\n${built.stdout}${built.stderr}`);
}

export interface StoreChild {
  readonly process: ChildProcess;
  /** Lines the child has printed so far; a line is printed after what it tells is on disk. */
  readonly lines: readonly string[];
  /** Resolves when a line begins like this; rejects when the child ends first. */
  said(start: string): Promise<string>;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: string | null;
    readonly errors: string;
  }>;
}

/** Runs a task of `store-child.mjs` in a process of its own. */
export function storeChild(task: string, ...args: readonly (string | number)[]): StoreChild {
  const script = join(root, "tests/support/store-child.mjs");
  const child = spawn(process.execPath, [script, task, ...args.map(String)], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const waiting: { start: string; resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  let errors = "";
  child.stderr.on("data", (data) => {
    errors += String(data);
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    for (const one of waiting.splice(0)) {
      if (line.startsWith(one.start)) one.resolve(line);
      else waiting.push(one);
    }
  });
  const ended = new Promise<{ code: number | null; signal: string | null; errors: string }>((resolve) => {
    child.on("close", (code, signal) => {
      for (const one of waiting.splice(0))
        one.reject(new Error(`The child ended before "${one.start}": ${errors}`));
      resolve({ code, signal, errors });
    });
  });
  const said = (start: string): Promise<string> => {
    const known = lines.find((line) => line.startsWith(start));
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => waiting.push({ start, resolve, reject }));
  };
  return { process: child, lines, said, ended };
}
