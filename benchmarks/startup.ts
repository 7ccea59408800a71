/**
 * What a command costs as a whole process with all it starts: processor time and wall time, beside `node -e 0` and
 * beside the same command from the modules of the rooms instead of the bundle, turn by turn in this run.
 * EVIDENS_ROUNDS: turns (default 9). It asks a shell for the time of its children, so it needs one (not Windows).
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { syntheticAbstracts } from "./synthetic-abstracts.js";

const ROUNDS = Number(process.env["EVIDENS_ROUNDS"] ?? 9);
const RECORDS = 250;
const bundled = fileURLToPath(new URL("../cli/main.js", import.meta.url));
const rooms = fileURLToPath(new URL("../cli/start.js", import.meta.url));

interface Cost {
  /** Processor seconds of the process and all that it started. */
  readonly cpu: number;
  readonly wall: number;
}

const folder = mkdtempSync(join(tmpdir(), "evidens-startup-"));
const review = join(folder, "review");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Runs Node once below a shell, whose `times` then tells what its children and theirs took. */
function run(args: readonly string[], cwd: string, status = 0): Cost {
  const begin = performance.now();
  const { stdout, stderr } = spawnSync(
    "/bin/sh",
    ["-c", '"$0" "$@" >/dev/null; echo "status $?"; times', process.execPath, ...args],
    { cwd, encoding: "utf8", env: { ...process.env, EVIDENS_HOME: folder } },
  );
  const wall = (performance.now() - begin) / 1000;
  const told = Number(/^status (\d+)/m.exec(stdout)?.[1]);
  if (told !== status) throw new Error(`${args.join(" ")} ended with ${told}: ${stderr}`);
  // Two lines: of the shell itself, of its children; user and system, as 0m1.234s.
  const children = stdout.trim().split("\n").at(-1) ?? "";
  const cpu = [...children.matchAll(/(\d+)m([\d.,]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds?.replace(",", ".")),
    0,
  );
  return { cpu, wall };
}

function prepare(): void {
  const { documents, labels } = syntheticAbstracts(RECORDS);
  const rows = documents.map(({ id, title, abstract }, row) => `${id},${title},${abstract},${labels[row]}`);
  writeFileSync(join(folder, "set.csv"), `id,title,abstract,label\n${rows.join("\n")}\n`);
  run([bundled, "init", "review"], folder);
  run([bundled, "import", "../set.csv", "--source", "pubmed"], review);
}

const commands: readonly (readonly [string, readonly string[], number])[] = [
  ["--version", ["--version"], 0],
  ["--help", ["--help"], 0],
  ["a word that is no command", ["nonsense"], 2],
  ["check", ["check"], 0],
  ["log", ["log"], 0],
  ["rank", ["rank"], 0],
  ["simulate", ["simulate", "../set.csv"], 0],
];

const middle = (costs: readonly Cost[], of: keyof Cost): number =>
  costs.map((cost) => cost[of]).sort((a, b) => a - b)[costs.length >> 1] ?? Number.NaN;

function line(name: string, costs: readonly Cost[], bare: number, before?: readonly Cost[]): string {
  const cpu = middle(costs, "cpu");
  const cells = [cpu, middle(costs, "wall"), cpu - bare, cpu / bare].map((value) => value.toFixed(2));
  if (before !== undefined) cells.push((middle(before, "cpu") / cpu).toFixed(1));
  return [name.padEnd(28), ...cells.map((cell) => cell.padStart(12))].join("");
}

prepare();
const bare: Cost[] = [];
const taken = commands.map(() => ({ bundle: [] as Cost[], rooms: [] as Cost[] }));
for (let round = 0; round < ROUNDS; round++) {
  bare.push(run(["-e", "0"], folder));
  for (const [at, [, args, status]] of commands.entries()) {
    taken[at]?.bundle.push(run([bundled, ...args], review, status));
    taken[at]?.rooms.push(run([rooms, ...args], review, status));
  }
}
console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${platform()} ${arch()}, Node ${process.versions.node}; a review and a labelled set of ${RECORDS} records; medians of ${ROUNDS}, in seconds`,
);
const heads = ["CPU", "wall", "CPU - node", "CPU / node", "rooms / CPU"];
console.log([" ".repeat(28), ...heads.map((head) => head.padStart(12))].join(""));
const base = middle(bare, "cpu");
console.log(line("node -e 0", bare, base));
for (const [at, [name]] of commands.entries())
  console.log(line(name, taken[at]?.bundle ?? [], base, taken[at]?.rooms));
