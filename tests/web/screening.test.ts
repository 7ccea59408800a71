import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildWeb, findChromium, launch, openPage, WEB_ROOT } from "./browser.ts";
import { type FakeApi, startFakeApi } from "./fake-api.ts";

const chromium = findChromium();

describe.skipIf(chromium === null)("screening by keyboard", () => {
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
    api.reset();
    ({ page, context, errors } = await openPage(browser, { size: "desk", theme: "light", language: "en" }));
  });
  afterEach(() => context.close());

  const title = (): Promise<string> => page.locator(".reading-title").innerText();
  const shows = (position: number): Promise<void> =>
    page.getByRole("heading", { name: new RegExp(`^Simulated report ${position}:`) }).waitFor();
  const open = async (path: string): Promise<void> => {
    await page.goto(api.url + path);
    await page.locator(".reading-title").waitFor();
  };

  it("reads three records with one key each, with a note, and takes one back", async () => {
    await open("/screen");
    await shows(1);
    await page.keyboard.press("ArrowRight");
    await shows(2);
    await page.keyboard.press("n");
    await page.keyboard.type("x marks a note");
    expect(api.votes).toHaveLength(1);
    await page.keyboard.press("Escape");
    await page.keyboard.press("x");
    await shows(3);
    await page.keyboard.press("ArrowDown");
    await shows(4);
    await expect.poll(() => api.votes.length).toBe(3);
    expect(api.votes.map(({ report, decision, note }) => [report, decision, note])).toEqual([
      ["imp1-1", "include", undefined],
      ["imp1-2", "exclude", "x marks a note"],
      ["imp1-3", "maybe", undefined],
    ]);
    await page.keyboard.press("u");
    await shows(3);
    expect(api.votes).toHaveLength(2);
    expect(await page.locator(".page-head p").innerText()).toBe("2 of 400 read");
    expect(errors).toEqual([]);
  });

  it("shows the next record within 50 ms though the program takes a second", async () => {
    await open("/screen");
    api.trouble.delay = 1_000;
    const times: number[] = [];
    for (let at = 0; at < 5; at++) {
      times.push(
        await page.evaluate(
          () =>
            new Promise<number>((resolve) => {
              const before = document.querySelector(".reading-title")!.textContent;
              const started = performance.now();
              const look = (): void => {
                if (document.querySelector(".reading-title")!.textContent === before)
                  requestAnimationFrame(look);
                else resolve(performance.now() - started);
              };
              window.dispatchEvent(new KeyboardEvent("keydown", { key: "i" }));
              look();
            }),
        ),
      );
    }
    expect(times.toSorted((a, b) => a - b)[2]).toBeLessThan(50);
  });

  it("brings a refused vote's record back and says why", async () => {
    await open("/screen");
    api.trouble.refuse = "imp1-1";
    await page.keyboard.press("i");
    await page.getByText("Simulated: the vote is refused. Simulated remedy.").waitFor();
    await shows(1);
    expect(await title()).toMatch(/^Simulated report 1:/);
  });

  it("keeps votes while the connection is lost, also over a reload, and sends them in order", async () => {
    await open("/screen");
    api.trouble.broken = true;
    await page.keyboard.press("i");
    await page.keyboard.press("x");
    await page.getByText(/2 votes are kept here/).waitFor();
    expect(api.votes).toHaveLength(0);
    api.trouble.broken = false;
    await page.reload();
    await shows(3);
    await expect.poll(() => api.votes.map((vote) => vote.report)).toEqual(["imp1-1", "imp1-2"]);
  });

  it("asks for a reason at full text and takes its number", async () => {
    await open("/full-text/screen");
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("dialog", { name: "Exclude: why?" }).waitFor();
    expect(api.votes).toHaveLength(0);
    await page.keyboard.press("2");
    await shows(2);
    await page.keyboard.press("1");
    await shows(3);
    await expect.poll(() => api.votes.map((vote) => vote.exclusionReason)).toEqual(["population", "design"]);
  });

  it("leaves single keys alone when they are turned off", async () => {
    await open("/screen");
    await page.keyboard.press("?");
    await page.getByLabel("Single keys act").click();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("i");
    await page.waitForTimeout(200);
    expect(api.votes).toHaveLength(0);
    await page.getByRole("button", { name: "Include" }).press("Enter");
    await shows(2);
  });

  it("marks the protocol's terms in text only, and H takes the marks away", async () => {
    await open("/screen");
    expect(await page.locator(".paper mark").first().innerText()).toMatch(/sham therapy/i);
    await page.keyboard.press("h");
    await page.locator(".paper mark").first().waitFor({ state: "detached" });
  });
});
