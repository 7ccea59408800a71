// `node scripts/screenshots.mjs [FOLDER]`: pictures of every page of the worked example, wide and narrow,
// for docs/screenshots. Needs Chromium (`apt install chromium`).
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { build } from "./build.mjs";
import { root } from "./run.mjs";

const built = await build();
if (built !== 0) process.exit(built);
const { buildFromRecipe, exampleFolder } = await import("../dist/workbench/index.js");
const { startServer } = await import("../dist/server/index.js");

const out = process.argv[2] ?? join(root, "docs", "screenshots");
const folder = mkdtempSync(join(tmpdir(), "evidens-shots-"));
const pages = [
  "overview",
  "protocol",
  "search",
  "records",
  "duplicates",
  "screen",
  "screen/agreement",
  "screen/setup",
  "screen/conflicts",
  "full-text",
  "extract",
  "appraise",
  "participants",
  "participants?view=course",
  "participants?view=model",
  "synthesis",
  "mechanisms",
  "themes",
  "report",
  "log",
];
const views = [
  { name: "desk", width: 1440, height: 900, theme: "light", language: "en" },
  { name: "phone", width: 390, height: 844, theme: "light", language: "nb" },
  {
    name: "dark",
    width: 1440,
    height: 900,
    theme: "dark",
    language: "en",
    only: ["overview", "screen", "synthesis"],
  },
];

mkdirSync(out, { recursive: true });
const { workbench } = await buildFromRecipe(
  exampleFolder(),
  join(folder, "mdma-ptsd.evidens"),
  join(folder, "reports"),
);
const server = await startServer({
  workbench,
  port: 0,
  webRoot: join(root, "dist", "web"),
  reportFolder: join(folder, "reports"),
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
let errors = 0;
try {
  for (const { name, width, height, theme, language, only } of views) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale: language === "nb" ? "nb-NO" : "en-GB",
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") {
        errors += 1;
        console.error(`${page.url()}: ${message.text()}`);
      }
    });
    await page.goto(server.url, { waitUntil: "networkidle" });
    for (const each of only ?? pages) {
      await page.goto(`${server.address}${each === "overview" ? "" : each}`, { waitUntil: "networkidle" });
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(out, `${each.replaceAll(/\W+/g, "-")}-${name}.png`) });
    }
    await context.close();
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${errors} console errors`);
process.exit(errors === 0 ? 0 : 1);
