import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";

const DECISIONS = 200;
/** A machine busy with other tests makes a series slow; a slow program makes all of them slow. */
const SERIES = 3;

describe.skipIf(chromium === null)("two hundred records", () => {
  const app = useAppPage();

  it("each shown within 50 ms of the key (p99) though every answer takes 100 ms", async () => {
    const { page, api, errors } = app();
    const reached: number[] = [];
    while (reached.length < SERIES && !(reached.at(-1)! < 50)) {
      api.reset();
      await page.goto(`${api.url}/screen`);
      await page.locator(".reading-title").waitFor();
      await page.getByText("May I stop?").waitFor();
      api.trouble.delay = 100;
      const times = (await decideOneByOne(page)).toSorted((a, b) => a - b);
      await expect.poll(() => api.votes.length, { timeout: 20_000 }).toBe(DECISIONS);
      expect(new Set(api.votes.map(({ report }) => report)).size).toBe(DECISIONS);
      reached.push(times[Math.ceil(0.99 * times.length) - 1]!);
      console.log(
        `key to next record: median ${times[100]!.toFixed(1)} ms, p99 ${reached.at(-1)!.toFixed(1)} ms`,
      );
    }
    expect(errors).toEqual([]);
    expect(Math.min(...reached)).toBeLessThan(50);
  }, 240_000);
});

/** Milliseconds from each key to the frame in which the next record stands. */
function decideOneByOne(page: Page): Promise<number[]> {
  return page.evaluate(async (decisions) => {
    const keys = ["x", "i", "ArrowLeft", "m", "a", "ArrowRight"];
    const title = (): string => document.querySelector(".reading-title")?.textContent ?? "";
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const taken: number[] = [];
    for (let at = 0; at < decisions; at++) {
      const before = title();
      const started = performance.now();
      window.dispatchEvent(new KeyboardEvent("keydown", { key: keys[at % keys.length]!, bubbles: true }));
      do await frame();
      while (title() === before || title() === "");
      taken.push(performance.now() - started);
      // Five decisions a second: faster than anyone reads.
      await new Promise((resolve) => setTimeout(resolve, 180));
    }
    return taken;
  }, DECISIONS);
}
