import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWeb, findChromium, launch, openPage, WEB_ROOT } from "./browser.ts";
import { testEveryPage, violations } from "./every-page.ts";
import { type FakeApi, startFakeApi } from "./fake-api.ts";

testEveryPage("phone");

const chromium = findChromium();

describe.skipIf(chromium === null)("the menu on a phone", () => {
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
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole("link", { name: /^Temaer/ }).click();
    await page.getByRole("heading", { name: "Temaer", exact: true }).waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });
});
