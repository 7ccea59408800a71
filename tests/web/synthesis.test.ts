import { readFileSync } from "node:fs";
import type { Download, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { ProtocolResponse } from "#contract";
import { exportFigure } from "#workbench";
import { chromium, useAppPage } from "./app-page.ts";
import { fakeMaterial, manyStudies } from "./fake-synthesis.ts";

/** The first number of the headline, as shown. */
const big = (page: Page): Promise<string> => page.locator(".big").innerText();

/** Chooses in a list of the sentence with the keyboard alone. */
async function choose(
  page: Page,
  control: RegExp,
  option: string | RegExp,
  before: () => Promise<void> = async () => undefined,
): Promise<void> {
  const button = page.getByRole("button", { name: control }).first();
  await button.focus();
  await page.keyboard.press("Enter");
  const list = page.getByRole("listbox");
  await list.waitFor();
  const names = await list.getByRole("option").allInnerTexts();
  const at = names.findIndex((name) =>
    typeof option === "string" ? name.startsWith(option) : option.test(name),
  );
  expect(at, `${option} among ${names.join(" | ")}`).toBeGreaterThanOrEqual(0);
  await page.keyboard.press("Home");
  for (let step = 0; step < at; step++) await page.keyboard.press("ArrowDown");
  await before();
  await page.keyboard.press("Enter");
  await list.waitFor({ state: "detached" });
}

/** Ticks or clears a box of a list that a word opens, with the keyboard alone. */
async function tick(page: Page, control: RegExp, box: RegExp): Promise<void> {
  await page.getByRole("button", { name: control }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.getByRole("checkbox", { name: box }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** A second timepoint, so that there is one to choose. */
async function laterToo(page: Page): Promise<void> {
  await page.route("**/api/protocol", async (route) => {
    const answer = (await (await route.fetch()).json()) as { data: ProtocolResponse };
    const { protocol } = answer.data;
    const timepoints = [...protocol.timepoints, { id: "later", label: { en: "Later", nb: "Senere" } }];
    await route.fulfill({ json: { data: { ...answer.data, protocol: { ...protocol, timepoints } } } });
  });
}

async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), "utf8");
}

describe.skipIf(chromium === null)("the Synthesis page", () => {
  const app = useAppPage();

  it("answers each control from the keyboard, says what differs, and keeps it in the address", async () => {
    const { page, api, errors } = app();
    await laterToo(page);
    await page.goto(`${api.url}/synthesis`);
    await page.locator(".big").waitFor();
    await page.getByText("as in protocol", { exact: true }).waitFor();
    const seen = [await big(page)];
    const changes = async (what: string, act: () => Promise<void>): Promise<void> => {
      await act();
      await expect.poll(() => big(page), { message: what }).not.toBe(seen.at(-1));
      seen.push(await big(page));
    };
    await changes("test", () => choose(page, /Kind of interval/, "normal"));
    await page.getByText("Kind of interval: normal; planned: Hartung–Knapp.").waitFor();
    expect(page.url()).toContain("test=z");
    await changes("tau2", () => choose(page, /Estimator of the spread/, "DL"));
    await changes("prediction", () => choose(page, /Prediction interval/, "t with k − 2"));
    await changes("model", () => choose(page, /^.*Model/, "a common effect"));
    await changes("studies", () => tick(page, /Studies in the analysis/, /Alder 2001/));
    await page.getByText("Left out by hand: Alder 2001; planned: all studies.").waitFor();
    await changes("risk", () => choose(page, /Risk of bias of the studies/, "no high"));
    await changes("retracted and risk", async () => {
      await choose(page, /Risk of bias of the studies/, "any");
      await choose(page, /Retracted studies/, "kept and flagged");
    });
    await page.getByText("One retracted study is in these numbers", { exact: false }).waitFor();
    await changes("measure", () => choose(page, /Effect measure/, "mean difference"));
    await changes("timepoint", () => choose(page, /Timepoint/, "Later"));
    await changes("outcome", () => choose(page, /Outcome/, "Response"));
    await choose(page, /Effect measure/, "odds ratio");
    await changes("Peto", () => choose(page, /^.*Model/, "Peto"));
    await changes("Mantel–Haenszel", () => choose(page, /^.*Model/, /^Mantel–Haenszel\n/));
    const address = page.url();
    const now = await big(page);
    await page.reload();
    await expect.poll(() => big(page)).toBe(now);
    expect(page.url()).toBe(address);
    const back = page.getByRole("button", { name: "Restore the plan" });
    await back.focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => big(page)).toBe(seen[0]);
    expect(new URL(page.url()).search).toBe("");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("as in protocol");
    expect(errors).toEqual([]);
  }, 120_000);

  it("groups, and explains the spread by moderators", async () => {
    const { page, api, errors } = app();
    await page.goto(`${api.url}/synthesis?view=groups`);
    await page.getByText("Choose in the sentence above what studies are grouped by.").waitFor();
    await choose(page, /Subgroups/, "country");
    const table = page.getByRole("table").filter({ hasText: "Norway" });
    await table.waitFor();
    const before = await table.innerText();
    await choose(page, /Spread within the groups/, "with one spread");
    await expect.poll(() => table.innerText()).not.toBe(before);
    await tick(page, /Moderators/, /Dose/);
    await page.getByRole("rowheader", { name: "Dose, mg" }).waitFor();
    await page.getByRole("heading", { name: "Bubble plot" }).waitFor();
    await page.getByText("6 studies are fewer than ten for each moderator", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Run the permutation test" }).press("Enter");
    await page.getByText("Permutation p").waitFor();
    expect(await page.getByText("Exploratory: not as planned in the protocol.").count()).toBe(2);
    expect(errors).toEqual([]);
  });

  it("opens what stands behind a study's row: formula, assumptions, each value's quote and place", async () => {
    const { page, api, errors } = app();
    await page.goto(`${api.url}/synthesis`);
    const row = page.getByRole("button", { name: "Alder 2001", exact: true });
    await row.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Alder 2001" });
    await dialog.getByText("“simulated quote of 4.1”").waitFor();
    await dialog.getByText("p. 7, table 2").first().waitFor();
    await dialog.getByText("SDpooled", { exact: false }).waitFor();
    await dialog.getByText("The two groups are different people.").waitFor();
    expect(page.url()).toContain("study=s1");
    await page.reload();
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(page.url()).not.toContain("study=");
    await page.getByRole("button", { name: /Alder 2001, mean, experimental: 4.1/ }).click();
    await page.getByRole("dialog").getByText("“simulated quote of 4.1”").waitFor();
    expect(errors).toEqual([]);
  });

  it("shows cautions before the numbers, and each kind of sensitivity analysis", async () => {
    const { page, api, errors } = app();
    await page.goto(`${api.url}/synthesis?view=missing`);
    const caution = page.getByRole("region", { name: "Before the numbers" });
    await caution
      .getByText("With 6 studies (fewer than ten), the test has too little power", { exact: false })
      .first()
      .waitFor();
    const above = async (): Promise<number> =>
      (await page.getByRole("heading", { name: "Funnel plot" }).boundingBox())!.y -
      (await caution.boundingBox())!.y;
    expect(await above()).toBeGreaterThan(0);
    const filled = page.getByText("Studies filled in").locator("xpath=following-sibling::dd[1]");
    const first = await filled.innerText();
    await page.getByRole("button", { name: "Q0" }).press("Enter");
    await expect.poll(() => filled.innerText()).not.toBe(first);
    await page.getByRole("button", { name: "Sensitivity" }).press("Enter");
    await page.getByRole("heading", { name: "Without one study at a time" }).first().waitFor();
    await page.getByRole("button", { name: "Cumulative" }).press("Enter");
    await page.getByRole("button", { name: "Most precise first" }).press("Enter");
    await expect.poll(() => page.locator(".numbers tbody th").first().innerText()).toBe("Hazel 2009");
    await page.getByRole("button", { name: "Influence" }).press("Enter");
    await page.getByRole("heading", { name: "Baujat plot" }).waitFor();
    expect(errors).toEqual([]);
  });

  it("pools all subsets in a thread that can be stopped", async () => {
    const { page, api, errors } = app();
    await page.route("**/api/analyses/main/material*", (route) =>
      route.fulfill({ json: { data: manyStudies(60) } }),
    );
    await page.goto(`${api.url}/synthesis?view=sensitivity&part=gosh`);
    const start = page.getByRole("button", { name: "Pool all subsets" });
    await start.press("Enter");
    await page.getByRole("progressbar").waitFor();
    await page.getByRole("button", { name: "Cancel" }).press("Enter");
    await start.waitFor();
    expect(await page.getByRole("heading", { name: "GOSH plot" }).count()).toBe(1);
    await start.press("Enter");
    await page.getByText("100,000 subsets, drawn at random.").waitFor({ timeout: 60_000 });
    expect(errors).toEqual([]);
  }, 120_000);

  it("hands out figures as SVG, PNG and PDF and numbers as CSV, labelled where they are exploratory", async () => {
    const { page, api, errors } = app();
    const save = async (name: string): Promise<Download> => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name }).click(),
      ]);
      return download;
    };
    await page.goto(`${api.url}/synthesis`);
    await page.locator(".big").waitFor();
    const planned = await save("Forest plot as SVG");
    expect(planned.suggestedFilename()).toBe("simulated-main-analysis-forest-plot.svg");
    expect(await textOf(planned)).not.toContain("Exploratory");
    await choose(page, /^.*Model/, "a common effect");
    await page.getByText("Exploratory: not as planned in the protocol.").waitFor();
    const svg = await save("Forest plot as SVG");
    expect(svg.suggestedFilename()).toBe("simulated-main-analysis-forest-plot-exploratory.svg");
    const drawn = await textOf(svg);
    expect(drawn).toContain("Exploratory: not as planned in the protocol.");
    expect(drawn).toContain("Model: Common effect; planned: Random effects.");
    expect(drawn).not.toContain("var(--");
    const png = await save("Forest plot as PNG");
    const bytes = readFileSync(await png.path());
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    // Width and height of the header: three points to a pixel.
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(1500);
    // What the server writes of it, written by the same code.
    await page.route("**/api/figures/pdf", async (route) => {
      const { pages } = route.request().postDataJSON() as { readonly pages: readonly string[] };
      const { bytes, problems } = await exportFigure(pages[0]!, "pdf", { pages });
      await route.fulfill({ json: { data: { pdf: Buffer.from(bytes).toString("base64"), problems } } });
    });
    const pdf = await save("Forest plot as PDF");
    expect(pdf.suggestedFilename()).toBe("simulated-main-analysis-forest-plot-exploratory.pdf");
    expect(readFileSync(await pdf.path(), "latin1")).toMatch(/^%PDF-1\.7/);
    const csv = await textOf(await save("Numbers as CSV"));
    const lines = csv.trim().split("\r\n").slice(1);
    expect(
      lines.every((line) => line.includes("exploratory,Model: Common effect; planned: Random effects.")),
    ).toBe(true);
    expect(errors).toEqual([]);
  });

  it("keeps a planned analysis planned: it alone is recorded", async () => {
    const { page, api } = app();
    await page.goto(`${api.url}/synthesis`);
    const run = page.getByRole("button", { name: "Run and record" });
    expect(await run.isEnabled()).toBe(true);
    await page.goto(`${api.url}/synthesis?risk=low`);
    await page.getByText("Risk of bias: a low risk of bias; planned: any risk of bias.").waitFor();
    expect(await run.isDisabled()).toBe(true);
  });

  it("says what cannot be computed, and computes the rest", async () => {
    const { page, api, errors } = app();
    const one = fakeMaterial({});
    const data = { ...one, set: { ...one.set, rows: one.set.rows.slice(0, 1) } };
    await page.route("**/api/analyses/main/material*", (route) => route.fulfill({ json: { data } }));
    for (const view of ["result", "spread", "sensitivity", "groups", "missing"]) {
      await page.goto(`${api.url}/synthesis?view=${view}&groups=country&moderators=form.dose`);
      await page.getByText("One study only", { exact: false }).waitFor();
    }
    await page.goto(`${api.url}/synthesis?without=s1`);
    await page.getByText("No study enters this analysis.").first().waitFor();
    expect(errors).toEqual([]);
  });
});
