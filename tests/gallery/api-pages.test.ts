import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import * as participants from "#participants";
import * as records from "#records";
import * as screening from "#screening";
import * as synthesis from "#synthesis";

const root = fileURLToPath(new URL("../../", import.meta.url));
const api = `${root}docs/api/`;
const pages = (folder: string): string[] =>
  readdirSync(`${api}${folder}`).filter((name) => name.endsWith(".md") && name !== "types.md");

test("the API pages are as the doc blocks say, and the tests that those name are there", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/api-pages.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

describe.each([
  ["synthesis", synthesis],
  ["screening", screening],
  ["records", records],
  ["participants", participants],
])("evidens/%s", (room, door) => {
  const exported = Object.keys(door).sort();

  test("everything that the door exports has a page, and nothing else has", () => {
    expect(pages(room).sort()).toEqual(exported.map((name) => `${name}.md`).sort());
  });

  test("everything that the door exports is in the index", () => {
    const index = readFileSync(`${api}README.md`, "utf8");
    expect(exported.filter((name) => !index.includes(`(${room}/${name}.md)`))).toEqual([]);
  });

  test("links within the pages lead somewhere", () => {
    const broken: string[] = [];
    const anchors = new Map<string, Set<string>>();
    const anchorsOf = (file: string): Set<string> => {
      const known = anchors.get(file);
      if (known) return known;
      const text = readFileSync(file, "utf8");
      const found = new Set(
        [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
          heading!
            .toLowerCase()
            .replace(/[^\p{L}\p{N}\s_-]/gu, "")
            .replace(/\s/g, "-"),
        ),
      );
      anchors.set(file, found);
      return found;
    };
    for (const page of [...pages(room), "types.md"]) {
      const file = `${api}${room}/${page}`;
      for (const [, link] of readFileSync(file, "utf8").matchAll(/\]\((?!https:)([^)\s]+)\)/g)) {
        const [path, anchor] = link!.split("#");
        const target = path === "" ? file : fileURLToPath(new URL(path!, `file://${file}`));
        try {
          if (anchor === undefined) readFileSync(target);
          else if (!anchorsOf(target).has(anchor)) broken.push(`${page}: ${link}`);
        } catch {
          broken.push(`${page}: ${link}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });
});
