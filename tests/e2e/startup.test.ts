import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

// What a command loads before it does anything decides how long it takes to start. This holds what that is, without
// a clock: `npm run bench startup` measures the time.
interface Chunk {
  readonly file: string;
  readonly imports: readonly string[];
  readonly modules: readonly string[];
}
interface Loaded {
  /** Rooms of ours. */
  readonly rooms: readonly string[];
  /** Libraries inside the bundle. */
  readonly bundled: readonly string[];
  /** Packages loaded from node_modules. */
  readonly packages: readonly string[];
}

const root = fileURLToPath(new URL("../..", import.meta.url));
let chunks: ReadonlyMap<string, Chunk> = new Map();

beforeAll(() => {
  const { stdout, stderr } = spawnSync(process.execPath, ["scripts/program.mjs"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  const line = stdout.split("\n").find((text) => text.startsWith("[{"));
  if (line === undefined) throw new Error(`The program was not bundled:\n${stdout}${stderr}`);
  chunks = new Map((JSON.parse(line) as Chunk[]).map((chunk) => [chunk.file, chunk]));
});

/** Everything that is loaded with a module of ours before its first line runs. */
function loadedWith(module: string): Loaded {
  const first = [...chunks.values()].find(({ modules }) => modules.includes(module));
  if (first === undefined) throw new Error(`${module} is not in the bundle`);
  const seen = new Set<string>([first.file]);
  for (const file of seen) for (const next of chunks.get(file)?.imports ?? []) seen.add(next);
  const modules = [...seen].flatMap((file) => chunks.get(file)?.modules ?? []);
  const named = (pattern: RegExp): string[] =>
    [...new Set(modules.flatMap((path) => pattern.exec(path)?.[1] ?? []))].sort();
  return {
    rooms: named(/^src\/(\w+)\//),
    bundled: named(/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/),
    packages: [...seen].filter((file) => !chunks.has(file) && !file.startsWith("node:")).sort(),
  };
}

describe("loads before it begins:", () => {
  test("help and refusals of the command line: nothing but its own room", () => {
    const { rooms, bundled, packages } = loadedWith("src/cli/start.ts");
    expect(rooms).toEqual(["cli", "kernel"]);
    expect(bundled).toEqual(["commander", "i18next"]);
    expect(packages).toEqual([]);
  });

  test("the version, and the door of the workbench: no library", () => {
    const { rooms, bundled, packages } = loadedWith("src/workbench/io/package-files.ts");
    expect(rooms).not.toContain("store");
    expect([bundled, packages]).toEqual([[], []]);
    const door = loadedWith("src/workbench/on-demand.ts");
    expect(door.rooms).not.toContain("store");
    expect([door.bundled, door.packages]).toEqual([[], []]);
  });

  test("the process of a simulated reading: the learner and its numerics", () => {
    const { rooms, bundled, packages } = loadedWith("src/workbench/plain-files/simulate-child.ts");
    expect(rooms).toEqual(["kernel", "numerics", "screening", "workbench"]);
    expect([bundled, packages]).toEqual([[], []]);
  });

  test("a simulation: the learner, and what reads the table", () => {
    const { rooms, bundled, packages } = loadedWith("src/workbench/plain-files/simulate.ts");
    expect(rooms).toEqual(["kernel", "numerics", "screening", "workbench"]);
    expect(bundled).toEqual(["papaparse"]);
    expect(packages).toEqual([]);
  });

  test("a review: no library that writes documents or reads spreadsheets and PDFs", () => {
    const { rooms, packages } = loadedWith("src/workbench/open-review.ts");
    expect(rooms).toContain("store");
    expect(packages).toEqual([]);
  });

  test("the learner's thread and that of the database: what they work with", () => {
    expect(loadedWith("src/workbench/ranking/ranking-worker.ts").packages).toEqual([]);
    const { rooms, bundled, packages } = loadedWith("src/store/sqlite/worker.ts");
    expect(rooms).toEqual(["kernel", "store"]);
    expect([bundled, packages]).toEqual([[], []]);
  });
});
