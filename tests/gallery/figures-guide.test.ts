import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("every picture of the guide to figures is there, and of each plot both widths", () => {
  const page = new URL("../../docs/guide/figures.md", import.meta.url);
  const pictures = [...readFileSync(page, "utf8").matchAll(/!\[\]\(([^)]+)\)/g)].map(([, path = ""]) => path);
  expect(pictures.length).toBeGreaterThan(30);
  for (const path of pictures) expect(existsSync(new URL(path, page)), path).toBe(true);
  for (const path of pictures.filter((one) => one.includes("-column.svg")))
    expect(pictures).toContain(path.replace("-column.svg", "-page.svg"));
});
