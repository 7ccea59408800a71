import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";

describe.skipIf(chromium === null)("participants", () => {
  const now = useAppPage();
  const open = async (view: string): Promise<void> => {
    const { api, page } = now();
    await page.goto(`${api.url}/participants?view=${view}`);
    await page.getByText("Simulated participants").first().waitFor();
  };

  it("says that they are simulated on every view, and takes a dictionary by keyboard", async () => {
    const { api, page, errors } = now();
    await open("data");
    await page.getByText("role guessed from its name").first().waitFor();
    await page.getByText("The dictionary as YAML").focus();
    await page.keyboard.press("Enter");
    const editor = page.getByLabel("Dictionary", { exact: true });
    const before = await editor.inputValue();
    await editor.fill(before.replace("role: arm", "role: amr"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "amr" }).waitFor();
    // What was typed stays until it is right.
    expect(await editor.inputValue()).toContain("role: amr");
    await editor.fill(before.replace("Age", "Age at entry"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Age at entry").first().waitFor();
    expect(api.participants.dictionaries).toHaveLength(1);
    // The refusal was asked for.
    expect(errors.filter((one) => !/422/.test(one))).toEqual([]);
  });

  it("fits the model as it is changed, refuses what cannot be in words, and records it", async () => {
    const { api, page, errors } = now();
    await open("model");
    const row = page.getByRole("row", { name: /after session 2: MDMA/ });
    await row.waitFor();
    const first = await row.innerText();
    await page.getByLabel("Degrees of freedom").selectOption("kenward-roger");
    await expect.poll(async () => await row.innerText()).not.toBe(first);
    const formula = page.getByLabel("Formula");
    await formula.fill("caps_iv_change ~ nobody");
    await formula.press("Enter");
    await page.getByRole("alert").filter({ hasText: "nobody" }).waitFor();
    await formula.fill("caps_iv_change ~ caps_iv_baseline + arm * visit");
    await formula.press("Enter");
    await row.waitFor();
    await page.getByRole("button", { name: "Put it in the review" }).click();
    await page.getByText("Models in the review").waitFor();
    expect(api.participants.recorded).toMatchObject([
      { formula: "caps_iv_change ~ caps_iv_baseline + arm * visit", degreesOfFreedom: "kenward-roger" },
    ]);
    expect(await violations(page)).toEqual([]);
    // The refusal was asked for.
    expect(errors.filter((one) => !/422/.test(one))).toEqual([]);
  });

  it("draws participants on the screen and never into a file", async () => {
    const { page } = now();
    await open("course");
    const card = page.locator("section.fig").first();
    await card.locator("svg").waitFor();
    const lines = await card.locator("svg path").count();
    const download = page.waitForEvent("download");
    await card.getByRole("button", { name: /as SVG$/ }).click();
    const saved = await (await download).createReadStream();
    let text = "";
    for await (const piece of saved) text += String(piece);
    expect(text.match(/<path/g)!.length).toBeLessThan(lines / 3);
    expect(text).toContain("Simulated participants");
  });

  it("pools trials in two stages and in one", async () => {
    const { page } = now();
    await open("pooling");
    await page.getByText("One stage: one model of all trials").waitFor();
    await page.getByLabel("Does the difference change with").selectOption("age");
    await page.getByRole("row", { name: /^Within trials/ }).waitFor();
  });
});
