import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Rooms without I/O. */
const PURE =
  "tests/{appraisal,extraction,figures,ledger,numerics,participants,records,review,screening,synthesis}/**/*.test.ts";

/** The files that take longest, by seconds. A new machine knows only sizes, which say little of these. */
const LONGEST: readonly string[] = [
  "store/kill",
  "web/pages-desk",
  "web/pages-phone",
  "web/synthesis-speed",
  "web/screening-side",
  "workbench/full-text-attacks",
  "store/merge",
  "workbench/sealed.prop",
  "store/store.prop",
  "e2e/app",
  "web/imports",
  "web/participants",
  "web/duplicates",
  "workbench/import-file",
  "store/open",
  "report/writers",
  "cli/guide-screening",
  "cli/end-to-end",
].map((name) => `/tests/${name}.test.ts`);

/**
 * Long files first, so that no worker works alone at the end; the short ones of the pure rooms fill it up.
 * Files of a project follow each other, or they would not share a process.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const last = (file: TestSpecification): number => Number(file.project.name === "pure");
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return at === -1 ? LONGEST.length : at;
    };
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => last(a) - last(b) || place(a) - place(b));
  }
}

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    globalSetup: ["tests/support/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What a busy machine shows late is shown.
    expect: { poll: { timeout: 30_000 } },
    pool: "forks",
    maxWorkers: 2,
    // Files of a process share what they import, up to three seconds for each; a test leaves nothing behind.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "pure", include: [PURE] } },
      { extends: true, test: { name: "whole", include: ["tests/**/*.test.ts"], exclude: [PURE] } },
    ],
  },
});
