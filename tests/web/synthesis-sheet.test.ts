import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { manyStudies } from "./fake-synthesis.ts";

const WORDS = { common: "a common effect", random: "random effects" } as const;
type Model = keyof typeof WORDS;

/** The forest plot: what is drawn, in and out of view, and its words. */
const figure = (page: Page): Promise<{ readonly drawn: readonly string[]; readonly words: string }> =>
  page.evaluate(() => {
    const sheet = document.querySelector(".sheet")!;
    return {
      drawn: [...sheet.querySelectorAll("svg > g > g")].map((layer) => layer.innerHTML),
      words: sheet.querySelector("desc")!.textContent ?? "",
    };
  });

async function choose(page: Page, model: Model): Promise<void> {
  const word = page.getByRole("button", { name: /^.*Model/ }).first();
  await word.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: new RegExp(`^${WORDS[model]}`) }).click();
}

describe.skipIf(chromium === null)("a long forest plot on the Synthesis page", () => {
  const app = useAppPage();

  it("is after each change, in view and out of view, what a fresh page shows", async () => {
    const { page, api, errors } = app();
    await page.route("**/api/analyses/main/material*", (route) =>
      route.fulfill({ json: { data: manyStudies(200) } }),
    );
    const fresh = {} as Record<Model, Awaited<ReturnType<typeof figure>>>;
    for (const model of ["common", "random"] as const) {
      await page.goto(`${api.url}/synthesis?model=${model}`);
      await page.locator(".sheet").waitFor();
      await expect.poll(async () => (await figure(page)).drawn.join("")).toContain("Simulated 199");
      fresh[model] = await figure(page);
    }
    expect(fresh.common.drawn.length).toBe(fresh.random.drawn.length);
    expect(fresh.common.words).toContain("Simulated 199");
    // The weight of the last study is far out of view.
    expect(fresh.common.drawn).not.toEqual(fresh.random.drawn);
    for (const model of ["common", "random", "common"] as const) {
      await choose(page, model);
      await expect.poll(() => figure(page)).toEqual(fresh[model]);
    }
    expect(errors).toEqual([]);
  }, 120_000);

  it("draws all of itself anew where it gets another width", async () => {
    const { page, api, errors } = app();
    await page.route("**/api/analyses/main/material*", (route) =>
      route.fulfill({ json: { data: manyStudies(200) } }),
    );
    await page.goto(`${api.url}/synthesis`);
    await page.locator(".sheet").waitFor();
    await expect.poll(async () => (await figure(page)).drawn.join("")).toContain("Simulated 199");
    await page.evaluate(() => {
      const seen: string[] = [];
      (window as unknown as { seen: string[] }).seen = seen;
      // What a reader, or a printer, is shown at any moment: all rows, in one width.
      new MutationObserver(() => {
        const texts = [...document.querySelectorAll(".sheet svg text")];
        const rows = texts.filter(({ textContent }) => textContent?.startsWith("Simulated"));
        const size = (one: Element) => one.closest("[font-size]")?.getAttribute("font-size");
        const sizes = new Set(rows.map(size));
        seen.push(`${rows.length} rows of ${[...sizes].join(" and ")}`);
      }).observe(document.querySelector(".sheet")!.parentElement!, { subtree: true, childList: true });
    });
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.locator(".sheet > svg").getAttribute("viewBox")).toMatch(/^0 0 321 /);
    const narrow = await page.evaluate(() => (window as unknown as { seen: string[] }).seen[0]);
    expect(narrow).toBe("200 rows of 9.5");
    expect(errors).toEqual([]);
  }, 60_000);
});
