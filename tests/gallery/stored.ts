import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

/**
 * Compares a picture or page with the one that was stored and looked at, byte for byte.
 * `UPDATE_GALLERY=1` stores it anew: look at it before keeping it.
 */
export function expectStored(name: string, content: string): void {
  const folder = new URL("./output/", import.meta.url);
  const file = new URL(name, folder);
  if (process.env.UPDATE_GALLERY === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, content);
  }
  expect(content).toBe(readFileSync(file, "utf8"));
}
