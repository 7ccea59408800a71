import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { buildWeb, findChromium, launch, openPage, WEB_ROOT } from "./browser.ts";
import { type FakeApi, startFakeApi } from "./fake-api.ts";

/** What the tests of a file share: the fake program, and for each test a fresh page. */
export interface AppPage {
  readonly api: FakeApi;
  readonly page: Page;
  readonly errors: readonly string[];
}

/** Null where there is no browser. */
export const chromium: string | null = findChromium();

/** Opens a page of the built application before each test; called inside `describe`. */
export function useAppPage(): () => AppPage {
  let browser: Browser;
  let context: BrowserContext;
  let api: FakeApi;
  let now: AppPage;
  beforeAll(async () => {
    await buildWeb();
    [browser, api] = await Promise.all([launch(chromium!), startFakeApi(WEB_ROOT)]);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });
  beforeEach(async () => {
    api.reset();
    const opened = await openPage(browser, { size: "desk", theme: "light", language: "en" });
    context = opened.context;
    now = { api, page: opened.page, errors: opened.errors };
  });
  afterEach(() => context.close());
  return () => now;
}
