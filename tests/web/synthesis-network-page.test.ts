import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { fakeNetwork } from "./fake-synthesis.ts";

const NETWORK = "synthesis?view=models&part=network";

describe.skipIf(chromium === null)("the network of the Synthesis page", () => {
  const app = useAppPage();

  it("leads from a comparison to its studies, their values and quotes, and back, by the keyboard alone", async () => {
    const { page, api, errors } = app();
    await page.goto(`${api.url}/${NETWORK}`);
    const pair = page.getByRole("button", {
      name: /^Treatment against Control: .*Show the studies behind it/,
    });
    await pair.first().press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("heading", { name: "Treatment against Control" }).waitFor();
    await dialog.getByText("3 studies compare the two directly", { exact: false }).waitFor();
    await dialog.getByRole("button", { name: "Hazel 2009" }).press("Enter");
    await dialog.getByRole("heading", { name: "Hazel 2009" }).waitFor();
    await dialog.getByText("simulated quote of 4.3").waitFor();
    await dialog.getByText("Other treatment against Control").waitFor();
    expect(await dialog.getByRole("link", { name: "Open the report it was read in" }).count()).toBe(9);
    await dialog.getByRole("button", { name: "Back to the comparison" }).press("Enter");
    await dialog.getByText("3 studies compare the two directly", { exact: false }).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);
    await expect.poll(focused).toMatch(/^Treatment against Control/);
    expect(errors).toEqual([]);
  }, 60_000);

  it("shows every arm with its numbers, each with its way back, and says who is kept out", async () => {
    const { page, api, errors } = app();
    await page.goto(`${api.url}/${NETWORK}&without=s2`);
    const table = page.getByRole("table").filter({ hasText: "Birch 2002" });
    await table.getByText("left out by hand").waitFor();
    const number = table.getByRole("button", { name: "Alder 2001, treatment, mean: 4.1", exact: false });
    await number.press("Enter");
    const origin = page.getByRole("dialog", { name: "Alder 2001, treatment, mean" });
    await origin.getByText("simulated quote of 4.1").waitFor();
    await page.keyboard.press("Escape");
    await origin.waitFor({ state: "detached" });
    await table.getByRole("button", { name: "Elm 2005", exact: true }).press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("simulated quote of 4.6").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(errors).toEqual([]);
  }, 60_000);

  it("says what is to settle, and what is refused, in both languages", async () => {
    const { page, api, errors } = app();
    const network = fakeNetwork({});
    const twice = { ...network.arms[0]!, arm: "again", label: "again" };
    await page.route("**/api/analyses/main/network*", (route) =>
      route.fulfill({
        json: {
          data: {
            ...network,
            arms: [...network.arms, twice],
            problems: [
              { code: "extraction/several-arms", field: "s6", message: "Two arms of one role." },
              { code: "extraction/new-one", field: "s6", message: "Something new." },
            ],
          },
        },
      }),
    );
    await page.goto(`${api.url}/${NETWORK}`);
    await page.getByText("Hazel 2009: Two arms of one role.").waitFor();
    await page.getByText("Alder 2001: two arms received the same treatment; combine them first.").waitFor();
    await page.getByRole("button", { name: "Norsk" }).click();
    await page.getByText("Flere armer i Hazel 2009 har samme rolle", { exact: false }).waitFor();
    await page.getByText("Alder 2001: to armer har fått samme tiltak; slå dem sammen først.").waitFor();
    expect(await page.locator('[lang="en"]', { hasText: "Something new." }).count()).toBe(1);
    await page.getByRole("heading", { name: "Studier og armene deres" }).waitFor();
    expect(errors).toEqual([]);
  }, 60_000);

  it("hands its numbers out with those of the page", async () => {
    const { page, api, errors } = app();
    await page.goto(`${api.url}/${NETWORK}`);
    await page.getByRole("img", { name: /Network graph/ }).waitFor();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Numbers as CSV" }).press("Enter");
    const text = readFileSync(await (await saved).path(), "utf8");
    expect(text).toContain("network: league table,Treatment against Control");
    expect(text).toContain("network: studies,Alder 2001: Treatment against Control");
    expect(text).toMatch(/^specification,,planned,/m);
    expect(text).toContain("models of the counts,,planned");
    expect(errors).toEqual([]);
  }, 60_000);
});
