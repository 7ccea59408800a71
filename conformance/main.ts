/** `npm run conformance -- formats|dedup DIR`: measures the records room on outside files, read in place. */
import { join } from "node:path";
import { checkDuplicates } from "./dedup.ts";
import { checkFormats } from "./formats.ts";

const given = process.argv.slice(2);
const all = given.includes("--all");
const [what, folder] = given.filter((word) => !word.startsWith("--"));
const corpus = process.env["EVIDENS_CORPUS"] ?? "../shared/corpus";
const passed = ((): boolean => {
  switch (what) {
    case "formats":
      return checkFormats(folder ?? join(corpus, "formats"), all);
    case "dedup":
      return checkDuplicates(folder ?? join(corpus, "dedup"), all);
    default:
      console.error("Say what to measure: npm run conformance -- formats DIR, or … dedup DIR.");
      return false;
  }
})();
process.exit(passed ? 0 : 1);
