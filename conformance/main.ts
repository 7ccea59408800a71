/** `npm run conformance -- formats|dedup|screening|golden DIR`: measures rooms on outside files, read in place. */
import { join } from "node:path";
import { checkDuplicates } from "./dedup.ts";
import { checkFormats } from "./formats.ts";
import { checkGolden } from "./golden.ts";
import { checkScreening } from "./screening.ts";

const given = process.argv.slice(2);
const all = given.includes("--all");
const model = given.find((word) => word.startsWith("--model="))?.slice("--model=".length) ?? "evidens";
const [what, folder] = given.filter((word) => !word.startsWith("--"));
const corpus = process.env["EVIDENS_CORPUS"] ?? "../shared/corpus";
const passed = await (async (): Promise<boolean> => {
  switch (what) {
    case "formats":
      return checkFormats(folder ?? join(corpus, "formats"), all);
    case "dedup":
      return checkDuplicates(folder ?? join(corpus, "dedup"), all);
    case "screening":
      return checkScreening(folder ?? join(corpus, "screening"), model);
    case "golden":
      return checkGolden(folder ?? join(corpus, "../golden"), {
        table: given.includes("--table"),
        strict: given.includes("--strict"),
      });
    default:
      console.error(
        "Say what to measure: npm run conformance -- formats DIR, … dedup DIR, … screening DIR or … golden DIR.",
      );
      return false;
  }
})();
process.exit(passed ? 0 : 1);
