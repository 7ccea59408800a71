import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { violations } from "./every-page.ts";

const file = (name: string) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from("TY  - JOUR\nER  - \n"),
});

describe.skipIf(chromium === null)("import", () => {
  const now = useAppPage();
  const open = async (): Promise<void> => {
    const { api, page } = now();
    await page.goto(`${api.url}/records?import=1`);
    await page.locator(".file.primary").waitFor();
  };

  it("takes several files at once, tells what came of each, and links what looks odd", async () => {
    const { api, page, errors } = now();
    await open();
    await page.getByLabel("Source").first().selectOption("base-b");
    await page.getByLabel("Export files").setInputFiles([file("third.ris"), file("fourth.ris")]);
    const line = page.locator(".queue > li").filter({ hasText: "third.ris" });
    await line.getByText("401 entries found, 400 records kept, 1 problems.").click();
    await page.locator(".queue > li").filter({ hasText: "fourth.ris" }).getByText("imported").waitFor();
    expect(api.imports.taken.map((one) => [one.file, one.source])).toEqual([
      ["third.ris", "base-b"],
      ["fourth.ris", "base-b"],
    ]);
    expect(await line.getByRole("row", { name: /^Abstract/ }).innerText()).toMatch(/171 · 43\s%/);
    expect(await line.getByRole("row", { name: /^Authors/ }).innerText()).toMatch(/396 · 99\s%/);
    await line.getByText("rayyan exclude 30, rayyan include 12").waitFor();
    // What stands in a file is shown as it stands.
    await line.getByText("Simulated stray line <b>not bold</b>").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Report of first.ris" }).click();
    await page.getByRole("link", { name: "Record 7 of first.ris" }).click();
    await page.getByRole("heading", { name: /^Simulated report 7:/ }).waitFor();
    expect(errors).toEqual([]);
  });

  it("shows what the columns of a table are read as; Enter accepts, a change is sent", async () => {
    const { api, page, errors } = now();
    await open();
    await page.getByLabel("Export files").setInputFiles([file("table.csv")]);
    const mapping = page.getByRole("form", { name: "Columns of table.csv" });
    await mapping.getByText("3 of its 4 columns are read as below").waitFor();
    await mapping.getByText("no abstract").waitFor();
    expect(api.imports.taken).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await mapping.getByLabel("Remarks: read as").selectOption("abstract");
    await mapping.getByText("4 of its 4 columns are read as below").waitFor();
    await mapping.getByText(/abstract of [\d,\s]+ characters/).waitFor();
    await mapping.getByRole("button", { name: /Import with these columns/ }).press("Enter");
    await page.getByText("401 entries found").first().waitFor();
    expect(api.imports.taken).toEqual([
      { file: "table.csv", source: "base-a", columns: { Remarks: "abstract" } },
    ]);
    expect(errors).toEqual([]);
  });

  it("has the answer at hand for Enter when the guess is right", async () => {
    const { api, page } = now();
    await open();
    await page.getByLabel("Export files").setInputFiles([file("right.csv")]);
    await page.getByRole("form", { name: "Columns of right.csv" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("401 entries found").first().waitFor();
    expect(api.imports.taken.map(({ columns }) => columns)).toEqual([{}]);
  });

  it("takes files that are dropped, and says why one cannot be read", async () => {
    const { api, page } = now();
    await open();
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["%PDF-1.7"], "article.pdf"));
      data.items.add(new File(["TY  - JOUR\nER  - \n"], "good.ris"));
      return data;
    });
    await page.locator(".drop").dispatchEvent("drop", { dataTransfer: transfer });
    await page.getByText("The file is a PDF.").waitFor();
    await page.getByText("Simulated remedy.").waitFor();
    await page.locator(".queue > li").filter({ hasText: "good.ris" }).getByText("imported").waitFor();
    expect(api.imports.taken.map((one) => one.file)).toEqual(["good.ris"]);
    await page.getByRole("button", { name: "Take article.pdf off the list" }).click();
    expect(await page.getByText("The file is a PDF.").count()).toBe(0);
  });

  it("says how far the program has come, and goes on while another page is open", async () => {
    const { api, page } = now();
    await open();
    api.trouble.importDelay = 2_500;
    await page.getByLabel("Export files").setInputFiles([file("slow.ris")]);
    await page.getByText(/12000 records · 38\s% \(3\.0 MB of 8\.0 MB\)/).waitFor();
    expect(await page.getByRole("progressbar").getAttribute("value")).toBe("0.375");
    await page.getByRole("link", { name: /^Log/ }).click();
    await page.getByRole("heading", { name: "Log", exact: true }).waitFor();
    await expect.poll(() => api.imports.taken.length).toBe(1);
  });

  it("takes an import back after saying what goes with it", async () => {
    const { page } = now();
    await open();
    await page.getByRole("button", { name: "Undo the import of first.ris" }).click();
    const dialog = page.getByRole("dialog", { name: "Take first.ris out of the review?" });
    await dialog.getByText("Its 400 records leave the lists.").waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Taken back.").waitFor();
    await expect.poll(() => page.getByRole("button", { name: "Report of first.ris" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Report of second.ris" }).count()).toBe(1);
  });
});
