import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildWeb, findChromium, launch, WEB_ROOT } from "./browser.ts";
import { violations } from "./every-page.ts";
import { type FakeApi, startFakeApi } from "./fake-api.ts";

const chromium = findChromium();

describe.skipIf(chromium === null)("screening by thumb", () => {
  let browser: Browser;
  let api: FakeApi;
  let context: BrowserContext;
  let page: Page;
  let touch: CDPSession;
  beforeAll(async () => {
    await buildWeb();
    [browser, api] = await Promise.all([launch(chromium!), startFakeApi(WEB_ROOT)]);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });
  beforeEach(async () => {
    api.reset();
    context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      locale: "en-GB",
    });
    page = await context.newPage();
    touch = await context.newCDPSession(page);
    await page.goto(`${api.url}/screen`);
    await page.locator(".reading-title").waitFor();
  });
  afterEach(() => context.close());

  const shows = (position: number): Promise<void> =>
    page.getByRole("heading", { name: new RegExp(`^Simulated report ${position}:`) }).waitFor();
  const finger = (type: "touchStart" | "touchMove" | "touchEnd", x = 0, y = 0): Promise<unknown> =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  const drag = async (path: readonly (readonly [number, number])[]): Promise<void> => {
    const [first, ...rest] = path;
    await finger("touchStart", ...first!);
    for (const [x, y] of rest) await finger("touchMove", x, y);
  };

  it("drags right to include, says so on the way, and takes it back from the note below", async () => {
    await drag([
      [100, 400],
      [130, 402],
      [180, 404],
    ]);
    await page.getByText("drag further").waitFor();
    await finger("touchMove", 260, 404);
    await page.getByText("let go to decide").waitFor();
    expect(await violations(page)).toEqual([]);
    await finger("touchEnd");
    await shows(2);
    await expect.poll(() => api.votes.map(({ decision }) => decision)).toEqual(["include"]);
    await page.locator(".swipe-toast").getByRole("button", { name: "Undo" }).tap();
    await shows(1);
    await expect.poll(() => api.votes.length).toBe(0);
  });

  it("drags left to exclude, and does nothing when dragged back", async () => {
    await drag([
      [300, 400],
      [260, 400],
      [120, 400],
      [290, 400],
    ]);
    await finger("touchEnd");
    await page.waitForTimeout(200);
    expect(api.votes).toEqual([]);
    await drag([
      [300, 400],
      [260, 400],
      [120, 400],
    ]);
    await finger("touchEnd");
    await shows(2);
    await expect.poll(() => api.votes.map(({ decision }) => decision)).toEqual(["exclude"]);
  });

  it("leaves scrolling, a slanting drag and the selection of text alone", async () => {
    await drag([
      [200, 600],
      [205, 500],
      [210, 300],
      [350, 250],
    ]);
    await finger("touchEnd");
    await drag([
      [100, 300],
      [140, 335],
      [300, 440],
    ]);
    await finger("touchEnd");
    await page.locator(".reading-title").evaluate((title) => getSelection()!.selectAllChildren(title));
    await drag([
      [100, 400],
      [150, 400],
      [300, 400],
    ]);
    await finger("touchEnd");
    await page.waitForTimeout(200);
    expect(api.votes).toEqual([]);
    await shows(1);
  });

  it("asks for the reason when an exclusion at full text is dragged", async () => {
    await page.goto(`${api.url}/full-text/screen`);
    await shows(1);
    await drag([
      [300, 400],
      [260, 400],
      [120, 400],
    ]);
    await finger("touchEnd");
    await page.getByRole("dialog", { name: "Exclude: why?" }).waitFor();
    expect(api.votes).toEqual([]);
  });

  it("has everything within reach: await, undo, and the rest in a sheet", async () => {
    await page.getByRole("button", { name: "Await information" }).tap();
    await shows(2);
    await page.getByRole("button", { name: "undo" }).tap();
    await shows(1);
    await page.getByRole("button", { name: "More" }).tap();
    const sheet = page.getByRole("dialog", { name: "More" });
    await sheet.getByText("May I stop?").waitFor();
    await sheet.getByText("Not randomised").waitFor();
    expect(await violations(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });

  it("has targets of at least 24 pixels, and the three choices far larger", async () => {
    const small = await page.locator(".screen button").evaluateAll((buttons) =>
      buttons
        .map((button) => ({ name: button.textContent, box: button.getBoundingClientRect() }))
        .filter(({ box }) => box.height < 24 || box.width < 24)
        .map(({ name }) => name),
    );
    expect(small).toEqual([]);
    const choice = await page.locator(".decide .may").boundingBox();
    expect(choice!.height).toBeGreaterThanOrEqual(48);
  });
});
