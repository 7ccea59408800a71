import type { CDPSession, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";
import { manyCounts, manyStudies } from "./fake-synthesis.ts";

interface Looked {
  readonly at: string;
  readonly material?: typeof manyStudies;
  /** The word that is changed; the model unless said otherwise. */
  readonly word?: RegExp;
  /** The options to change between, by how they begin. */
  readonly options?: readonly [string, string];
  /** What is shown comes from a thread beside the page, and takes the time its model takes. */
  readonly beside?: true;
}
const COUNTS = { material: manyCounts, options: ["Mantel–Haenszel", "random"] } as const;
const VIEWS: readonly Looked[] = [
  { at: "view=result" },
  // Every row of the forest moves.
  { at: "view=result", word: /groups/, options: ["country", "nothing"] },
  { at: "view=result", word: /[Rr]isk/, options: ["a low", "any"] },
  { at: "outcome=response&measure=OR", ...COUNTS },
  { at: "view=result", word: /Effect measure$/, options: ["mean diff", "Hedges"] },
  { at: "view=result", word: /Outcome$/, options: ["Response", "Sham"] },
  { at: "view=spread" },
  { at: "view=sensitivity" },
  { at: "view=sensitivity&part=influence" },
  { at: "view=groups&groups=country&moderators=form.dose" },
  { at: "view=missing", material: withResults },
  { at: "view=models&outcome=response&measure=OR", ...COUNTS, beside: true },
  { at: "view=models&part=selection", beside: true },
];
/** The same, and what is known of two outcomes of each study. */
function withResults(k: number): ReturnType<typeof manyStudies> {
  const made = manyStudies(k);
  const results = made.set.rows.flatMap(({ studyId }) => [
    { studyId, outcome: "scale", state: "known" as const, detail: "", judged: null },
    { studyId, outcome: "response", state: "none" as const, detail: "", judged: null },
  ]);
  return { ...made, results };
}

/** Counts at the outcome that has them. */
function materialAt(url: string, usual: typeof manyStudies): ReturnType<typeof manyStudies> {
  return new URL(url).searchParams.get("outcome") === "response" ? manyCounts(200) : usual(200);
}

/** A word changes forth and back; the first answer, which the compiler has not seen, is told apart. */
const CHANGES = 4;
/** Changes whose work is traced, which takes time of its own. */
const TRACED = 1;

/** How long a change took, in milliseconds. */
interface Took {
  /** From the key to the frame that shows the new number, and to the one that shows all that is in view. */
  readonly number: number;
  readonly view: number;
  /** Frames from the key to the one that shows the new number. */
  readonly frames: number;
}
/** What the page's thread worked up to either, in processor time, which does not count the others on this machine. */
interface Worked {
  readonly numberWork: number;
  readonly work: number;
}

describe.skipIf(chromium === null)("the Synthesis page with 200 studies", () => {
  const app = useAppPage();

  it("shows what a choice gives, number and figures in view, in one frame", async () => {
    const { page, api, errors } = app();
    const session = await page.context().newCDPSession(page);
    const lines: string[] = [];
    const medians: number[] = [];
    const slowest = { number: 0, view: 0, numberWork: 0, work: 0, frames: 0 };
    for (const looked of VIEWS) {
      const { at, material = manyStudies, word = /Model/, beside } = looked;
      const { options = ["a common", "random"] } = looked;
      await page.route("**/api/analyses/main/material*", (route) =>
        route.fulfill({ json: { data: materialAt(route.request().url(), material) } }),
      );
      await page.goto(`${api.url}/synthesis?${at}`);
      await page.locator(".big").waitFor();
      const took: Took[] = [];
      for (let turn = 0; turn < CHANGES; turn++) took.push(await timed(page, word, options[turn % 2]!));
      const worked: Worked[] = [];
      for (let turn = 0; turn < TRACED; turn++)
        worked.push(await traced(page, session, word, options[(CHANGES + turn) % 2]!));
      const least = {
        number: Math.min(...took.map(({ number }) => number)),
        view: Math.min(...took.map(({ view }) => view)),
        frames: Math.min(...took.map(({ frames }) => frames)),
        numberWork: Math.min(...worked.map(({ numberWork }) => numberWork)),
        work: Math.min(...worked.map(({ work }) => work)),
      };
      for (const part of Object.keys(slowest) as (keyof typeof slowest)[])
        if (beside !== true || (part !== "view" && part !== "work"))
          slowest[part] = Math.max(slowest[part], least[part]);
      if (beside !== true) medians.push(median(took.slice(1).map(({ view }) => view)));
      medians.sort((a, b) => a - b);
      const list = (values: readonly number[]): string => values.map(Math.round).join(", ");
      lines.push(
        `${at}${options[0].startsWith("a common") ? "" : `, ${options[0]}`}: number after ${list(took.map(({ number }) => number))} (frames ${list(took.map(({ frames }) => frames))}); all in view after ${list(took.map(({ view }) => view))}; traced, work ${list(worked.map(({ numberWork }) => numberWork))} and ${list(worked.map(({ work }) => work))}`,
      );
    }
    console.log(`k = 200, milliseconds from the key\n${lines.join("\n")}`);
    console.log(`the quickest change of the slowest view: ${JSON.stringify(slowest)}`);
    const [first, last] = [medians[0]!, medians.at(-1)!].map(Math.round);
    console.log(
      `number and figures after ${first} to ${last} ms, the medians of the views without first changes`,
    );
    // What is asked for, 50 ms, is measured by this print on a quiet machine; the bars leave room for a busy one.
    expect(slowest.frames).toBe(1);
    expect(slowest.number).toBeLessThan(1_000);
    expect(slowest.view).toBeLessThan(1_500);
    expect(slowest.numberWork).toBeLessThan(200);
    expect(slowest.work).toBeLessThan(250);
    expect(errors).toEqual([]);
  }, 240_000);

  it.each([
    ["a study ticked off", "view=result", /^Studies/, `k = ${200 - CHANGES}`],
    ["a moderator ticked", "view=groups", /^Moderators/, "k = 200"],
  ])(
    "shows what %s gives, beside the list of all of them",
    async (what, view, word, then) => {
      const { page, api, errors } = app();
      await page.route("**/api/analyses/main/material*", (route) =>
        route.fulfill({ json: { data: manyStudies(200) } }),
      );
      await page.goto(`${api.url}/synthesis?${view}`);
      await page.locator(".big").waitFor();
      await page.getByRole("button", { name: word }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").waitFor();
      const boxes = page.getByRole("checkbox");
      const count = await boxes.count();
      const took: Took[] = [];
      for (let at = 0; at < CHANGES; at++) {
        await boxes.nth(at % count).focus();
        await page.waitForTimeout(300);
        await page.evaluate(watch);
        await page.keyboard.press("Space");
        took.push(await settled(page));
      }
      await page.getByText(then).first().waitFor();
      console.log(`k = 200, ${what}: ${took.map(({ view }) => Math.round(view)).join(", ")} ms`);
      expect(Math.min(...took.map(({ number }) => number))).toBeLessThan(1_000);
      expect(errors).toEqual([]);
    },
    60_000,
  );
});

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Chooses an option with the keyboard and measures from its last key. */
async function timed(page: Page, word: RegExp, option: string): Promise<Took> {
  await goTo(page, word, option);
  await page.keyboard.press("Enter");
  return await settled(page);
}

async function traced(page: Page, session: CDPSession, word: RegExp, option: string): Promise<Worked> {
  await goTo(page, word, option);
  const trace = await traceOf(session, async () => {
    await page.keyboard.press("Enter");
    await settled(page);
  });
  return { numberWork: workUntil("number", trace), work: workUntil("in-view", trace) };
}

/** Opens the list of a word and goes to an option; the next key chooses it. */
async function goTo(page: Page, word: RegExp, option: string): Promise<void> {
  const button = page.getByRole("button", { name: word }).first();
  await button.evaluate((one) => one.focus({ preventScroll: true }));
  await page.keyboard.press("Enter");
  const list = page.getByRole("listbox");
  await list.waitFor();
  const names = await list.getByRole("option").allInnerTexts();
  const at = names.findIndex((name) => name.startsWith(option));
  expect(at, `${option} among ${names.join(" | ")}`).toBeGreaterThanOrEqual(0);
  await page.keyboard.press("Home");
  for (let step = 0; step < at; step++) await page.keyboard.press("ArrowDown");
  await page.waitForTimeout(300);
  await page.evaluate(watch);
}

/** Waits without asking, which would take time of the page. */
async function settled(page: Page): Promise<Took> {
  const took = await page.evaluate(() => (window as unknown as Watched).watched);
  await page.waitForTimeout(100);
  return took;
}

/** What the browser did, as it says. */
interface Did {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds; `tdur` in processor time. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

async function traceOf(session: CDPSession, work: () => Promise<void>): Promise<readonly Did[]> {
  const all: Did[] = [];
  const collect = ({ value }: { value: object[] }): void => void all.push(...(value as Did[]));
  session.on("Tracing.dataCollected", collect);
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["disabled-by-default-devtools.timeline", "blink.user_timing"] },
  });
  await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  session.off("Tracing.dataCollected", collect);
  return all;
}

/**
 * Processor time of the page's thread from the key to the last mark of a name, whose own task is not counted; 0 where
 * nothing was marked, as the number of all studies is not when they are grouped.
 */
function workUntil(mark: string, trace: readonly Did[]): number {
  const begun = trace.find(({ name }) => name === "key")!;
  const until = trace.filter(({ name }) => name === mark).at(-1)?.ts ?? 0;
  const tasks = trace.filter(
    ({ name, pid, tid, ts, dur = 0 }) =>
      name === "RunTask" && pid === begun.pid && tid === begun.tid && ts + dur >= begun.ts && ts < until,
  );
  return tasks.reduce((sum, { dur = 0, tdur = dur }) => sum + tdur, 0) / 1000;
}

interface Watched {
  watched: Promise<Took>;
}

/**
 * In the page: notes when the frame is painted that shows the new headline, and the one after the last change of
 * anything in view within 300 ms.
 */
function watch(): void {
  let begun = 0;
  let frames = 0;
  let number = 0;
  let latest = 0;
  let shown = 0;
  let done: (took: Took) => void = () => undefined;
  (window as unknown as Watched).watched = new Promise((resolve) => {
    done = resolve;
  });
  document.addEventListener(
    "keydown",
    () => {
      begun = performance.now();
      performance.mark("key");
      const count = (): void => {
        frames += 1;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
      const settle = (): void => {
        if (latest === 0 || performance.now() - latest < 300) return void setTimeout(settle, 20);
        observer.disconnect();
        done({ number, view: latest - begun, frames: shown });
      };
      settle();
    },
    { capture: true, once: true },
  );
  // A task after the next frame's callbacks runs once the frame is handed on to be shown.
  const painted = (note: (at: number) => void): void =>
    void requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => note(performance.now());
      port2.postMessage(null);
    });
  const inView = (node: Node): boolean => {
    const element = node instanceof Element ? node : node.parentElement;
    // The words of a figure are not to be seen, nor is what is kept behind it.
    if (element === null || element.closest("main") === null || element.closest("desc, .behind") !== null)
      return false;
    // What a browser leaves out of a figure that is out of sight has no place yet; the figure has.
    const { top, bottom } = (element.closest("svg") ?? element).getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  };
  // Where they are is asked after the frame: asking before makes the browser lay the page out.
  const observer = new MutationObserver((changes) => {
    if (begun === 0) return;
    const targets = new Set(changes.filter((change) => !isOfBehind(change)).map(({ target }) => target));
    const first = shown === 0 && [...targets].some((target) => isIn(target, ".big"));
    if (first) shown = frames + 1;
    painted((at) => {
      if (first) {
        performance.mark("number");
        number = at - begun;
      }
      if (![...targets].some(inView)) return;
      performance.mark("in-view");
      latest = Math.max(latest, at);
    });
  });
  observer.observe(document.body, { subtree: true, characterData: true, childList: true });
  function isOfBehind({ addedNodes, removedNodes }: MutationRecord): boolean {
    const all = [...addedNodes, ...removedNodes];
    return all.length > 0 && all.every((node) => node instanceof Element && node.matches(".behind"));
  }
  function isIn(node: Node, selector: string): boolean {
    const element = node instanceof Element ? node : node.parentElement;
    return element?.closest(selector) != null;
  }
}
