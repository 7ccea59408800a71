// Writes examples/mdma-ptsd/simulated-participants anew; the same bytes each time.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";

const built = await run("tsc", ["-b", "src/participants"]);
if (built !== 0) process.exit(built);
const { simulateParticipants } = await import("../dist/participants/index.js");
const folder = join(root, "examples", "mdma-ptsd", "simulated-participants");
mkdirSync(folder, { recursive: true });
const { csv, dictionary } = simulateParticipants();
writeFileSync(join(folder, "participants.csv"), csv);
writeFileSync(join(folder, "dictionary.yaml"), dictionary);
console.log(`Simulated participants written to ${folder}.`);
