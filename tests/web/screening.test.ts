import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildWeb, findChromium, launch, openPage, WEB_ROOT } from "./browser.ts";
import { violations } from "./every-page.ts";
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
    expect(await page.locator(".page-head p").innerText()).toMatch(
      /^2 of 400 read · likeliest relevant first/,
    );
    expect(errors).toEqual([]);
  });

  it("shows the next record long before the program, which takes three seconds, answers", async () => {
    await open("/screen");
    api.trouble.delay = 3_000;
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
    expect(times.toSorted((a, b) => a - b)[2]).toBeLessThan(1_000);
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

  it("takes await information by its key, and goes back several votes", async () => {
    await open("/screen");
    await page.keyboard.press("a");
    await shows(2);
    await page.keyboard.press("n");
    await page.keyboard.type("asked the authors");
    await page.keyboard.press("Escape");
    await page.keyboard.press("m");
    await shows(3);
    await expect.poll(() => api.votes.map(({ decision }) => decision)).toEqual(["await", "maybe"]);
    await page.keyboard.press("u");
    await shows(2);
    // What was noted comes back with the record.
    expect(await page.getByLabel("Note to your vote").inputValue()).toBe("asked the authors");
    await page.keyboard.press("u");
    await shows(1);
    expect(api.votes).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("sends the round with votes of a calibration round and says that they decide nothing", async () => {
    api.screening.set.because = "round";
    await open("/screen");
    await page.getByText("These votes decide nothing").waitFor();
    await page.keyboard.press("x");
    await expect.poll(() => api.votes[0]?.round).toBe("round-1");
  });

  it("never says that all is read while it waits for more", async () => {
    await open("/screen");
    api.trouble.delay = 400;
    for (let at = 0; at < 25; at++) await page.keyboard.press("x");
    expect(await page.getByText("You have read everything here.").count()).toBe(0);
    api.trouble.delay = 0;
    await expect.poll(() => api.votes.length).toBeGreaterThanOrEqual(8);
    // Votes may still be on their way: what is shown follows the last of them.
    const shown = (): Promise<number> =>
      page.getByRole("heading", { name: new RegExp(`^Simulated report ${api.votes.length + 1}:`) }).count();
    await expect.poll(shown).toBe(1);
    expect(new Set(api.votes.map(({ report }) => report)).size).toBe(api.votes.length);
  });

  it("says that one's share is read, and that screening was ended and how to go on", async () => {
    api.screening.set.share = 2;
    await open("/screen");
    await page.keyboard.press("x");
    await page.keyboard.press("x");
    await page.getByText("You have read your share.").waitFor();
    await page.getByText("398 reports wait for other reviewers.").waitFor();
    api.screening.set.share = 400;
    api.screening.set.stopped = true;
    await page.goto(`${api.url}/screen`);
    await page.getByText("Screening of this stage was ended.").waitFor();
    await page.getByText(/for a recall of 95\s% with 95\s% confidence/).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Resume screening" }).click();
    await shows(3);
    expect(errors).toEqual([]);
  });

  it("tells two windows of each other's votes", async () => {
    await open("/screen");
    const other = await context.newPage();
    await other.goto(`${api.url}/screen`);
    await other.locator(".reading-title").waitFor();
    await page.keyboard.press("i");
    await shows(2);
    await other.getByRole("heading", { name: /^Simulated report 2:/ }).waitFor();
    await expect.poll(() => api.votes.length).toBe(1);
    await other.keyboard.press("x");
    await shows(3);
    await expect.poll(() => api.votes.map(({ report }) => report)).toEqual(["imp1-1", "imp1-2"]);
  });

  it("sends what a closed window left behind", async () => {
    await open("/screen");
    api.trouble.broken = true;
    await page.keyboard.press("i");
    await page.getByText(/1 vote is kept here/).waitFor();
    await page.close();
    api.trouble.broken = false;
    const later = await context.newPage();
    await later.goto(`${api.url}/screen`);
    await later.getByRole("heading", { name: /^Simulated report 2:/ }).waitFor();
    await expect.poll(() => api.votes.map(({ report }) => report)).toEqual(["imp1-1"]);
  });

  it("keeps the choices in their place from record to record", async () => {
    await open("/screen");
    const place = (): Promise<unknown> => page.locator(".decide .in").boundingBox();
    const first = await place();
    for (const position of [2, 3, 4, 5, 6, 7, 8]) {
      await page.keyboard.press("x");
      await shows(position);
      expect(await place()).toEqual(first);
    }
  });

  it("keeps labels, discussion and choices in the window, however long the side is", async () => {
    await page.setViewportSize({ width: 1280, height: 560 });
    await open("/full-text/screen");
    await page.keyboard.press("m");
    await shows(2);
    for (let at = 3; at <= 7; at++) {
      await page.keyboard.press("m");
      await shows(at);
    }
    // The seventh has no abstract: all of its sheet is in the window.
    const bar = await page.locator(".foot-bar").boundingBox();
    for (const name of ["Labels", "Discussion"]) {
      const box = await page.locator(".talk-line").getByRole("button", { name }).boundingBox();
      expect(box!.y + box!.height).toBeLessThanOrEqual(bar!.y);
    }
    expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
  });

  it("shows the beginning of an abstract of a megabyte, and goes on", async () => {
    api.screening.set.longAbstract = 1_000_000;
    await open("/screen");
    expect((await page.locator(".sheet").innerText()).length).toBeLessThan(25_000);
    await page.keyboard.press("x");
    await shows(2);
    await page.getByRole("button", { name: /Show the whole text \(1,?000,?000 characters\)/ }).waitFor();
  });
});
