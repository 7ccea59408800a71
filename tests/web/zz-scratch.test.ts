import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { findChromium, launch, openPage } from "./browser.ts";
import { startFakeApi } from "./fake-api.ts";
import { manyStudies } from "./fake-synthesis.ts";
it("profiles", async () => {
  const browser = await launch(findChromium()!);
  const api = await startFakeApi("/tmp/web-prof");
  const { page } = await openPage(browser, { size: "desk", theme: "light", language: "en" });
  await page.route("**/api/analyses/main/material*", (route) => route.fulfill({ json: { data: manyStudies(200) } }));
  const session = await page.context().newCDPSession(page);
  for (const view of (process.env.VIEWS ?? "view=result").split(";")) {
  await page.goto(`${api.url}/synthesis?${view}`);
  await page.locator(".big").waitFor();
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: 200 });
  const choose = async (option: string) => {
    await page.getByRole("button", { name: /^.*Model/ }).first().focus();
    await page.keyboard.press("Enter");
    const list = page.getByRole("listbox");
    await list.waitFor();
    const names = await list.getByRole("option").allInnerTexts();
    const at = names.findIndex((name) => name.startsWith(option));
    await page.keyboard.press("Home");
    for (let step = 0; step < at; step++) await page.keyboard.press("ArrowDown");
    await page.waitForTimeout(300);
  };
  for (let i = 0; i < 8; i++) { await choose(i % 2 ? "random" : "a common"); await page.keyboard.press("Enter"); await page.waitForTimeout(500); }
  const total = new Map<string, number>(); const incl = new Map<string, number>(); let sum = 0;
  for (let i = 0; i < 8; i++) {
    await choose(i % 2 ? "random" : "a common");
    await session.send("Profiler.start");
    await page.keyboard.press("Enter"); await page.waitForTimeout(600);
    const { profile } = await session.send("Profiler.stop");
    const by = new Map(profile.nodes.map((n) => [n.id, n]));
    const parent = new Map<number, number>();
    for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id);
    profile.samples!.forEach((id, k) => {
      const dt = profile.timeDeltas![k]! / 1000 / 8;
      const name = (n: number) => `${by.get(n)!.callFrame.functionName}:${by.get(n)!.callFrame.lineNumber}`;
      const own = name(id);
      if (/^\((idle|program)\)/.test(own)) return;
      total.set(own, (total.get(own) ?? 0) + dt); sum += dt;
      const seen = new Set<string>();
      for (let n: number | undefined = id; n !== undefined; n = parent.get(n)) { const x = name(n); if (!seen.has(x)) { seen.add(x); incl.set(x, (incl.get(x) ?? 0) + dt); } }
    });
  }
  const top = (m: Map<string, number>, n: number) => [...m].sort((a, b) => b[1] - a[1]).slice(0, n).map(([k, v]) => `${v.toFixed(1)} ${k}`).join("\n");
  writeFileSync(`/tmp/prof-${view.replace(/\W/g, "_")}.txt`, `sum per change ${sum.toFixed(1)}\nSELF\n${top(total, 30)}\nINCL\n${top(incl, 70)}`);
  }
  await browser.close(); await api.close();
  expect(1).toBe(1);
}, 200000);
