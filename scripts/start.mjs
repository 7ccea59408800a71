// `npm start`: builds, makes the worked example from its files when it is not there yet, writes its
// reports, and opens it in the browser. The review stays in reviews/ as it is left.
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "./build.mjs";
import { root, run } from "./run.mjs";

const folder = join(root, "reviews");
const review = join(folder, "mdma-ptsd.evidens");
const shown = (path) => relative(process.cwd(), path) || path;

const built = await build();
if (built !== 0) process.exit(built);

if (!existsSync(review)) {
  const { buildFromRecipe, exampleFolder } = await import("../dist/workbench/index.js");
  mkdirSync(folder, { recursive: true });
  // Under another name until it is whole, so that an interrupted start leaves no half review.
  const unfinished = join(folder, "unfinished-example.evidens");
  for (const end of ["", "-wal", "-shm"]) rmSync(unfinished + end, { force: true });
  const begun = performance.now();
  const { workbench, reports } = await buildFromRecipe(
    exampleFolder(),
    unfinished,
    join(folder, "mdma-ptsd-reports"),
    {},
    (step) => console.log(`  ${step}`),
  );
  await workbench.close();
  renameSync(unfinished, review);
  console.log(
    `The example review was made from its files in ${((performance.now() - begun) / 1000).toFixed(1)} s.`,
  );
  for (const { path } of reports) console.log(`  ${shown(path)}`);
} else {
  console.log(`The example review is as it was left: ${shown(review)}`);
}

process.exit(await run("node", ["dist/cli/main.js", "open", "--review", review, ...process.argv.slice(2)]));
