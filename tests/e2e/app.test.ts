import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "#server";
import { buildFromRecipe, exampleFolder } from "#workbench";
import { buildWeb, findChromium, launch, WEB_ROOT } from "../web/browser.ts";

const executable = findChromium();

describe.skipIf(executable === null)("the example review in a real browser, on the real server", () => {
  const folder = mkdtempSync(join(tmpdir(), "evidens-app-"));
  const errors: string[] = [];
  let server: RunningServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await buildWeb();
    const { workbench } = await buildFromRecipe(
      exampleFolder(),
      join(folder, "example.evidens"),
      join(folder, "reports"),
    );
    server = await startServer({
      workbench,
      port: 0,
      webRoot: WEB_ROOT,
      reportFolder: join(folder, "reports"),
    });
    browser = await launch(executable!);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(`${page.url()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
    await page.goto(server.url, { waitUntil: "networkidle" });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = (path: string) => page.goto(`${server.address}${path}`, { waitUntil: "networkidle" });
  const text = () => page.locator("main").innerText();

  test("without the address that was printed, nobody gets in", async () => {
    const stranger = await browser.newContext();
    const other = await stranger.newPage();
    const answer = await other.goto(server.address);
    expect(answer!.status()).toBe(401);
    await stranger.close();
  });

  test("the overview shows the flow, the retraction and what is next", async () => {
    await open("");
    expect(await text()).toMatch(/retracted/i);
    expect(await page.locator("svg").first().innerHTML()).toContain("135");
  });

  test("three records are screened by keyboard alone; undo brings the last one back", async () => {
    await open("screen");
    const title = () => page.locator("article h2, article h3").first().innerText();
    const seen = [await title()];
    for (const key of ["ArrowLeft", "ArrowDown", "ArrowRight"]) {
      await page.keyboard.press(key);
      await expect.poll(title).not.toBe(seen.at(-1));
      seen.push(await title());
    }
    expect(new Set(seen).size).toBe(4);
    await page.keyboard.press("u");
    await expect.poll(title).toBe(seen[2]);
    await open("log");
    const log = await text();
    expect(log).toMatch(/376 events/);
  });

  test("simulated participants are modelled from their file, and say what they are", async () => {
    await open("participants?view=model");
    await expect.poll(text).toMatch(/MDMA 75–125 mg − Control/);
    expect(await text()).toMatch(/Simulated participants/);
    // The published difference is −22.0; the simulation is made to come near it.
    expect(await text()).toMatch(/after session 2: MDMA 75–125 mg − Control 0–40 mg\s+−2\d\.\d\d/);
  });

  test("the forest plot follows the model, and the planned one gives −0.71 [−0.95, −0.47]", async () => {
    await open("synthesis");
    expect(await text()).toContain("−0.71");
    expect(await text()).toContain("−0.95 to −0.47");
    const before = await page.locator("main svg").first().innerHTML();
    await page
      .getByRole("button", { name: /Hartung/ })
      .first()
      .click();
    await page
      .getByRole("option", { name: /normal|z/i })
      .first()
      .click();
    await expect.poll(() => page.locator("main svg").first().innerHTML()).not.toBe(before);
    await expect.poll(text).toMatch(/exploratory/i);
  });

  test("every page opens in both languages without an error", async () => {
    for (const language of ["Norsk", "English"]) {
      await open("");
      await page
        .getByRole("radio", { name: language })
        .or(page.getByRole("button", { name: language }))
        .first()
        .click();
      for (const path of [
        "protocol",
        "search",
        "records",
        "screen",
        "full-text",
        "extract",
        "appraise",
        "synthesis",
        "mechanisms",
        "themes",
        "report",
        "log",
      ]) {
        await open(path);
        expect((await text()).length, path).toBeGreaterThan(40);
      }
    }
    expect(errors).toEqual([]);
  });
});
