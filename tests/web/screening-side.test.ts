import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";

describe.skipIf(chromium === null)("beside the record", () => {
  const app = useAppPage();
  const open = async (): Promise<ReturnType<typeof app>> => {
    const now = app();
    await now.page.goto(`${now.api.url}/screen`);
    await now.page.locator(".reading-title").waitFor();
    return now;
  };

  it("edits marked words in place, refuses what is no word, and goes back to the protocol's", async () => {
    const { page, api, errors } = await open();
    await page.getByRole("button", { name: "Edit" }).click();
    const dialog = page.getByRole("dialog", { name: "Marked words" });
    const field = dialog.getByRole("textbox", { name: "Add a word to Outcome" });
    await field.fill("sc*es");
    await field.press("Enter");
    await dialog.getByRole("alert").getByText("A star may stand at the end").waitFor();
    await field.fill("Sham Scale");
    await field.press("Enter");
    await expect
      .poll(() => api.screening.saved.at(-1)?.find(({ kind }) => kind === "outcome")?.terms)
      .toEqual(["Sham Scale"]);
    await dialog.getByRole("button", { name: "Do not mark sham therapy" }).click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.locator(".paper mark[data-kind=outcome]").first().waitFor();
    expect(await page.locator(".paper mark[data-kind=intervention]").count()).toBe(0);
    await page.keyboard.press("w");
    await dialog.getByRole("button", { name: "Back to the protocol's" }).click();
    await page.keyboard.press("Escape");
    await page.locator(".paper mark[data-kind=intervention]").first().waitFor();
    expect(errors).toEqual([]);
  });

  it("marks a selected word by a key and the number of its kind", async () => {
    const { page, api } = await open();
    await page.locator(".abs", { hasText: "waiting list" }).evaluate((paragraph) => {
      const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
        const at = node.textContent!.indexOf("waiting list");
        if (at >= 0) getSelection()!.setBaseAndExtent(node, at, node, at + "waiting list".length);
      }
    });
    await page.keyboard.press("w");
    await page.getByRole("dialog", { name: "Mark “waiting list” as" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("3");
    await page.locator(".paper mark[data-kind=comparator]").first().waitFor();
    expect(api.screening.saved.at(-1)?.find(({ kind }) => kind === "comparator")?.terms).toEqual([
      "waiting list",
    ]);
  });

  it("gives every kind of mark a line of its own", async () => {
    const { page } = await open();
    await page.keyboard.press("w");
    const lines = await page.locator(".kind legend mark").evaluateAll((marks) =>
      marks.map((mark) => {
        const style = getComputedStyle(mark);
        return `${style.textDecorationStyle} ${style.textDecorationLine} ${style.boxShadow !== "none"} ${style.outlineStyle}`;
      }),
    );
    expect(lines).toHaveLength(7);
    expect(new Set(lines).size).toBe(7);
  });

  it("says why the record is here, with what pushed it up and down", async () => {
    const { page } = await open();
    await page.keyboard.press("e");
    const dialog = page.getByRole("dialog", { name: "Why this report comes now" });
    await dialog.getByText("Place 3 of 398 among what waits.").waitFor();
    expect(await dialog.getByRole("row").allInnerTexts()).toEqual([
      expect.stringContaining("Word"),
      expect.stringMatching(/sham therapy\s+\+1\.42\s+pushes up/),
      expect.stringMatching(/randomised\s+\+0\.61\s+pushes up/),
      expect.stringMatching(/animals\s+−0\.88\s+pushes down/),
    ]);
    expect(await violations(page)).toEqual([]);
  });

  it("holds the discussion of the record on screen", async () => {
    const { page, api } = await open();
    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog", { name: "Discussion" });
    await dialog.getByText(/Those of others appear when/).waitFor();
    await page.keyboard.type("x is that the same trial?");
    await page.keyboard.press("Control+Enter");
    await dialog.getByText("x is that the same trial?", { exact: true }).nth(0).waitFor();
    expect(api.screening.comments).toEqual([
      { stage: "title-abstract", report: "imp1-1", text: "x is that the same trial?" },
    ]);
    expect(api.votes).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "1 comment" }).waitFor();
    await page.keyboard.press("x");
    await page.getByRole("heading", { name: /^Simulated report 2:/ }).waitFor();
    await page.getByRole("button", { name: "Discussion" }).waitFor();
  });

  it("puts labels on and takes them off", async () => {
    const { page, api } = await open();
    await page.keyboard.press("l");
    const dialog = page.getByRole("dialog", { name: "Labels" });
    await dialog.getByRole("button", { name: "+ background" }).waitFor();
    await page.keyboard.type("DOSE unclear");
    await page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: "Take off dose unclear" }).waitFor();
    await dialog.getByRole("button", { name: "+ background" }).click();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Take off dose unclear" }).click();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".talk-line .chip").allInnerTexts()).toEqual(["background"]);
    expect(api.screening.labels.map(({ label, on }) => [label, on])).toEqual([
      ["dose unclear", true],
      ["background", true],
      ["dose unclear", false],
    ]);
  });

  it("tells how far one is and whether one may stop", async () => {
    const { page, api } = await open();
    await page.getByText("The rule cannot tell.").waitFor();
    await page.keyboard.press("i");
    await page.getByText("The rule does not yet support stopping.").waitFor();
    await page
      .getByText(/p\s=\s\.34 for a recall below 95\s%; less than \.05 is asked for\. 210 more/)
      .waitFor();
    await page
      .getByRole("img", { name: /^Recall curve: of 400 reports 1 are read and 1 of them kept/ })
      .waitFor();
    api.screening.set.progress = "preparing";
    api.screening.set.ranking = { state: "preparing" };
    await page.reload();
    await page.getByText("The numbers are being worked out.").waitFor();
    await page.getByText(/in order of import while the learner reads/).waitFor();
    api.screening.set.ranking = {};
    api.screening.set.progress = "ready";
    // It is noticed without a vote.
    await page.getByRole("img", { name: /^Recall curve/ }).waitFor();
    await page.getByText(/likeliest relevant first/).waitFor();
  });

  it("keeps how one likes to read", async () => {
    const { page, errors } = await open();
    await page.keyboard.press("v");
    const dialog = page.getByRole("dialog", { name: "How a report is shown" });
    await dialog.getByRole("button", { name: "22" }).click();
    await dialog.getByRole("button", { name: "56" }).click();
    await dialog.getByLabel("Tell what I read in this sitting").uncheck();
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await page.locator(".reading-title").waitFor();
    expect(
      await page
        .locator(".abs")
        .first()
        .evaluate((one) => getComputedStyle(one).fontSize),
    ).toBe("22px");
    await page.keyboard.press("i");
    await page.getByRole("heading", { name: /^Simulated report 2:/ }).waitFor();
    expect(await page.locator(".sitting").count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it("says of a retracted report that it is", async () => {
    const { page } = await open();
    await page.keyboard.press("x");
    await page.keyboard.press("x");
    await page.getByRole("heading", { name: /^Simulated report 3:/ }).waitFor();
    await page.locator(".meta").getByText("Retracted", { exact: true }).waitFor();
  });

  it("hints at a rest after long reading, in a line that blocks nothing", async () => {
    const { page, api } = await open();
    await page.evaluate(() => {
      const now = Date.now();
      const sitting = { decided: 90, active: 51 * 60_000, last: now - 20_000, since: now - 51 * 60_000 };
      sessionStorage.setItem("evidens.sitting", JSON.stringify(sitting));
    });
    await page.reload();
    await page.getByText(/^51 minutes without a rest\./).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("i");
    await expect.poll(() => api.votes.length).toBe(1);
    await page.getByRole("button", { name: "Put away" }).click();
    await page.getByText(/^91 decisions in this sitting · 10\d an hour$/).waitFor();
  });
});
