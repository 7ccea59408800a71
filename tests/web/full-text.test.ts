import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";

const file = (name: string) => ({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n") });
const refused = "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)";

describe.skipIf(chromium === null)("the list of full texts", () => {
  const now = useAppPage();
  const open = async (path = "/full-text"): Promise<void> => {
    const { api, page } = now();
    await page.goto(api.url + path);
    await page.locator(".full-text").first().waitFor();
  };

  it("asks once for the whole page, tells what there is, and narrows to what is missing", async () => {
    const { page, errors } = now();
    const asked: string[] = [];
    page.on("requestfinished", (request) => {
      const { pathname } = new URL(request.url());
      if (/^\/api\/(?:full-texts|records)/.test(pathname)) asked.push(pathname);
    });
    await open();
    expect(asked).toEqual(["/api/full-texts"]);
    await page.getByText("8 reports · 3 with file · 4 missing · 1 not retrieved").waitFor();
    const lines = page.locator(".full-text");
    expect(await lines.nth(1).getByText("scanned: no text").count()).toBe(1);
    expect(await lines.nth(2).getByText("Retracted").count()).toBe(1);
    expect(await lines.nth(6).getByText("Correction").count()).toBe(1);
    await page.getByRole("button", { name: "Missing" }).click();
    await expect.poll(() => lines.count()).toBe(4);
    expect(page.url()).toContain("show=missing");
    expect(errors).toEqual([]);
  });

  it("takes many files: one fits, one could be two, one fits none, one is refused", async () => {
    const { api, page, errors } = now();
    await open();
    await page
      .getByLabel("Choose PDFs")
      .setInputFiles([file("web-page.pdf"), file("match-6.pdf"), file("several.pdf"), file("none.pdf")]);
    const job = (name: string) => page.locator(".job").filter({ hasText: name });
    await job("match-6.pdf").getByText("found by its DOI").waitFor();
    await job("web-page.pdf").getByText("The file is no PDF").waitFor();
    await job("none.pdf").getByText("It fits none of the reports").waitFor();
    expect(await violations(page)).toEqual([]);
    await job("several.pdf")
      .getByRole("button", { name: /^Simulated report 8:/ })
      .press("Enter");
    await job("several.pdf").getByText("Attached to").waitFor();
    await job("none.pdf").getByRole("combobox").selectOption("imp1-3");
    await job("none.pdf").getByRole("button", { name: "Attach PDF" }).click();
    await job("none.pdf").getByText("Attached to").waitFor();
    expect(api.fullTexts.taken.map(({ file, report, origin }) => [file, report, origin])).toEqual([
      ["web-page.pdf", null, "folder"],
      ["match-6.pdf", null, "folder"],
      ["several.pdf", null, "folder"],
      ["none.pdf", null, "folder"],
      ["several.pdf", "imp1-8", "folder"],
      ["none.pdf", "imp1-3", "folder"],
    ]);
    await page.getByText("8 reports · 6 with file").waitFor();
    expect(errors.filter((one) => one !== refused)).toEqual([]);
  });

  it("gives a file that is dropped on a report to that report", async () => {
    const { api, page } = now();
    await open();
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["%PDF-1.7"], "dropped.pdf"));
      return data;
    });
    await page.locator(".full-text").nth(6).dispatchEvent("drop", { dataTransfer: transfer });
    await expect
      .poll(() => api.fullTexts.taken)
      .toEqual([{ file: "dropped.pdf", report: "imp1-7", origin: "file" }]);
  });

  it("notes with its reason what could not be had, and takes it back", async () => {
    const { api, page } = now();
    await open();
    await page.getByRole("button", { name: /^Not to be had: Simulated report 8:/ }).click();
    const dialog = page.getByRole("dialog", { name: "Why could it not be had?" });
    await dialog.getByLabel("Reason").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await dialog.getByRole("button", { name: "Mark as not retrieved" }).isDisabled()).toBe(true);
    await page.keyboard.type("Simulated: lost");
    await page.keyboard.press("Enter");
    await page.getByText("not retrieved: Simulated: lost").waitFor();
    await page.getByRole("button", { name: /^It can be had after all: Simulated report 8:/ }).click();
    await expect
      .poll(() => api.fullTexts.retrievals)
      .toEqual([
        { report: "imp1-8", retrieved: false, why: "Simulated: lost" },
        { report: "imp1-8", retrieved: true },
      ]);
  });

  it("looks up open copies only where that is allowed, of one or of all that are missing", async () => {
    const { api, page } = now();
    await open();
    expect(await page.getByRole("button", { name: /open cop/ }).count()).toBe(0);
    api.fullTexts.set.openAccess = true;
    await page.reload();
    await page.getByRole("button", { name: "Look for open copies of all that are missing" }).click();
    await page.locator(".job").filter({ hasText: "report 8" }).getByText("none found").waitFor();
    await page.locator(".job").filter({ hasText: "report 6" }).getByText("Attached to").waitFor();
    // Without a DOI there is nothing to look up by.
    expect(api.fullTexts.lookedUp).toEqual(["imp1-6", "imp1-8"]);
  });
});
