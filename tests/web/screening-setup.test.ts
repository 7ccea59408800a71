import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";

describe.skipIf(chromium === null)("setting up screening", () => {
  const now = useAppPage();
  const open = async (path = "/screen/setup"): Promise<void> => {
    const { api, page } = now();
    await page.goto(api.url + path);
    await page.getByRole("heading", { name: "Order and stopping rule" }).waitFor();
  };
  const card = (title: string) => now().page.locator(".setup-card").filter({ hasText: title });

  it("saves order, known reports by DOI, rule, target and confidence; says what cannot be", async () => {
    const { api, page, errors } = now();
    await open();
    const order = card("Order and stopping rule");
    const save = order.getByRole("button", { name: "Save" });
    expect(await save.isDisabled()).toBe(true);
    await order
      .getByLabel(/^Add by DOI/)
      .fill("https://doi.org/10.0000/SIMULATED.4\nimp1-9\n10.0000/nobody-has-this");
    await order.getByRole("button", { name: "Find and add" }).click();
    await order.getByText("3 reports known to be relevant").waitFor();
    await order.getByText("1 line names no report of this review").waitFor();
    expect(await order.getByLabel(/^Add by DOI/).inputValue()).toBe("10.0000/nobody-has-this");
    await order.getByRole("button", { name: "Remove Alder 2003" }).click();
    await order.getByLabel("Rule").selectOption({ label: "SAFE" });
    await order.getByText("It states no confidence.").waitFor();
    await order.getByLabel("Share of relevant reports to find").fill("120");
    await order.getByText("A share above 0 and at most 100.").waitFor();
    expect(await save.isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await order.getByLabel("Share of relevant reports to find").fill("90");
    await save.click();
    await order.getByText("Chosen").waitFor();
    expect(api.setup.orders).toEqual([
      {
        order: "ranked",
        model: "evidens",
        seed: 0,
        start: "words",
        relevant: ["imp1-4", "imp1-9"],
        stopping: { rule: "safe", target: 0.9, confidence: 0.95 },
      },
    ]);
    expect(errors.filter((one) => !one.includes("404"))).toEqual([]);
  });

  it("shares out the work with the counts it comes to", async () => {
    const { api } = now();
    await open();
    const who = card("Who reads what");
    await who.getByLabel(/^people by shares/).check();
    await who.getByLabel("Weight of Bo Simulated").fill("3");
    // One vote by 1 : 3, and a fifth of the reports read by both: (.8 × .25 + .2) × 400.
    await who.getByText("about 160 reports (40 %)").waitFor();
    await who.getByText("about 320 reports (80 %)").waitFor();
    await who.getByLabel("Weight of Ada Simulated").fill("0");
    await who.getByText("At least 2 people must read.").waitFor();
    await who.getByLabel("Weight of Ada Simulated").fill("1");
    await who.getByRole("button", { name: "Save" }).click();
    await expect
      .poll(() => api.setup.allocations.map(({ shares }) => shares))
      .toEqual([
        [
          { person: "ada", weight: 1 },
          { person: "bo", weight: 3 },
        ],
      ]);
  });

  it("draws samples, an audit as large as its claim needs, and takes one back", async () => {
    const { api, page } = now();
    await open();
    const samples = card("Samples and rounds");
    await samples.locator("summary").click();
    expect(await samples.getByLabel("Reports", { exact: true }).inputValue()).toBe("50");
    await samples.getByText("The protocol plans 50.").waitFor();
    await samples.getByLabel("Bo Simulated", { exact: true }).last().uncheck();
    await samples.getByText("A round compares people: choose at least two.").waitFor();
    await samples.getByLabel(/^Audit of exclusions/).check();
    await samples.getByText(/^Reading 117 and finding none would show, with 95\s%/).waitFor();
    await samples.getByRole("button", { name: "Draw 117" }).click();
    expect(await violations(page)).toEqual([]);
    await samples.getByRole("button", { name: "Draw a sample" }).click();
    await expect.poll(() => api.setup.drawn).toEqual([{ purpose: "audit", size: 117, reviewers: ["ada"] }]);
    await samples.getByRole("button", { name: "Take back: Calibration round" }).click();
    const dialog = page.getByRole("dialog", { name: "Take this sample back?" });
    await dialog.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Taken back.").waitFor();
  });

  it("ends only with grounds where the rule does not say so, and resumes", async () => {
    const { api, page } = now();
    await open();
    const stop = card("May screening end?");
    await stop.getByText("The rule cannot tell.").waitFor();
    await stop.getByRole("button", { name: "End screening" }).click();
    const dialog = page.getByRole("dialog", { name: "End screening of this stage?" });
    const anyway = dialog.getByRole("button", { name: "End it anyway" });
    expect(await anyway.isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel("Grounds").fill("Simulated grounds");
    await anyway.click();
    await stop.getByText("The rule did not support it").waitFor();
    expect(api.setup.stops).toEqual([{ anyway: true, note: "Simulated grounds" }]);
    await stop.getByRole("button", { name: "Resume screening" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
    await stop.getByRole("button", { name: "End screening" }).waitFor();
  });

  it("lets others read and not write", async () => {
    const { page } = now();
    await page.route("**/api/session", async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as { data: { person: unknown; people: unknown[] } };
      body.data.person = body.data.people[1];
      await route.fulfill({ json: body });
    });
    await open();
    await page.getByText("to be read; a lead changes it").waitFor();
    expect(
      await page
        .locator("main")
        .getByRole("button", { name: /^(?:Save|End|Draw|Undo|Take back)/ })
        .count(),
    ).toBe(0);
    expect(await card("Order and stopping rule").getByLabel("Rule").isDisabled()).toBe(true);
    await page.getByText("A lead of the review ends a stage.").waitFor();
  });

  it("reads an audit one by one by key, with the bound", async () => {
    const { api, page, errors } = now();
    await page.goto(`${api.url}/screen/audit/audit-1`);
    await page.getByRole("heading", { name: /^Simulated report 40:/ }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("heading", { name: /^Simulated report 41:/ }).waitFor();
    await page.getByText("At most 180 of 300 excluded reports should have been included.").waitFor();
    await page.keyboard.press("y");
    await page.getByRole("heading", { name: /^Simulated report 42:/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: /^No, rightly excluded/ }).click();
    await page.getByText("All of the sample is answered.").waitFor();
    expect(api.setup.audits).toEqual([
      { sample: "audit-1", report: "imp1-40", relevant: false },
      { sample: "audit-1", report: "imp1-41", relevant: true },
      { sample: "audit-1", report: "imp1-42", relevant: false },
    ]);
    expect(errors).toEqual([]);
  });
});
