import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningServer, startServer } from "#server";
import { createReview, openReview, type Workbench } from "#workbench";
import { protocolText, ris } from "../support/review.ts";
import { buildWeb, findChromium, launch, WEB_ROOT } from "../web/browser.ts";

const executable = findChromium();

describe.skipIf(executable === null)("two reviewers, each with a copy and a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "evidens-two-"));
  const opened: { readonly workbench: Workbench; readonly server: RunningServer; readonly page: Page }[] = [];
  let browser: Browser;

  beforeAll(async () => {
    await buildWeb();
    browser = await launch(executable!);
    const first = await createReview({
      path: join(folder, "ann.evidens"),
      title: "Simulated review",
      by: "ann",
      protocolText,
    });
    await first.importFile({ by: "ann", sourceId: "pubmed", fileName: "search.ris", bytes: ris(4) });
    await first.exportTo({ path: join(folder, "bob.evidens"), format: "review" });
    await first.close();
  });
  afterAll(async () => {
    await browser?.close();
    for (const { server, workbench } of opened) {
      await server.close();
      await workbench.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** A person's own copy, served to a browser of their own. */
  async function sit(
    person: string,
    copy: string,
  ): Promise<{ page: Page; workbench: Workbench; address: string }> {
    const workbench = await openReview(join(folder, copy), { device: `device-${person}` });
    const server = await startServer({ workbench, port: 0, webRoot: WEB_ROOT, person });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
    const page = await context.newPage();
    await page.goto(server.url, { waitUntil: "networkidle" });
    opened.push({ workbench, server, page });
    return { page, workbench, address: server.address };
  }

  /** Votes by keys, record after record as it is shown. */
  async function voteByKeys(page: Page, address: string, keyOf: (title: string) => string): Promise<void> {
    await page.goto(`${address}screen`, { waitUntil: "networkidle" });
    const title = page.locator("article.paper").first();
    for (let read = 0; read < 4; read++) {
      const shown = (await title.getAttribute("aria-label")) ?? "";
      await page.keyboard.press(keyOf(shown));
      if (read < 3) await expect.poll(() => title.getAttribute("aria-label")).not.toBe(shown);
    }
    await expect.poll(() => page.locator("main").innerText()).toMatch(/everything|all read|read all/i);
  }

  test("vote apart and sealed, join, settle, and end with one decision each", {
    timeout: 120_000,
  }, async () => {
    const ann = await sit("ann", "ann.evidens");
    const bob = await sit("bob", "bob.evidens");
    await voteByKeys(ann.page, ann.address, (title) =>
      /number [12]$/.test(title) ? "ArrowRight" : "ArrowLeft",
    );
    await voteByKeys(bob.page, bob.address, (title) =>
      /number [13]$/.test(title) ? "ArrowRight" : "ArrowLeft",
    );

    // Neither copy holds the other's votes yet.
    for (const { workbench } of [ann, bob])
      expect((await workbench.conflicts("ann", "title-abstract")).conflicts).toEqual([]);

    await bob.workbench.exportTo({ path: join(folder, "from-bob.evidens"), format: "review" });
    await ann.workbench.merge({ path: join(folder, "from-bob.evidens") });
    await ann.page.goto(`${ann.address}screen/conflicts`, { waitUntil: "networkidle" });
    const conflicts = ann.page.locator("main");
    await expect.poll(() => conflicts.innerText()).toContain("Simulated trial number 2");
    const text = await conflicts.innerText();
    expect(text).toContain("Simulated trial number 3");
    expect(text).not.toContain("Simulated trial number 4");
    expect(text).toContain("Ann");
    expect(text).toContain("Bob");

    // Ann is the lead: the two agree, and she writes it down for both records.
    for (const left of [1, 0]) {
      await ann.page
        .getByRole("button", { name: /^include/i })
        .first()
        .click();
      await expect
        .poll(async () => (await ann.workbench.conflicts("ann", "title-abstract")).conflicts.length)
        .toBe(left);
      await ann.page.goto(`${ann.address}screen/conflicts`, { waitUntil: "networkidle" });
    }

    const rows = (await ann.workbench.records({ after: 0, limit: 10 })).rows;
    expect(rows.map(({ titleAbstract }) => titleAbstract)).toEqual([
      "include",
      "include",
      "include",
      "exclude",
    ]);

    // The way back: Bob's copy takes in what Ann has, and both hold the same.
    await ann.workbench.exportTo({ path: join(folder, "from-ann.evidens"), format: "review" });
    await bob.workbench.merge({ path: join(folder, "from-ann.evidens") });
    expect((await bob.workbench.rebuild()).digest).toBe((await ann.workbench.rebuild()).digest);
    const agreement = await bob.workbench.agreement("bob", "title-abstract", {});
    expect(agreement.all?.n).toBe(4);
    expect(agreement.disagreements.total).toBe(2);

    await ann.page.goto(`${ann.address}screen/agreement`, { waitUntil: "networkidle" });
    await expect.poll(() => ann.page.locator("main").innerText()).toMatch(/50/);
  });
});
