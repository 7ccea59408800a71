import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";

describe.skipIf(chromium === null)("reading a full text", () => {
  const now = useAppPage();
  const open = async (report: string): Promise<void> => {
    const { api, page } = now();
    await page.goto(`${api.url}/full-text/${report}`);
    await page.locator(".reader").waitFor();
  };
  const drawn = (): Promise<void> => now().page.locator(".textLayer mark").first().waitFor();

  /** Share of the first page's dots that are dark. */
  const ink = (): Promise<number> =>
    now()
      .page.locator(".pdf-page canvas")
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        let dark = 0;
        for (let at = 0; at < data.length; at += 4) if (data[at + 3]! > 0 && data[at]! < 128) dark += 1;
        return dark / (data.length / 4);
      });

  it("draws the pages with text that can be selected, and nothing comes from elsewhere", async () => {
    const { api, page, errors } = now();
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(api.url) && !/^(?:data|blob):/.test(request.url()))
        elsewhere.push(request.url());
    });
    await open("imp1-1");
    await drawn();
    expect(await page.locator(".pdf-page").count()).toBe(3);
    const layer = page.locator(".pdf-page").first().locator(".textLayer");
    expect(await layer.innerText()).toContain("simulated disorder");
    expect(await ink()).toBeGreaterThan(0.001);
    await layer.getByText("Alder, Birch").selectText();
    expect(await page.evaluate(() => String(getSelection()))).toContain("Alder, Birch");
    expect(await violations(page)).toEqual([]);
    expect(elsewhere).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("finds words over line ends, goes to them, and counts", async () => {
    const { page } = now();
    await open("imp1-1");
    await drawn();
    await page.keyboard.press("Control+f");
    await page.keyboard.type("trialled");
    await page.getByText("1 place", { exact: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("1 of 1", { exact: true }).waitFor();
    expect(await page.locator(".textLayer mark.active").allInnerTexts()).toEqual(["tri", "alled"]);
    await page.getByRole("searchbox").fill("Results. The Sham");
    await page.getByText("1 place", { exact: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".pdf-page").nth(2).locator("mark.active").waitFor();
    await page.locator(".stepper", { hasText: "3 / 3" }).waitFor();
    await page.getByRole("searchbox").fill("not there");
    await page.getByText("not found", { exact: true }).waitFor();
  });

  it("turns pages and changes the size by key, and takes marks away", async () => {
    const { page } = now();
    await open("imp1-1");
    await drawn();
    await page.keyboard.press("]");
    await page.locator(".stepper", { hasText: "2 / 3" }).waitFor();
    const wide = (): Promise<number> =>
      page
        .locator(".pdf-page")
        .first()
        .evaluate((element) => element.clientWidth);
    const before = await wide();
    await page.keyboard.press("+");
    await expect.poll(wide).toBeGreaterThan(before);
    await page.keyboard.press("h");
    await expect.poll(() => page.locator(".textLayer mark").count()).toBe(0);
  });

  it("decides by key with a note, goes on to the next, and takes it back", async () => {
    const { api, page, errors } = now();
    await open("imp1-1");
    await drawn();
    await page.keyboard.press("n");
    await page.keyboard.type("i read the x ray");
    await page.keyboard.press("Escape");
    expect(api.votes).toEqual([]);
    await page.keyboard.press("2");
    await page.getByRole("heading", { level: 1, name: /^Simulated report 2:/ }).waitFor();
    expect(api.votes).toEqual([
      {
        stage: "full-text",
        report: "imp1-1",
        decision: "exclude",
        exclusionReason: "population",
        note: "i read the x ray",
      },
    ]);
    await page.keyboard.press("x");
    await page.getByRole("dialog", { name: "Exclude: why?" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("u");
    await page.getByRole("heading", { level: 1, name: /^Simulated report 1:/ }).waitFor();
    expect(api.votes).toEqual([]);
    expect(await page.getByLabel("Note to your vote").inputValue()).toBe("i read the x ray");
    expect(errors).toEqual([]);
  });

  it("keeps a decision that was not taken on screen with its note", async () => {
    const { api, page } = now();
    await open("imp1-1");
    await drawn();
    await page.getByRole("button", { name: "Add a note" }).click();
    await page.keyboard.type("Simulated note");
    api.trouble.refuse = "imp1-1";
    await page.getByRole("button", { name: /^Include/ }).click();
    await page.getByRole("alert").getByText("Simulated: the vote is refused.").waitFor();
    expect(await page.getByLabel("Note to your vote").inputValue()).toBe("Simulated note");
    api.trouble.refuse = null;
    api.trouble.broken = true;
    await page.getByRole("button", { name: /^Include/ }).click();
    await page.getByRole("alert").getByText("decide again when the program runs").waitFor();
    api.trouble.broken = false;
    await page.getByRole("button", { name: /^Include/ }).click();
    await page.getByRole("heading", { level: 1, name: /^Simulated report 2:/ }).waitFor();
    expect(api.votes.map(({ decision, note }) => [decision, note])).toEqual([["include", "Simulated note"]]);
  });

  it("says of a scan, a locked file and one that is not here what can be done", async () => {
    const { page } = now();
    const decoder = page.waitForRequest(/openjpeg_nowasm_fallback-[^/]+\.js/);
    await open("imp1-2");
    await page.getByText("The pages are pictures, so nothing can be searched or marked.").waitFor();
    // Pictures are decoded without WebAssembly, which the policy of the page forbids; a third of this one is black.
    await expect.poll(ink).toBeGreaterThan(0.25);
    expect((await (await decoder).response())?.status()).toBe(200);
    await open("imp1-4");
    await page.getByText("The PDF opens with a password only.").waitFor();
    await page.getByRole("link", { name: "Download the file" }).waitFor();
    await open("imp1-3");
    await page.getByText("The journal has withdrawn it").waitFor();
    await page.getByRole("button", { name: "Not to be had" }).waitFor();
    await page.getByText("Until the file is here").waitFor();
  });

  it("shows the text that was read where pages cannot be drawn, and by choice", async () => {
    const { api, page } = now();
    await page.route("**/api/full-texts/imp1-1/file", (route) =>
      route.fulfill({ body: "%PDF-1.7 damaged", contentType: "application/pdf" }),
    );
    await open("imp1-1");
    await page.getByText("The PDF is damaged and cannot be shown as pages.").waitFor();
    await page.locator(".text-pages").getByText("has been trialled before").waitFor();
    await page.unroute("**/api/full-texts/imp1-1/file");
    await page.goto(`${api.url}/full-text/imp1-1?view=text`);
    await page.locator(".text-pages mark").first().waitFor();
    expect(await page.locator(".pdf-page").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  it("has two tabs on a phone, and keeps the place of the one that is left", async () => {
    const { page } = now();
    await page.setViewportSize({ width: 390, height: 844 });
    await open("imp1-1");
    await drawn();
    await page.locator(".pdf-scroll").evaluate((frame) => frame.scrollTo({ top: 300 }));
    expect(await page.getByRole("button", { name: /^Include/ }).isVisible()).toBe(false);
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByRole("button", { name: /^Include/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Full text", exact: true }).click();
    await drawn();
    expect(await page.locator(".pdf-scroll").evaluate((frame) => frame.scrollTop)).toBeGreaterThan(200);
  });
});
