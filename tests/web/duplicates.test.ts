import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";

describe.skipIf(chromium === null)("duplicates", () => {
  const now = useAppPage();

  const shows = (page: Page, position: number): Promise<void> =>
    page.locator('tr[data-field="title"]').getByText(`Simulated report ${position}:`).first().waitFor();

  it("judges a pair with one key each, and shows the next at once", async () => {
    const { api, page, errors } = now();
    await page.goto(`${api.url}/duplicates`);
    await shows(page, 10);
    await page.getByText("Pair 1 of 30").waitFor();
    await page.keyboard.press("s");
    await shows(page, 11);
    await page.keyboard.press("d");
    await shows(page, 12);
    await page.keyboard.press("l");
    const dialog = page.getByRole("dialog", { name: "How are they related?" });
    await dialog.waitFor();
    expect(await violations(page)).toEqual([]);
    // The likeliest relation has the focus.
    await page.keyboard.press("Enter");
    await shows(page, 13);
    await expect.poll(() => api.duplicates.judged.length).toBe(3);
    expect(api.duplicates.judged).toEqual([
      { a: "imp1-10", b: "imp2-10", verdict: "same" },
      { a: "imp1-11", b: "imp2-11", verdict: "different" },
      { a: "imp1-12", b: "imp2-12", verdict: "linked", relation: "preprint" },
    ]);
    await page.keyboard.press("u");
    await shows(page, 12);
    await page.getByText("Taken back.").waitFor();
    await page.keyboard.press("j");
    await shows(page, 13);
    await page.keyboard.press("ArrowLeft");
    await shows(page, 12);
    expect(errors).toEqual([]);
  });

  it("judges all pairs that wait, more than one fetch holds, and none twice", async () => {
    const { api, page } = now();
    await page.goto(`${api.url}/duplicates`);
    for (let position = 10; position < 40; position++) {
      await shows(page, position);
      await page.keyboard.press(position % 3 === 0 ? "d" : "s");
    }
    await page.getByText("No pair waits").waitFor();
    // The page is ahead of the program, which has judged all when the last answer is in.
    await expect.poll(() => api.duplicates.judged.length).toBe(30);
    const pairs = api.duplicates.judged.map((one) => ("a" in one ? one.a : ""));
    expect(pairs).toEqual(Array.from({ length: 30 }, (_, at) => `imp1-${at + 10}`));
  });

  it("shows the next pair long before the program, which takes three seconds, answers", async () => {
    const { api, page } = now();
    await page.goto(`${api.url}/duplicates`);
    await shows(page, 10);
    api.trouble.delay = 3_000;
    const time = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const start = performance.now();
          const frame = (): void => {
            const title = document.querySelector('tr[data-field="title"]')?.textContent ?? "";
            if (title.includes("Simulated report 11:")) resolve(performance.now() - start);
            else setTimeout(frame, 1);
          };
          window.dispatchEvent(new KeyboardEvent("keydown", { key: "s" }));
          frame();
        }),
    );
    expect(time).toBeLessThan(1_000);
  });

  it("marks words that differ, also for those who listen, and shows mark-up of a file as text", async () => {
    const { api, page } = now();
    await page.goto(`${api.url}/duplicates`);
    await shows(page, 10);
    const year = page.locator('tr[data-field="year"]');
    expect(await year.locator("mark").allInnerTexts()).toEqual([
      expect.stringContaining("2010"),
      expect.stringContaining("2011"),
    ]);
    expect(await year.locator("mark").first().textContent()).toMatch(/differs:/);
    await year.getByText("a year apart").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.getByText("<img src=x onerror=alert(1)>").waitFor();
    expect(await page.locator("main img").count()).toBe(0);
  });

  it("judges a group together after showing examples, and takes it back as one", async () => {
    const { api, page } = now();
    await page.goto(`${api.url}/duplicates`);
    const row = page.getByRole("row", { name: /^title alike/ });
    await row.getByRole("button", { name: "All the same" }).click();
    const dialog = page.getByRole("dialog", { name: "Judge 15 pairs as the same?" });
    await dialog.getByText("Simulated report 10:").first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(api.duplicates.judged).toEqual([]);
    await dialog.getByRole("button", { name: "All the same" }).click();
    await page.getByText("15 pairs judged.").waitFor();
    expect(api.duplicates.judged).toEqual([{ group: "title-equal year-next", count: 15, verdict: "same" }]);
    await page.getByRole("button", { name: "Judged (15)" }).click();
    await page.locator(".pairs summary").first().click();
    await page.getByRole("button", { name: "Take back" }).first().click();
    await page.getByText("No pair has been judged").waitFor();
  });

  it("takes a record out of a merged report", async () => {
    const { api, page } = now();
    await page.goto(`${api.url}/duplicates?view=merged`);
    const row = page.locator(".members tbody tr").nth(1);
    await row.getByText("Abstract").waitFor();
    await row.getByRole("button", { name: "Take out" }).click();
    await page.getByText("Taken out: it is a report of its own now.").waitFor();
    expect(api.duplicates.separated).toEqual(["imp2-1"]);
  });
});
