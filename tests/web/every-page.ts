import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
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
  "/records?report=imp1-2&missing=abstract&only=merged&yearFrom=20",
  "/duplicates",
  "/duplicates?view=judged",
  "/duplicates?view=merged",
  "/screen",
  "/screen/conflicts",
  "/screen/agreement",
  "/screen/setup",
  "/screen/audit/audit-1",
  "/full-text",
  "/full-text?show=missing",
  "/full-text/imp1-1",
  "/full-text/imp1-1?view=text&tab=decide",
  "/full-text/imp1-2",
  "/full-text/imp1-3",
  "/full-text/conflicts?kind=reason",
  "/full-text/agreement?round=calibration-1",
  "/full-text/setup",
  "/full-text/screen",
  "/extract",
  "/extract?form=effect&study=s3",
  "/extract?form=mechanism&study=s1",
  "/appraise",
  "/participants",
  "/participants?view=checks",
  "/participants?view=baseline",
  "/participants?view=flow",
  "/participants?view=course",
  "/participants?view=outcomes",
  "/participants?view=model",
  "/participants?view=pooling",
  "/synthesis",
  "/synthesis?model=common&without=s1",
  "/synthesis?outcome=response&measure=OR&model=mh-random&risk=not-high&retracted=flagged",
  "/synthesis?study=s1",
  "/synthesis?view=spread",
  "/synthesis?view=sensitivity",
  "/synthesis?view=sensitivity&part=cumulative",
  "/synthesis?view=sensitivity&part=influence",
  "/synthesis?view=sensitivity&part=gosh",
  "/synthesis?view=groups&groups=country&moderators=form.dose",
  "/synthesis?view=missing",
  "/synthesis?view=models&outcome=response&measure=OR&zero-to=all",
  "/synthesis?view=models&part=selection",
  "/synthesis?view=models&part=levels",
  "/synthesis?view=models&part=network",
  "/synthesis?view=models&part=network&timepoint=later",
  "/mechanisms",
  "/themes",
  "/report",
  "/log",
  "/nowhere",
];
/** The axe that the builder comes with. */
const AXE = readFileSync(
  createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright")).resolve(
    "axe-core/axe.min.js",
  ),
  "utf8",
);
const COLOUR_RULES: readonly string[] = ["color-contrast", "link-in-text-block"];

/** Tests of every page in one size of window; a file for each size, so that they run side by side. */
export function testEveryPage(size: Look["size"]): void {
  const chromium = findChromium();

  describe.skipIf(chromium === null)(`every page, ${size}`, () => {
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

    it.each(["en", "nb"] as const)(
      "is accessible, fits and is silent: %s",
      async (language) => {
        const { page, context, errors } = await openPage(browser, { size, theme: "light", language });
        const found: string[] = [];
        const silence = (path: string): void => {
          found.push(...errors.splice(0).map((one) => `${path}: ${one}`));
        };
        for (const path of PATHS) {
          await page.goto(api.url + path);
          await page
            .locator("h1, .empty")
            .first()
            .waitFor()
            .catch((error: unknown) => {
              throw new Error(`${path} shows no head.`, { cause: error });
            });
          await page.waitForFunction(() => document.querySelector("main .loading") === null);
          await withoutFrames(page);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (wide > 0) found.push(`${path}: ${wide} px wider than the window`);
          const key =
            /\b(?:page|next|words|value|screen|log|import|columns|full-text|pdf|retrieval|conflicts|agreement|setup|sample|audit|synthesis|participants|model|pool|finding|check|plan|say|pick|spread|tests|trim|groups|regression|matrix|fill|odd|filter|amend|record|duplicates|evidence|field)\.(?!mjs|csv)[a-z-]+\b/.exec(
              await page.locator("main").innerText(),
            );
          if (key !== null) found.push(`${path}: the key ${key[0]} is shown`);
          silence(path);
          // A language changes words: no roles, no colours, and that every name has its words the catalogues' test holds.
          if (language !== "en") continue;
          found.push(...(await violations(page)).map((one) => `${path}, light: ${one}`));
          silence(`${path}, looked at by axe`);
          // A theme changes colours and nothing else, and they are the same in every size.
          if (size === "phone") continue;
          await page.evaluate(() => {
            document.documentElement.dataset["theme"] = "dark";
          });
          found.push(...(await violations(page, COLOUR_RULES)).map((one) => `${path}, dark: ${one}`));
        }
        await context.close();
        expect([...found, ...errors]).toEqual([]);
      },
      360_000,
    );
  });
}

/** The report's frame runs no scripts, so axe cannot look inside; that it has a name is checked here. */
async function withoutFrames(page: Page): Promise<void> {
  for (const frame of await page.locator("iframe").all()) {
    expect(await frame.getAttribute("title")).toBeTruthy();
    await frame.evaluate((element) => element.remove());
  }
}

/**
 * All that axe finds, or what it finds by some of its rules.
 *
 * A page of one document is looked at in place and its passes are not written out: the same violations in a
 * third of the time of a run in parts, which is what documents within documents need.
 */
export async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const builder = page.frames().length > 1 ? new AxeBuilder({ page }) : await inPlace(page);
  const options = { resultTypes: ["violations" as const] };
  builder.options(rules === undefined ? options : { ...options, runOnly: [...rules] });
  const result = await builder.analyze();
  return result.violations.map(
    ({ id, nodes }) => `${id} at ${nodes.map((node) => `${node.target.join(" ")} ${node.html}`).join(" | ")}`,
  );
}

/** Axe in the page's own document; its source, half a megabyte, is read there once and not at each look. */
async function inPlace(page: Page): Promise<AxeBuilder> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  return new AxeBuilder({ page, axeSource: "0" }).setLegacyMode();
}
