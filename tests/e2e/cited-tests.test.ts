import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const files = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`);
const texts = [...files("src"), ...files("docs")].filter((name) => /\.(ts|tsx|md)$/.test(name));
const known = new Set(files("tests").map((name) => basename(name)));

test("every test that code or docs say checks something is there", () => {
  const missing = texts.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const paths = text.match(/\btests\/[\w./-]+\.(?:ts|json)\b/g) ?? [];
    const names = text.match(/\b[\w.-]+\.test\.ts\b/g) ?? [];
    return [
      ...paths.filter((path) => !existsSync(join(root, path))),
      ...names.filter((name) => !known.has(name)),
    ].map((cited) => `${file}: ${cited}`);
  });
  expect(missing).toEqual([]);
  expect(texts.length).toBeGreaterThan(300);
});
