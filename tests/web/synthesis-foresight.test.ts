import type { Page } from "playwright-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { compute } from "../../src/web/synthesis/compute.ts";
import { makeForesight } from "../../src/web/synthesis/foresight.tsx";
import { remembered } from "../../src/web/synthesis/remembered.ts";
import type { Shown } from "../../src/web/synthesis/shown.ts";
import { planned } from "../../src/web/synthesis/specification.ts";
import { chromium, useAppPage } from "./app-page.ts";
import { analysis } from "./fake-evidence.ts";
import { fakeMaterial, manyStudies } from "./fake-synthesis.ts";

describe("what was made of what was computed", () => {
  const made = () => compute(fakeMaterial({}), planned(analysis().set.analysis));

  it("is made once, each by its name, and again for what is computed anew", () => {
    const [one, other] = [made(), made()];
    let times = 0;
    const work = () => ({ time: ++times });
    expect(remembered(one, "work", work)).toBe(remembered(one, "work", work));
    expect(remembered(one, "other work", work)).not.toBe(remembered(one, "work", work));
    expect(remembered(other, "work", work)).not.toBe(remembered(one, "work", work));
    expect(times).toBe(3);
  });

  it("is made again where it was refused", () => {
    const one = made();
    let times = 0;
    const refuse = (): never => {
      times += 1;
      throw new RangeError("not now");
    };
    expect(() => remembered(one, "work", refuse)).toThrow(RangeError);
    expect(() => remembered(one, "work", refuse)).toThrow(RangeError);
    expect(times).toBe(2);
  });
});

describe("what prepares itself", () => {
  afterEach(() => void vi.unstubAllGlobals());

  /** A browser that is idle when it is told to be. */
  function idleWhenTold(): () => void {
    let waiting: (() => void)[] = [];
    vi.stubGlobal("requestIdleCallback", (work: () => void) => {
      waiting.push(work);
      return work;
    });
    vi.stubGlobal("cancelIdleCallback", (work: () => void) => {
      waiting = waiting.filter((one) => one !== work);
    });
    return () => waiting.shift()?.();
  }
  const material = fakeMaterial({});
  const plan = planned(analysis().set.analysis);
  const shown = (risk: typeof plan.risk) =>
    ({ computed: compute(material, { ...plan, risk }) }) as unknown as Shown;

  it("gets what is pointed at, a part in each idle moment, and only the latest", () => {
    const idle = idleWhenTold();
    const foresight = makeForesight();
    const got: [string, Shown][] = [];
    foresight.parts.add({ prepare: (next) => got.push(["numbers", next]) });
    foresight.parts.add({ prepare: (next) => got.push(["figure", next]) });
    const [first, second] = [shown("all"), shown("not-high")];
    foresight.foresee(() => first);
    expect(got).toEqual([]);
    idle();
    expect(got).toEqual([["numbers", first]]);
    foresight.foresee(() => second);
    for (let moment = 0; moment < 5; moment++) idle();
    expect(got.map(([part]) => part)).toEqual(["numbers", "numbers", "figure"]);
    expect(got.slice(1).every(([, next]) => next === second)).toBe(true);
  });

  it("gets nothing where nothing is pooled, elsewhere, or once the page is left", () => {
    const idle = idleWhenTold();
    const foresight = makeForesight();
    let times = 0;
    let forgotten = 0;
    const prepare = (): void => {
      times += 1;
    };
    const forget = (): void => {
      forgotten += 1;
    };
    foresight.parts.add({ prepare, forget });
    const none = { computed: { ...shown("all").computed, pooled: null } } as unknown as Shown;
    foresight.foresee(() => none);
    idle();
    foresight.foresee(() => null);
    idle();
    foresight.foresee(() => shown("all"));
    foresight.foresee(null);
    idle();
    expect([times, forgotten]).toEqual([0, 1]);
    foresight.foresee(() => shown("all"));
    idle();
    expect(times).toBe(1);
  });
});

/** Opens a word's list and goes to an option, which is not chosen. */
async function pointAt(page: Page, word: RegExp, option: string): Promise<void> {
  await page.getByRole("button", { name: word }).first().focus();
  await page.keyboard.press("Enter");
  const list = page.getByRole("listbox");
  await list.waitFor();
  const wanted = list.getByRole("option", { name: new RegExp(`^${option}`) });
  await wanted.waitFor();
  await expect
    .poll(async () => {
      await page.keyboard.press("ArrowDown");
      return wanted.evaluate((one) => one === document.activeElement);
    })
    .toBe(true);
}

/** The number and the first figure, without the ids that a page gives and what is kept behind it. */
async function shown(page: Page): Promise<string> {
  const figure = await page
    .locator(".figure")
    .first()
    .evaluate((one) => {
      const copy = one.cloneNode(true) as Element;
      for (const behind of copy.querySelectorAll(".behind")) behind.remove();
      return copy.innerHTML;
    });
  return `${await page.locator(".big").innerText()} ${figure.replace(/figure-_r_\w+?_-/g, "")}`;
}

/** The same once parts out of view have followed. */
async function settled(page: Page): Promise<string> {
  let last = "";
  await expect
    .poll(
      async () => {
        const before = last;
        last = await shown(page);
        return last === before;
      },
      { interval: 700 },
    )
    .toBe(true);
  return last;
}

describe.skipIf(chromium === null)("a choice of the Synthesis page that is pointed at", () => {
  const app = useAppPage();

  it("shows nothing until it is chosen, and then what it had shown without", async () => {
    const { page, api, errors } = app();
    await page.route("**/api/analyses/main/material*", (route) =>
      route.fulfill({ json: { data: manyStudies(60) } }),
    );
    for (const view of ["result", "sensitivity", "missing"]) {
      await page.goto(`${api.url}/synthesis?view=${view}&model=common`);
      await page.locator(".figure").first().waitFor();
      const withoutPointing = await settled(page);
      await page.goto(`${api.url}/synthesis?view=${view}`);
      await page.locator(".figure").first().waitFor();
      const before = await settled(page);
      expect(before).not.toBe(withoutPointing);
      await pointAt(page, /^.*Model/, "a common effect");
      // Longer than the idle time it takes to prepare all of the view.
      await page.waitForTimeout(500);
      expect((await shown(page)) === before, `${view}: as before`).toBe(true);
      expect(new URL(page.url()).searchParams.get("model")).toBeNull();
      await page.keyboard.press("Enter");
      await expect.poll(async () => (await shown(page)) === withoutPointing, { message: view }).toBe(true);
    }
    expect(errors).toEqual([]);
  }, 120_000);

  it("is laid out behind what is shown while it is pointed at, and no longer", async () => {
    const { page, api, errors } = app();
    await page.route("**/api/analyses/main/material*", (route) =>
      route.fulfill({ json: { data: manyStudies(60) } }),
    );
    await page.goto(`${api.url}/synthesis`);
    await page.locator(".figure").first().waitFor();
    const behind = page.locator(".figure .behind");
    expect(await behind.count()).toBe(0);
    await pointAt(page, /^.*Model/, "a common effect");
    await behind.locator("text").first().waitFor({ state: "attached" });
    expect(await behind.first().getAttribute("aria-hidden")).toBe("true");
    expect(await behind.first().evaluate((one) => getComputedStyle(one).opacity)).toBe("0");
    // It takes no room: what comes after the figure stays in its place.
    const frame = page.locator(".front-and-behind").first();
    const [all, front] = [frame, frame.locator("> :not(.behind)")].map((one) => one.boundingBox());
    expect(Math.round((await all)!.height)).toBe(Math.round((await front)!.height));
    await page.keyboard.press("Escape");
    await expect.poll(() => behind.count()).toBe(0);
    await pointAt(page, /^.*Model/, "a common effect");
    await behind.locator("text").first().waitFor({ state: "attached" });
    const prepared = await behind.first().elementHandle();
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).searchParams.get("model")).toBe("common");
    await expect.poll(() => behind.count()).toBe(0);
    // What was prepared is what is shown now: it was not drawn again.
    expect(await prepared!.evaluate((one) => one.isConnected && one.getAttribute("aria-hidden"))).toBeNull();
    await page.getByRole("button", { name: /^Studies/ }).click();
    await page.getByRole("checkbox").nth(3).focus();
    await behind.first().waitFor({ state: "attached" });
    await page.keyboard.press("Escape");
    await expect.poll(() => behind.count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it("of another outcome has its studies fetched, so that they are there when it is chosen", async () => {
    const { page, api, errors } = app();
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname.endsWith("/material")) asked.push(searchParams.get("outcome") ?? "as planned");
    });
    await page.goto(`${api.url}/synthesis`);
    await page.locator(".big").waitFor();
    expect(asked).toEqual(["as planned"]);
    await pointAt(page, /^.*Outcome/, "Response");
    await expect.poll(() => asked).toEqual(["as planned", "response"]);
    expect(new URL(page.url()).searchParams.get("outcome")).toBeNull();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".big").innerText()).toContain("risk ratio");
    expect(asked).toEqual(["as planned", "response"]);
    expect(errors).toEqual([]);
  });

  it("has models worked out in a thread, and what was found is there again when it is chosen again", async () => {
    const { page, api, errors } = app();
    await page.route("**/api/analyses/main/material*", (route) =>
      route.fulfill({ json: { data: manyStudies(20) } }),
    );
    await page.addInitScript(() => {
      const made = { count: 0 };
      Object.defineProperty(navigator, "hardwareConcurrency", { value: 8 });
      Object.assign(window, { made });
      window.Worker = class extends Worker {
        constructor(...given: ConstructorParameters<typeof Worker>) {
          super(...given);
          made.count += 1;
        }
      };
    });
    const threads = () => page.evaluate(() => (window as unknown as { made: { count: number } }).made.count);
    const waiting = page.getByRole("progressbar");
    await page.goto(`${api.url}/synthesis?view=models&part=selection`);
    await page.getByRole("table").first().waitFor();
    expect(await threads()).toBe(1);
    await pointAt(page, /^.*Model/, "a common effect");
    await expect.poll(threads).toBe(2);
    // The thread has its time; nothing tells on the page that it is done.
    await page.waitForTimeout(3000);
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).searchParams.get("model")).toBe("common");
    await page.getByRole("table").first().waitFor();
    expect(await waiting.count()).toBe(0);
    await pointAt(page, /^.*Model/, "random effects");
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).searchParams.get("model")).toBeNull();
    await page.getByRole("table").first().waitFor();
    expect(await waiting.count()).toBe(0);
    expect(await threads()).toBe(2);
    expect(errors).toEqual([]);
  });
});
