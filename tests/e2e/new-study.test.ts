import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "#server";
import { importRis, type TestReview, testReview } from "../support/review.ts";
import { buildWeb, findChromium, launch, WEB_ROOT } from "../web/browser.ts";
import { violations } from "../web/every-page.ts";

const executable = findChromium();

describe.skipIf(executable === null)(
  "a new review in the browser: from an included report to its values",
  () => {
    let review: TestReview;
    let server: RunningServer;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      await buildWeb();
      review = await testReview();
      const { workbench } = review;
      await importRis(workbench, 3);
      const report = (await workbench.records({ after: 0, limit: 1 })).rows[0]!.id;
      for (const stage of ["title-abstract", "full-text"] as const)
        for (const by of ["ann", "bob"]) await workbench.vote({ by, stage, report, decision: "include" });
      server = await startServer({ workbench, port: 0, webRoot: WEB_ROOT });
      browser = await launch(executable!);
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
      page = await context.newPage();
      await page.goto(server.url, { waitUntil: "networkidle" });
    });
    afterAll(async () => {
      await browser?.close();
      await server?.close();
      await review?.drop();
    });

    test("the study is named, its arms are named, and the form opens, without an accessibility fault", async () => {
      await page.goto(`${server.address}extract`, { waitUntil: "networkidle" });
      expect(await page.locator("main").innerText()).toContain("1 included report without a study");
      await page.getByRole("button", { name: "Name a study" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("checkbox", { name: /Simulated trial number 1/ }).waitFor();
      expect(await violations(page)).toEqual([]);
      await dialog.getByLabel(/Short name/).fill("Author 2020");
      await dialog.getByRole("button", { name: "Name the study" }).click();
      await page.getByRole("link", { name: /Author 2020: begin this form/ }).click();
      await page.getByRole("button", { name: "Name the arms" }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("button", { name: "Name the arms" }).click();
      await expect
        .poll(
          async () => (await review.workbench.studyForm("ann", "effect", "author-2020")).arms?.arms.length,
        )
        .toBe(2);
      expect(await violations(page)).toEqual([]);
    });
  },
);
