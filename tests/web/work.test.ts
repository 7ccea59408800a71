import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildWeb, findChromium, launch, openPage, WEB_ROOT } from "./browser.ts";
import { type FakeApi, startFakeApi } from "./fake-api.ts";

const chromium = findChromium();

describe.skipIf(chromium === null)("work on the pages", () => {
  let browser: Browser;
  let api: FakeApi;
  let page: Page;
  let context: BrowserContext;
  let errors: string[];
  beforeAll(async () => {
    await buildWeb();
    [browser, api] = await Promise.all([launch(chromium!), startFakeApi(WEB_ROOT)]);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });
  beforeEach(async () => {
    ({ page, context, errors } = await openPage(browser, { size: "desk", theme: "light", language: "en" }));
  });
  afterEach(() => context.close());

  it("says at the field what is wrong with a value, and saves a right one", async () => {
    await page.goto(`${api.url}/extract?form=effect&study=s1`);
    await page.getByRole("button", { name: /Mean, Sham: 4.2/ }).click();
    const value = page.getByLabel("Value as printed");
    await value.fill("bad");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("“bad” is not a number.").waitFor();
    expect(await value.getAttribute("aria-invalid")).toBe("true");
    await value.fill("4.3");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await value.waitFor({ state: "detached" });
  });

  it("lists 400 reports but builds only those in view, and finds by words", async () => {
    await page.goto(`${api.url}/records`);
    await page.getByText("400 reports").waitFor();
    expect(await page.locator(".rows tbody tr").count()).toBeLessThan(60);
    await page.getByLabel("Words in title, authors or abstract").fill("report 39");
    await page.getByText("11 reports found").waitFor();
    expect(page.url()).toContain("text=report");
    await page.getByRole("link", { name: /^Simulated report 39:/ }).click();
    await page.getByRole("complementary", { name: "Report" }).getByText("1 record").waitFor();
    await page.getByLabel("Words in title, authors or abstract").fill("");
    await page.getByText("400 reports").waitFor();
    await page.locator(".rows-frame").evaluate((frame) => frame.scrollTo({ top: 1e6 }));
    await page
      .getByRole("link", { name: /^Simulated report (2|400)/ })
      .first()
      .waitFor();
    expect(errors).toEqual([]);
  });

  it("takes an event back after asking, and can be left by keyboard", async () => {
    await page.goto(`${api.url}/log`);
    await page
      .getByRole("button", { name: /^Undo: Vote/ })
      .first()
      .click();
    await page.getByRole("dialog", { name: "Take this back?" }).waitFor();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    await page
      .getByRole("button", { name: /^Undo: Vote/ })
      .first()
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
    await page.getByText("Taken back.").waitFor();
  });

  it("changes language and theme at once and remembers them", async () => {
    await page.goto(api.url);
    await page.getByRole("button", { name: "Norsk" }).click();
    await page.getByRole("heading", { name: "Oversikt", exact: true }).waitFor();
    await page.getByRole("button", { name: "Mørkt" }).click();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      "rgb(20, 23, 26)",
    );
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("nb");
  });
});
