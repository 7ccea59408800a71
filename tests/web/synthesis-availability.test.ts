import { describe, expect, it } from "vitest";
import type { AnalysisMaterialResponse, AnalysisResponse } from "#contract";
import { chromium, useAppPage } from "./app-page.ts";

const judged = {
  studyId: "s2",
  outcome: "response",
  timepoint: "end",
  status: "missing" as const,
  reason: "selective" as const,
  note: "registered, never reported",
  by: "ada",
  at: "2026-03-01T10:00:00.000Z",
  eventId: "e-judged",
};

describe.skipIf(chromium === null)("what is known of results, on the Synthesis page", () => {
  const app = useAppPage();

  it("is judged with the keyboard, with a note and a quote, and taken back", async () => {
    const { page, api, errors } = app();
    const sent: { path: string; body: unknown }[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST")
        sent.push({ path: new URL(request.url()).pathname, body: request.postDataJSON() });
    });
    await page.route("**/api/analyses/*/material*", async (route) => {
      const fetched = await route.fetch().catch(() => null);
      // The page may be closed while it reads anew after the last write.
      const text = await fetched?.text().catch(() => null);
      if (typeof text !== "string") return;
      const answer = JSON.parse(text) as { data: AnalysisMaterialResponse };
      const results = answer.data.results.map((one) =>
        one.studyId === "s2" && one.outcome === "response" ? { ...one, judged } : one,
      );
      await route.fulfill({ json: { data: { ...answer.data, results } } }).catch(() => undefined);
    });
    await page.goto(`${api.url}/synthesis?view=missing`);
    const matrix = page.locator("table.matrix");
    await matrix.waitFor();
    await expect.poll(() => matrix.innerText()).toContain("registered, never reported");
    expect(await matrix.innerText()).toContain("Probably because of its p value, size or direction");

    const judge = page.getByRole("button", { name: /Judge what is known: Cedar 2003/ }).first();
    await judge.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    const save = dialog.getByRole("button", { name: "Save the judgement" });
    expect(await save.isDisabled()).toBe(true);
    await dialog.getByRole("radio", { name: /Partly known/ }).focus();
    await page.keyboard.press("Space");
    await dialog.getByLabel("Why no more?").selectOption("selective");
    await dialog.getByLabel("Quote").fill("did not differ");
    await dialog.getByText("A quote needs the place where it stands.").waitFor();
    expect(await save.isDisabled()).toBe(true);
    await dialog.getByLabel(/Where it stands/).fill("p. 7");
    await save.focus();
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    expect(sent.at(-1)).toEqual({
      path: "/api/studies/s3/availability",
      body: {
        outcome: "response",
        timepoint: "end",
        status: "partly-known",
        reason: "selective",
        quote: "did not differ",
        place: "p. 7",
      },
    });

    await page.getByRole("button", { name: /See or change the judgement: Birch 2002/ }).click();
    await dialog.getByText(/Judged by ada/).waitFor();
    expect(await dialog.getByRole("radio", { name: /because of the result/ }).isChecked()).toBe(true);
    await dialog.getByRole("button", { name: "Take the judgement back" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(sent.at(-1)).toEqual({ path: "/api/undo", body: { eventId: "e-judged" } });
    expect(errors).toEqual([]);
  });
});

describe.skipIf(chromium === null)("planned parts, on the Synthesis page", () => {
  const app = useAppPage();

  it("are offered, marked as planned when chosen, and named when they could not be carried out", async () => {
    const { page, api, errors } = app();
    const label = { en: "Common effect", nb: "Felles effekt" };
    await page.route(/\/api\/analyses\/[^/]+$/, async (route) => {
      const answer = (await (await route.fetch()).json()) as { data: AnalysisResponse };
      const { set, outcome } = answer.data;
      const analysis = {
        ...set.analysis,
        sensitivity: [{ id: "f", label, model: "common", test: "z" }],
        subgroups: [{ id: "g", label: { en: "By colour" }, by: "form.colour" }],
      };
      const parts = [
        {
          kind: "subgroups",
          id: "g",
          label: { en: "By colour" },
          result: null,
          problems: [{ code: "x", message: "Nobody has a colour." }],
          unplaced: [],
        },
      ];
      await route.fulfill({
        json: {
          data: { set: { ...set, analysis }, outcome: { ...outcome, set: { ...set, analysis }, parts } },
        },
      });
    });
    await page.goto(`${api.url}/synthesis`);
    const planned = page.getByRole("region", { name: "Planned in the protocol" });
    await planned.waitFor();
    expect(await planned.innerText()).toMatch(
      /By colour was planned and could not be carried out\.\s+Nobody has/,
    );
    await page.getByText("as in protocol", { exact: true }).waitFor();
    await planned.getByRole("button", { name: /Common effect/ }).click();
    await page.getByText("as in protocol: Common effect", { exact: true }).waitFor();
    expect(page.url()).toContain("model=common");
    expect(await page.getByRole("region", { name: "exploratory" }).count()).toBe(0);
    await planned.getByRole("button", { name: /Main result/ }).click();
    await page.getByText("as in protocol", { exact: true }).waitFor();
    expect(errors).toEqual([]);
  });
});
