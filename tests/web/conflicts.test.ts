import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";

describe.skipIf(chromium === null)("settling conflicts", () => {
  const now = useAppPage();
  const open = async (path: string): Promise<void> => {
    const { api, page } = now();
    await page.goto(api.url + path);
    await page.locator(".votes").waitFor();
  };
  const shows = (position: number): Promise<void> =>
    now()
      .page.getByRole("heading", { name: new RegExp(`^Simulated report ${position}:`) })
      .waitFor();

  it("walks by J and K, with both votes, what was changed and the reasons side by side", async () => {
    const { page, errors } = now();
    await open("/full-text/conflicts");
    await shows(9);
    const votes = page.locator(".votes > li");
    expect(await votes.count()).toBe(2);
    expect(await votes.nth(0).innerText()).toMatch(/Ada Simulated\s+Include/);
    expect(await votes.nth(1).innerText()).toMatch(/Bo Simulated\s+Exclude/);
    await votes.nth(1).getByText("Changed 1 time").click();
    await votes.nth(1).getByText("Maybe").waitFor();
    await page.keyboard.press("j");
    await shows(10);
    await page.keyboard.press("k");
    await shows(9);
    await page.getByRole("button", { name: "different reasons (1)" }).click();
    await shows(12);
    expect(await votes.nth(0).innerText()).toContain("Wrong design");
    expect(await votes.nth(1).innerText()).toContain("Wrong population");
    expect(page.url()).toContain("kind=reason");
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("settles by key and goes on to the one that came after it", async () => {
    const { api, page } = now();
    await open("/screen/conflicts");
    await page.keyboard.press("j");
    await shows(10);
    await page.keyboard.press("i");
    await shows(11);
    await page.getByRole("button", { name: "Third person" }).click();
    await page.getByLabel("Grounds (may stay empty)").fill("Simulated x grounds");
    await page.getByRole("button", { name: /^Exclude/ }).click();
    await shows(9);
    expect(api.setup.settled).toEqual([
      { stage: "title-abstract", report: "imp1-10", decision: "include", how: "consensus" },
      {
        stage: "title-abstract",
        report: "imp1-11",
        decision: "exclude",
        how: "third-person",
        note: "Simulated x grounds",
      },
    ]);
    await page.keyboard.press("x");
    await page.getByText("Nothing to settle.").waitFor();
  });

  it("asks for the reason at full text", async () => {
    const { api, page } = now();
    await open("/full-text/conflicts");
    await page.keyboard.press("x");
    await page.getByRole("dialog", { name: "Exclude: why?" }).waitFor();
    expect(api.setup.settled).toEqual([]);
    await page.keyboard.press("2");
    await shows(10);
    expect(api.setup.settled.map(({ exclusionReason }) => exclusionReason)).toEqual(["population"]);
  });

  it("has the discussion below, and lists what waits for information", async () => {
    const { api, page } = now();
    await open("/screen/conflicts");
    await page.keyboard.press("c");
    await page.keyboard.type("i think it is x");
    await page.keyboard.press("Control+Enter");
    await page.locator(".thread").getByText("i think it is x").waitFor();
    expect(api.screening.comments).toEqual([
      { stage: "title-abstract", report: "imp1-9", text: "i think it is x" },
    ]);
    expect(api.setup.settled).toEqual([]);
    await page.getByRole("heading", { name: "2 reports wait for information" }).waitFor();
  });
});
