import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { learnerModels, simulate } from "#screening";
import { simulatedSet } from "../screening/learner-support.ts";
import { findChromium, launch } from "./browser.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const executable = findChromium();
const { documents, labels } = simulatedSet(300, 7);
const priors = { relevant: ["r2"], irrelevant: ["r0"] };

/** The screening room as one script that a page can load. */
async function bundle(): Promise<string> {
  const { build } = await import("vite");
  const built = await build({
    configFile: false,
    root,
    logLevel: "error",
    resolve: { alias: [{ find: /^#([a-z]+)$/, replacement: `${root}src/$1/index.ts` }] },
    build: {
      write: false,
      minify: false,
      target: "es2023",
      lib: { entry: `${root}src/screening/index.ts`, formats: ["iife"], name: "screening" },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !("output" in first)) throw new Error("The bundler gave no output.");
  return first.output[0].code;
}

describe.skipIf(executable === null)("the learner in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(executable!);
  });
  afterAll(() => browser.close());

  it("reads a set in the same order, to the last record", async () => {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundle() });
    const there = await page.evaluate(
      ({ documents, labels, priors }) => {
        const { learnerModels, simulate } = (globalThis as unknown as { screening: Screening }).screening;
        const model = learnerModels["evidens"]!;
        const run = simulate(documents, Uint8Array.from(labels), { model, priors, seed: 1, readAll: true });
        return [...run.order];
      },
      { documents, labels: [...labels], priors },
    );
    const model = learnerModels["evidens"]!;
    const here = simulate(documents, labels, { model, priors, seed: 1, readAll: true });
    expect(there).toHaveLength(298);
    expect(there).toEqual([...here.order]);
  });
});

type Screening = typeof import("#screening");
