import { defineConfig } from "vitest/config";

/** Rooms without I/O, whose tests leave nothing behind: their files share what they import. */
const PURE =
  "tests/{appraisal,extraction,figures,ledger,numerics,participants,records,review,screening,synthesis}/**/*.test.ts";

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    globalSetup: ["tests/support/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "pure", include: [PURE], isolate: false } },
      { extends: true, test: { name: "whole", include: ["tests/**/*.test.ts"], exclude: [PURE] } },
    ],
  },
});
