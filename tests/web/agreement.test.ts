import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";

describe.skipIf(chromium === null)("agreement", () => {
  const now = useAppPage();
  const open = async (path: string): Promise<void> => {
    const { api, page } = now();
    await page.goto(api.url + path);
    await page.locator(".agreement-table").first().waitFor();
  };

  it("gives each statistic with its interval, or says why there is none", async () => {
    const { page, errors } = now();
    await open("/screen/agreement");
    const table = page.getByRole("table", { name: "All reviewers together" });
    const row = (name: string): Promise<string> =>
      table.getByRole("row", { name: new RegExp(`^${name}`) }).innerText();
    expect(await row("Same decision")).toMatch(/93\.5\s%\s+\(90\.2\s% to 96\.8\s%\)\s+88\.4\s%/);
    expect(await row("Cohen’s κ")).toMatch(
      /0\.52\s+no interval: there was no disagreement\s+0\.41\s+\(0\.28 to 0\.54\)/,
    );
    expect(await row("PABAK")).toMatch(/0\.87\s+\(0\.80 to 0\.94\)\s+–/);
    expect(await row("Gwet’s AC1")).toMatch(/not defined: every decision was the same\s+0\.86/);
    expect(await row("Agreement on keeping")).toMatch(/56\.0\s%/);
    const cross = page.getByRole("table", { name: /^Rows: Ada Simulated\. Columns: Bo Simulated\./ });
    expect(
      await cross
        .getByRole("row", { name: /Exclude/ })
        .last()
        .innerText(),
    ).toMatch(/5\s+178\s+3/);
    await page.getByText("184 reports still wait for a vote.").waitFor();
    await page.getByText("The κ paradox").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("copies the sentence for the report", async () => {
    const { page } = now();
    await open("/screen/agreement");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy the sentence" }).click();
    await page.getByText("Copied.", { exact: true }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      "Simulated sentence of agreement.",
    );
  });

  it("tells of a calibration round whether the plan was reached, and lists what was decided differently", async () => {
    const { page } = now();
    await open("/full-text/agreement");
    expect(await page.getByText("not reached").count()).toBe(0);
    await page.getByLabel("Votes of").selectOption("calibration-1");
    await page.getByText("not reached").waitFor();
    await page.getByText("The protocol asks for 0.60 or more (Cohen’s κ), on 50 reports.").waitFor();
    expect(page.url()).toContain("round=calibration-1");
    const line = page.locator(".disagreement").first();
    expect(await line.innerText()).toMatch(
      /Ada Simulated\s+Include\s+Simulated note\s+Bo Simulated\s+Exclude\s+Wrong design/,
    );
    await page.reload();
    await page.getByText("not reached").waitFor();
  });
});
