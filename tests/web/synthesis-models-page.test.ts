import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { AnalysisResponse } from "#contract";
import { chromium, useAppPage } from "./app-page.ts";
import { fakeMaterial, manyCounts } from "./fake-synthesis.ts";

const COUNTS = "outcome=response&measure=OR";

/** Presses one of a few choices side by side, with the keyboard alone. */
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name, exact: true }).press("Enter");

/** A protocol whose analysis names a model of the counts. */
async function countsPlanned(page: Page): Promise<void> {
  await page.route("**/api/analyses/main/material*", (route) =>
    route.fulfill({ json: { data: fakeMaterial({ needs: "counts" }) } }),
  );
  await page.route("**/api/analyses/main", async (route) => {
    const answer = (await (await route.fetch()).json()) as { data: AnalysisResponse };
    const { set } = answer.data;
    const analysis = {
      ...set.analysis,
      measure: "OR",
      method: "CM.EL",
      model: "random",
      outcome: "response",
    };
    await route.fulfill({ json: { data: { ...answer.data, set: { ...set, analysis } } } });
  });
}

describe.skipIf(chromium === null)("further models of the Synthesis page", () => {
  const app = useAppPage();

  it("computes models of the counts, selection, levels and a network from the keyboard", async () => {
    const { page, api, errors } = app();
    await page.goto(`${api.url}/synthesis?${COUNTS}`);
    await press(page, "Further models");
    await page.getByRole("rowheader", { name: /^CM\.EL/ }).waitFor();
    await page.getByText(/Every one of these models/).waitFor();
    await press(page, "Poisson: rate ratio");
    await page.getByRole("heading", { name: "Rate ratio, Poisson–normal models" }).waitFor();
    await page.getByText("people stand for it", { exact: false }).waitFor();
    expect(page.url()).toContain("family=poisson");

    await press(page, "Selection");
    const seen = page.getByRole("table").filter({ hasText: "Half-normal" }).last();
    await seen.getByRole("rowheader", { name: "0.025" }).waitFor();
    await page.getByText("the shape of the selection is hardly known", { exact: false }).waitFor();

    await page.goto(`${api.url}/synthesis?view=models&part=levels`);
    await page.getByRole("rowheader", { name: "Multilevel: 12 effects" }).waitFor();
    await page.getByRole("rowheader", { name: "Spread within studies" }).waitFor();
    const robust = page.getByRole("row").filter({ hasText: "cluster-robust (CR2)" });
    const before = await robust.innerText();
    await press(page, "r = 0.9");
    await expect.poll(() => robust.innerText().catch(() => before)).not.toBe(before);
    await page.getByLabel("Studies within").selectOption({ label: "Country" });
    await page.getByRole("rowheader", { name: "Spread between groups by Country" }).waitFor();

    await page.getByRole("checkbox", { name: /later/i }).press("Space");
    await page.getByText("No study has more than one effect here", { exact: false }).waitFor();

    await press(page, "Network");
    await page.getByRole("img", { name: /Network graph/ }).waitFor();
    await page
      .getByText("3 treatments, 3 direct comparisons", { exact: false })
      .waitFor({ state: "attached" });
    await page.getByRole("rowheader", { name: "Between designs: disagreement" }).waitFor();
    await page.getByText("Treatment has the highest P-score", { exact: false }).waitFor();
    await page.goto(`${api.url}/synthesis?view=models&part=network&timepoint=later`);
    await page.getByText("The studies make 2 networks that nothing joins", { exact: false }).waitFor();
    await page
      .getByText("Control – Treatment; Fourth treatment – Other treatment", { exact: false })
      .waitFor();
    expect(errors).toEqual([]);
  }, 120_000);

  it("works beside the page with 200 studies: a word answers while a model is on its way", async () => {
    const { page, api, errors } = app();
    await page.route("**/api/analyses/main/material*", (route) =>
      route.fulfill({ json: { data: manyCounts(200) } }),
    );
    await page.goto(`${api.url}/synthesis?view=models&${COUNTS}`);
    await page.getByRole("progressbar", { name: "Models of the counts" }).waitFor();
    await page.getByText("Computing beside the page", { exact: false }).waitFor();
    const big = page.locator(".big");
    const before = await big.innerText();
    const button = page.getByRole("button", { name: /Empty cells: what is added/ });
    await button.press("Enter");
    await page.getByRole("option", { name: "0.01" }).press("Enter");
    await expect.poll(() => big.innerText()).not.toBe(before);
    expect(page.url()).toContain("zero-add=0.01");
    await page.getByText("Empty cells: what is added: 0.01; planned: 0.5.").waitFor();
    // The work goes on, and its models do not depend on what was added.
    await page.getByRole("rowheader", { name: /^UM\.RS/ }).waitFor({ timeout: 60_000 });
    expect(errors).toEqual([]);
  }, 120_000);

  it("closes a list of the sentence by Escape, by Tab, beside it and by what is chosen already, and changes nothing", async () => {
    const { page, api, errors } = app();
    await page.goto(`${api.url}/synthesis?${COUNTS}`);
    const word = page.getByRole("button", { name: /Empty cells: which tables/ });
    const list = page.getByRole("listbox");
    const ways: readonly (() => Promise<void>)[] = [
      () => page.keyboard.press("Escape"),
      () => page.keyboard.press("Tab"),
      () => page.getByRole("heading", { name: "Synthesis" }).click(),
      () => page.keyboard.press("Enter"),
      () => list.getByRole("option", { selected: true }).click(),
    ];
    for (const [at, close] of ways.entries()) {
      await word.press(at % 2 === 0 ? "Enter" : "ArrowDown");
      await list.waitFor();
      await close();
      await list.waitFor({ state: "detached" });
    }
    await expect.poll(() => word.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(page.url()).not.toContain("zero-to");
    expect(errors).toEqual([]);
  });

  it("marks the model of the counts that the protocol plans, and records it", async () => {
    const { page, api, errors } = app();
    await countsPlanned(page);
    await page.goto(`${api.url}/synthesis`);
    await page.getByText("The protocol plans the binomial–normal model CM.EL", { exact: false }).waitFor();
    expect(await page.getByRole("button", { name: "Restore the plan" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Run and record" }).isEnabled()).toBe(true);
    await press(page, "Show the planned model");
    const planned = page.getByRole("rowheader", { name: /^CM\.EL as in protocol/ });
    await planned.waitFor();
    expect(await page.getByRole("rowheader", { name: /as in protocol/ }).count()).toBe(1);
    await page.getByText("The protocol plans CM.EL with these effects", { exact: false }).waitFor();
    // With other effects none of the models is the planned one.
    await page
      .getByRole("group", { name: "True effects" })
      .getByRole("button", { name: "common" })
      .press("Enter");
    await page.getByText("These models are in no plan", { exact: false }).waitFor();
    expect(await planned.count()).toBe(0);
    expect(errors).toEqual([]);
  }, 60_000);

  it("says in Norwegian what the numbers leave to settle", async () => {
    const { page, api, errors } = app();
    await page.route("**/api/analyses/main", async (route) => {
      const answer = (await (await route.fetch()).json()) as { data: { outcome: object } };
      const problem = { code: "extraction/several-arms", field: "s1", message: "Two arms of one role." };
      const data = { ...answer.data, outcome: { ...answer.data.outcome, problems: [problem] } };
      await route.fulfill({ json: { data } });
    });
    await page.goto(`${api.url}/synthesis`);
    await page.getByText("Two arms of one role.").waitFor();
    await page.getByRole("button", { name: "Norsk" }).click();
    await page.getByText("Flere armer i Alder 2001 har samme rolle", { exact: false }).waitFor();
    expect(await page.getByText("Two arms of one role.").count()).toBe(0);
    expect(errors).toEqual([]);
  });
});
