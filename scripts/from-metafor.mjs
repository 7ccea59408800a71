// Fills docs/from-metafor.md: runs its `r` blocks in one R session and writes what they print into the `text` block
// behind each; blocks of stored reference values get those. `--check` writes nothing and fails if a block differs.
// Needs R with metafor 3.8-1, whose prints the page shows; without it only the stored values are looked at.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const page = join(root, "docs", "from-metafor.md");
const text = readFileSync(page, "utf8");
const WANTED = "3.8.1";
const program = "Rscript";
const MARK = "@@block";

/** R block (or none), text block: the pairs of the page. */
const PAIR = /```r\n([\s\S]*?)```\n(?:\n```text\n([\s\S]*?)```\n)?/g;

/** What the R blocks of the page print, in order; null without R or with another metafor. */
function printed(blocks) {
  const version = spawnSync(program, ["-e", 'cat(format(packageVersion("metafor")))'], {
    encoding: "utf8",
  });
  if (version.status !== 0 || version.stdout !== WANTED) return null;
  const session = blocks
    .map(
      (block, i) =>
        `cat("${MARK} ${i}\\n")\nsource(textConnection(${JSON.stringify(block)}), print.eval=TRUE)`,
    )
    .join("\n");
  const setting = "options(width=100, crayon.enabled=FALSE); pdf(NULL); suppressMessages(library(metafor))\n";
  const run = spawnSync(program, ["-"], { input: setting + session, encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout
    .split(new RegExp(`^${MARK} \\d+\n`, "m"))
    .slice(1)
    .map((out) => tidy(out));
}

/** Without blank lines at both ends and blanks at the end of lines; one blank line at most. */
const tidy = (out) =>
  out
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "");

/** A result of a stored case by name; `TE[,placebo]` is the column of a matrix over treatments, its own left out. */
function stored(file, id, wanted) {
  const { cases } = JSON.parse(readFileSync(join(root, file), "utf8"));
  const { expected } = cases.find((one) => one.id === id);
  const [, name, column] = /^(\w+)(?:\[,(\w+)\])?$/.exec(wanted);
  const at = column === undefined ? -1 : expected.trts.indexOf(column);
  const values = column === undefined ? [expected[name]].flat() : expected[name].map((row) => row[at]);
  return values
    .filter((_, i) => i !== at)
    .map((value) => (value === null ? "NA" : value))
    .map((value) => (typeof value === "number" && !Number.isInteger(value) ? value.toFixed(4) : value))
    .join(" ");
}

const outputs = printed([...text.matchAll(PAIR)].map(([, block]) => block));
let next = 0;
const filled = text
  .replace(PAIR, (whole, block, old) => {
    const output = outputs?.[next++];
    return output === undefined || old === undefined
      ? whole
      : `\`\`\`r\n${block}\`\`\`\n\n\`\`\`text\n${output}\n\`\`\`\n`;
  })
  .replace(/```text (\S+) (\S+)\n([\s\S]*?)```/g, (_, file, id, lines) => {
    const names = lines
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/)[0]);
    const width = Math.max(...names.map((name) => name.length)) + 2;
    const rows = names.map((name) => `${name.padEnd(width)}${stored(file, id, name)}`);
    return `\`\`\`text ${file} ${id}\n${rows.join("\n")}\n\`\`\``;
  });

if (outputs === null) console.log(`R with metafor ${WANTED} is not here: its blocks were left as they are.`);
if (!process.argv.includes("--check")) writeFileSync(page, filled);
else if (filled !== text) {
  console.error(
    "docs/from-metafor.md is not what R and the stored values give. Run: node scripts/from-metafor.mjs",
  );
  process.exit(1);
}
