import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));
export const WEB_ROOT: string = join(root, "dist", "web");
const PLACES = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A Chromium on this machine, or null. On CI its absence is a failure. */
export function findChromium(): string | null {
  const found = PLACES.find((place) => place !== undefined && existsSync(place)) ?? null;
  if (found === null) {
    const message = "SKIPPED: no Chromium found; the web pages were not tested. Set CHROMIUM to its path.";
    if (process.env["CI"] === "true") throw new Error(message);
    console.warn(message);
  }
  return found;
}

/** Starts the browser. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** Builds the application when its sources are newer than what was built; one test file at a time. */
export async function buildWeb(): Promise<void> {
  const lock = join(root, "dist", ".web-build");
  mkdirSync(dirname(lock), { recursive: true });
  while (!taken(lock)) await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    const page = join(WEB_ROOT, "index.html");
    const rooms = ["web", "figures", "synthesis", "participants", "contract", "numerics", "kernel"];
    const sources = rooms.map((room) => newest(join(root, "src", room)));
    if (existsSync(page) && statSync(page).mtimeMs >= Math.max(...sources)) return;
    // What is shipped is built for production; the test runner says "test".
    const before = process.env["NODE_ENV"];
    process.env["NODE_ENV"] = "production";
    try {
      // Asked for here only: it takes a second that a built application does not need.
      const { build } = await import("vite");
      await build({ configFile: join(root, "vite.config.ts"), logLevel: "error" });
    } finally {
      process.env["NODE_ENV"] = before;
    }
  } finally {
    rmdirSync(lock);
  }
}

/** Takes the lock; one that a killed run left behind is taken over after a minute. */
function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > 60_000) rmdirSync(lock);
    return false;
  }
}

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs,
    ),
  );
}

export interface Look {
  readonly theme: "light" | "dark";
  readonly language: "en" | "nb";
  readonly size: "desk" | "phone";
}
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** A page whose errors are collected: exceptions, console errors, broken policy. */
export async function openPage(
  browser: Browser,
  look: Look,
): Promise<{ readonly page: Page; readonly context: BrowserContext; readonly errors: string[] }> {
  const context = await browser.newContext({
    viewport: SIZES[look.size],
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  await context.addInitScript(
    ([theme, language]) =>
      window.top === window &&
      localStorage.setItem(
        "evidens.preferences",
        JSON.stringify({ theme, language, shortcuts: true, highlight: true }),
      ),
    [look.theme, look.language] as const,
  );
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  return { page, context, errors };
}
