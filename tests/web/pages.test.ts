import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWeb, findChromium, type Look, launch, openPage, WEB_ROOT } from "./browser.ts";
import { type FakeApi, startFakeApi } from "./fake-api.ts";

const PATHS = [
  "/",
  "/protocol",
  "/search",
  "/records",
  "/records?import=1",
  "/records?report=imp1-3",
  "/screen",
  "/screen/conflicts",
  "/full-text",
  "/full-text/screen",
  "/extract",
  "/extract?form=effect&study=s3",
  "/extract?form=mechanism&study=s1",
  "/appraise",
  "/synthesis",
  "/synthesis?model=common&without=s1",
  "/mechanisms",
  "/themes",
  "/report",
  "/log",
  "/nowhere",
];
const LOOKS: readonly Look[] = (["desk", "phone"] as const).flatMap((size) =>
  (["light", "dark"] as const).flatMap((theme) =>
    (["en", "nb"] as const).map((language) => ({ size, theme, language })),
  ),
);

const chromium = findChromium();

describe.skipIf(chromium === null)("every page", () => {
  let browser: Browser;
  let api: FakeApi;
  beforeAll(async () => {
    await buildWeb();
    [browser, api] = await Promise.all([launch(chromium!), startFakeApi(WEB_ROOT)]);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  it.each(LOOKS)(
    "is accessible, fits and is silent: $size, $theme, $language",
    async (look) => {
      const { page, context, errors } = await openPage(browser, look);
      const found: string[] = [];
      for (const path of PATHS) {
        await page.goto(api.url + path, { waitUntil: "networkidle" });
        await page.locator("h1, .empty").first().waitFor();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wide > 0) found.push(`${path}: ${wide} px wider than the window`);
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const { id, nodes } of violations) {
          found.push(
            `${path}: ${id} at ${nodes.map((node) => `${node.target.join(" ")} ${node.html}`).join(" | ")}`,
          );
        }
        const untranslated = await page.locator("main").innerText();
        const key = /\b(?:page|next|words|value|screen|log)\.[a-z-]+\b/.exec(untranslated);
        if (key !== null) found.push(`${path}: the key ${key[0]} is shown`);
      }
      await context.close();
      expect([...found, ...errors]).toEqual([]);
    },
    180_000,
  );

  it("has an accessible menu on a phone, from which each page is reached", async () => {
    const { page, context, errors } = await openPage(browser, {
      size: "phone",
      theme: "light",
      language: "nb",
    });
    await page.goto(api.url);
    await page.getByRole("button", { name: "Meny" }).click();
    const dialog = page.getByRole("dialog", { name: "Meny" });
    await dialog.waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await dialog.getByRole("link", { name: /^Temaer/ }).click();
    await page.getByRole("heading", { name: "Temaer" }).waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });
});
