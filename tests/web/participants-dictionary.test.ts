import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Download, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { ModelResponse } from "#contract";
import { readDictionary, simulateParticipants } from "#participants";
import { createReview, starterProtocol } from "#workbench";
import { run } from "../cli/run.ts";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";

async function bytesOf(download: Download): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: RegExp, most = 160): Promise<void> {
  for (let at = 0; at < most; at++) {
    await page.keyboard.press("Tab");
    const called = await page.evaluate(() => {
      const now = document.activeElement;
      const label =
        now instanceof HTMLSelectElement || now instanceof HTMLInputElement ? now.labels?.[0] : null;
      return now?.getAttribute("aria-label") ?? label?.textContent ?? now?.textContent ?? "";
    });
    if (name.test(called)) return;
  }
  throw new Error(`Nothing called ${name} takes the focus.`);
}

describe.skipIf(chromium === null)("the dictionary of participants", () => {
  const now = useAppPage();
  const last = () => readDictionary(now().api.participants.dictionaries.at(-1)!).dictionary!;
  const named = (name: string) => last().variables.find((one) => one.name === name)!;
  const open = async (view: string): Promise<Page> => {
    const { api, page } = now();
    await page.goto(`${api.url}/participants?view=${view}`);
    await page.getByText("Simulated participants").first().waitFor();
    return page;
  };

  it("is corrected in its table by keyboard alone, and confirmed by saving it", async () => {
    const page = await open("data");
    const { errors } = now();
    await page.getByText("This was guessed from the file.").waitFor();
    await page.getByLabel("Role of dose_mg").focus();
    await page.keyboard.press("b");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("milligram");
    await tabTo(page, /^Highest dose_mg$/);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("130,5");
    await tabTo(page, /^Categories and codes of sex$/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    expect(await violations(page)).toEqual([]);
    await tabTo(page, /^Move male up$/);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await tabTo(page, /^Take$/);
    await page.keyboard.press("Enter");
    await page.getByText("M = male, F = female").waitFor();
    await page.getByText("Not saved yet.").waitFor();
    await tabTo(page, /^Confirm and save$/);
    await page.keyboard.press("Enter");
    await page.getByText("Saved.").waitFor();
    await page.getByText("This was guessed from the file.").waitFor({ state: "detached" });
    expect(named("dose_mg")).toMatchObject({ role: "baseline", unit: "milligram", range: [0, 130.5] });
    expect(named("sex").levels).toEqual(["male", "female"]);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("says in place what cannot be, and saves nothing of it", async () => {
    const page = await open("data");
    const { api } = now();
    await page.getByLabel("Lowest age").fill("80");
    await page.getByLabel("Lowest age").press("Tab");
    await page.getByText("Two numbers, the smaller first.").waitFor();
    await page.getByLabel("Role of participant").selectOption("");
    await page.getByRole("button", { name: "Confirm and save" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "No variable has the role" });
    await alert.getByText("age: Two numbers").waitFor();
    expect(api.participants.dictionaries).toEqual([]);
    await page.getByRole("button", { name: "Discard changes" }).click();
    expect(await page.getByLabel("Lowest age").inputValue()).toBe("18");
  });

  it("asks before changes are left behind", async () => {
    const page = await open("data");
    await page.getByLabel("Role of dose_mg").selectOption("baseline");
    await page.getByRole("button", { name: "Checks" }).click();
    const dialog = page.getByRole("dialog", { name: "Changes are not saved" });
    await dialog.getByRole("button", { name: "Stay here" }).click();
    expect(await page.getByLabel("Role of dose_mg").inputValue()).toBe("baseline");
    await page.getByRole("link", { name: /^Synthesis/ }).click();
    await dialog.getByRole("button", { name: "Leave without saving" }).click();
    await page.getByRole("heading", { name: "Synthesis", level: 1 }).waitFor();
    expect(now().api.participants.dictionaries).toEqual([]);
  });
});

describe.skipIf(chromium === null)("participants from file to model", () => {
  const now = useAppPage();

  it("goes the whole way on a phone, in Norwegian", async () => {
    const { api, page, errors } = now();
    await page.setViewportSize({ width: 390, height: 844 });
    api.participants.file.kept = false;
    await page.goto(`${api.url}/participants`);
    await page.evaluate(() =>
      localStorage.setItem(
        "evidens.preferences",
        JSON.stringify({ theme: "dark", language: "nb", shortcuts: true, highlight: true }),
      ),
    );
    await page.addInitScript(() =>
      localStorage.setItem(
        "evidens.preferences",
        JSON.stringify({ theme: "dark", language: "nb", shortcuts: true, highlight: true }),
      ),
    );
    await page.reload();
    await page.getByText("Det er ingen deltakere her ennå.").waitFor();
    const buffer = Buffer.from(simulateParticipants().csv);
    await page
      .getByLabel("Fil med deltakere")
      .setInputFiles({ name: "deltakere.csv", mimeType: "text/csv", buffer });
    await page.getByText("Dette er gjettet ut fra filen.").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("Rolle for dose_mg").selectOption("baseline");
    await page.getByRole("button", { name: "Bekreft og lagre" }).click();
    await page.getByText("Lagret.").first().waitFor();
    await page.getByRole("button", { name: "Kontroller", exact: true }).click();
    await page.getByText("Hva som er kontrollert").waitFor();
    await page.getByRole("button", { name: "Modell", exact: true }).click();
    await page.getByLabel("Frihetsgrader").selectOption("kenward-roger");
    await page
      .getByRole("row", { name: /MDMA 75–125 mg − Control/ })
      .last()
      .waitFor();
    await page.getByRole("button", { name: "Legg den i oversikten" }).click();
    await page.getByText("Modeller i oversikten").waitFor();
    expect(api.participants.recorded).toMatchObject([{ degreesOfFreedom: "kenward-roger" }]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    expect(errors).toEqual([]);
  });

  it("leaves out the trials that lack the outcome, where it is asked to", async () => {
    const { api, page } = now();
    await page.goto(`${api.url}/participants?view=model`);
    await page.getByLabel("Derive change and response of").selectOption("bdi_ii");
    await page.getByRole("alert").filter({ hasText: "A category has no value to analyse." }).waitFor();
    await page.getByText("No value of BDI-II: MP-1, MP-2.").waitFor();
    await page.getByRole("button", { name: "Analyse the other trials only" }).click();
    await page.getByRole("row", { name: /after session 2: MDMA/ }).waitFor();
    expect(await page.getByRole("checkbox", { name: "MP-1", exact: true }).isChecked()).toBe(false);
    // Another view takes nothing of it away.
    await page.getByRole("button", { name: "Checks" }).click();
    await page.getByRole("button", { name: "Model", exact: true }).click();
    expect(await page.getByRole("checkbox", { name: "MP-1", exact: true }).isChecked()).toBe(false);
  });

  it("says on every table and every figure, and in each that is saved, that the data are simulated", async () => {
    const { api, page } = now();
    let figures = 0;
    let tables = 0;
    for (const view of ["data", "checks", "baseline", "flow", "course", "outcomes", "model", "pooling"]) {
      await page.goto(`${api.url}/participants?view=${view}`);
      await page.locator("main .card").first().waitFor();
      await page.waitForFunction(() => document.querySelector("main .loading") === null);
      for (const table of await page
        .locator(".card:not(.fig)")
        .filter({ has: page.locator("table") })
        .all()) {
        await expect
          .poll(() => table.getByRole("heading", { name: /Simulated participants/ }).count())
          .toBe(1);
        tables += 1;
      }
      for (const card of await page.locator(".card.fig").all()) {
        await card.scrollIntoViewIfNeeded();
        await card.locator("svg").waitFor();
        expect(await card.innerText()).toContain("Simulated participants");
        const saved = page.waitForEvent("download");
        await card.getByRole("button", { name: /as SVG$/ }).click();
        const download = await saved;
        expect(download.suggestedFilename()).toMatch(/^mdma-ptsd-simulated-/);
        const svg = String(await bytesOf(download));
        expect(svg).toContain("Simulated participants");
        if (figures === 0) {
          const picture = page.waitForEvent("download");
          await card.getByRole("button", { name: /as PNG$/ }).click();
          const png = await bytesOf(await picture);
          // Three points to a pixel of the figure with its label above it.
          const [, height] = / height="([\d.]+)"/.exec(svg)!;
          expect(png.readUInt32BE(20)).toBe(Math.round(3 * Number(height)));
        }
        figures += 1;
      }
    }
    expect(tables).toBeGreaterThanOrEqual(10);
    // Flow, four courses, means and residuals, the forest.
    expect(figures).toBe(8);
  }, 60_000);

  it("saves a specification that the command line turns into the same numbers", async () => {
    const { api, page } = now();
    await page.goto(`${api.url}/participants?view=model`);
    await page.getByRole("row", { name: /after session 2: MDMA/ }).waitFor();
    await page.getByLabel("Covariance apart for each").selectOption("arm");
    const answer = page.waitForResponse((one) => /kenward-roger/.test(one.request().postData() ?? ""));
    await page.getByLabel("Degrees of freedom").selectOption("kenward-roger");
    const { model } = ((await (await answer).json()) as { data: ModelResponse }).data;
    await page.locator("pre.yaml").filter({ hasText: "kenward-roger" }).waitFor();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as YAML" }).click();
    const cwd = mkdtempSync(join(tmpdir(), "evidens-web-specification-"));
    try {
      const { csv, dictionary } = simulateParticipants();
      writeFileSync(join(cwd, "participants.csv"), csv);
      writeFileSync(join(cwd, "dictionary.yaml"), dictionary);
      writeFileSync(join(cwd, "model.yaml"), await bytesOf(await saved));
      const path = join(cwd, "review.evidens");
      const title = "Simulated review";
      const review = await createReview({
        path,
        title,
        by: "reviewer1",
        protocolText: starterProtocol(title),
      });
      await review.close();
      const imported = ["participants", "import", "participants.csv", "--dictionary", "dictionary.yaml"];
      expect((await run(imported, { cwd })).stderr).toBe("");
      const ran = await run(["participants", "model", "model.yaml", "--json"], { cwd });
      expect(ran.stderr).toBe("");
      const again = (JSON.parse(ran.stdout) as ModelResponse).model;
      expect(again.differences).toEqual(model.differences);
      expect(again.coefficients).toEqual(model.coefficients);
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  });
});
