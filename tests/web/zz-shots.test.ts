import { it } from "vitest";
import { buildWeb, launch, openPage, WEB_ROOT } from "./browser.ts";
import { startFakeApi } from "./fake-api.ts";

const file = (name: string) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from("TY  - JOUR\nER  - \n"),
});
it("shots", async () => {
  await buildWeb();
  const browser = await launch("/usr/bin/chromium");
  const api = await startFakeApi(WEB_ROOT);
  for (const look of [
    { size: "desk", theme: "light", language: "en" },
    { size: "phone", theme: "light", language: "nb" },
    { size: "desk", theme: "dark", language: "en" },
  ] as const) {
    api.reset();
    const { page, context } = await openPage(browser, look);
    const shot = (name: string) =>
      page.screenshot({ path: `/tmp/shots/${name}-${look.size}-${look.theme}.png`, fullPage: true });
    await page.goto(`${api.url}/records?import=1`);
    await page.waitForFunction(
      () => document.querySelector(".file.off") === null && document.querySelector(".import-list") !== null,
    );
    await page
      .locator("input[type=file]")
      .setInputFiles([file("third.ris"), file("table.csv"), file("bad.pdf")]);
    await page.locator(".mapping .sample").waitFor();
    await page.locator(".import-report").waitFor();
    api.trouble.importDelay = 4000;
    await page.locator("input[type=file]").setInputFiles([file("slow.ris")]);
    await page.waitForTimeout(2000);
    await shot("import");
    api.trouble.importDelay = 0;
    await page.goto(`${api.url}/records?report=imp1-2&yearFrom=2001`);
    await page.locator(".record").first().waitFor();
    await page.waitForTimeout(300);
    await shot("records");
    await page.locator(".record .button").first().click();
    await page.locator(".amend input").nth(0).fill("2003");
    await page.waitForTimeout(200);
    await page.evaluate(() => {
      const d = document.querySelector<HTMLElement>(".detail")!;
      d.style.maxHeight = "none";
    });
    await shot("amend");
    await page.goto(`${api.url}/records`);
    await page.locator(".rows").waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: `/tmp/shots/list-${look.size}-${look.theme}.png` });
    await context.close();
  }
  await browser.close();
  await api.close();
}, 120_000);
