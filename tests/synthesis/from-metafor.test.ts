import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

// docs/from-metafor.md is one program: its TypeScript blocks in order, those marked `data` first. A line
// `expression; // value` states what the expression gives. This test runs the program and compares.

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = `${root}dist/from-metafor/`;
const page = readFileSync(`${root}docs/from-metafor.md`, "utf8");

interface Section {
  readonly heading: string;
  readonly code: readonly string[];
  /** What R and the stored reference values say. */
  readonly printed: string;
  readonly statements: readonly Statement[];
}

interface Statement {
  readonly expression: string;
  readonly stated: string;
  /** R stops before the optimum, which is stated here. */
  readonly optimum: boolean;
}

const STATEMENT = /^(?!const |import |\/\/|\s)(.+); \/\/ (.+?)( \(optimum\))?$/;
const IMPORT = /^import \{ ([^}]+) \} from "evidens\/(\w+)";$/;

const blocks = (text: string, kind: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, block]) => block!);

const sections: readonly Section[] = page
  .split(/^## /m)
  .slice(1)
  .map((text) => {
    const code = blocks(text, "ts");
    const statements = code
      .flatMap((block) => block.split("\n"))
      .flatMap((line) => {
        const found = STATEMENT.exec(line);
        return found === null
          ? []
          : [{ expression: found[1]!, stated: found[2]!, optimum: found[3] !== undefined }];
      });
    return {
      heading: text.slice(0, text.indexOf("\n")),
      code,
      printed: blocks(text, "text[^\\n]*").join("\n"),
      statements,
    };
  });

/** The page as a module; `wrap` says what becomes of a statement that is a line of its own. */
function program(wrap: (expression: string, at: number) => string): string {
  const names = new Map<string, Set<string>>();
  let at = 0;
  const body = [...blocks(page, "ts data"), ...sections.flatMap(({ code }) => code)]
    .flatMap((block) => block.split("\n"))
    .flatMap((line) => {
      const imported = IMPORT.exec(line);
      if (imported !== null) {
        const [, list, room] = imported;
        const known = names.get(room!) ?? new Set();
        for (const name of list!.split(", ")) known.add(name);
        names.set(room!, known);
        return [];
      }
      const found = STATEMENT.exec(line);
      return found === null ? [line] : [wrap(found[1]!, at++)];
    });
  const imports = [...names].map(([room, list]) => `import { ${[...list].join(", ")} } from "#${room}";`);
  return [...imports, ...body].join("\n");
}

/** A value in the digits that the page states. */
function shown(value: unknown, stated: string): string {
  if (Array.isArray(value) || value instanceof Float64Array) {
    const parts = stated.split(" ");
    return Array.from(value as ArrayLike<unknown>, (one, i) => shown(one, parts[i] ?? "")).join(" ");
  }
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  if (stated.startsWith("<")) return value < Number(stated.slice(1)) ? stated : String(value);
  return value.toFixed(/\.(\d+)$/.exec(stated)?.[1]?.length ?? 12);
}

const numbersOf = (text: string): readonly string[] => text.match(/<?-?\d*\.?\d+(?:e-?\d+)?/g) ?? [];

let values: readonly unknown[] = [];

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const running = program((expression, at) => `values[${at}] = (${expression});`);
  writeFileSync(`${folder}page.ts`, `export const values: unknown[] = [];\n${running}`);
  ({ values } = (await import(/* @vite-ignore */ `${folder}page.ts`)) as {
    readonly values: readonly unknown[];
  });
});

test("the page states many values", () => {
  const stated = sections.flatMap(({ statements }) => statements);
  expect(stated.length).toBeGreaterThan(80);
  expect(values).toHaveLength(stated.length);
});

describe("docs/from-metafor.md", () => {
  let next = 0;
  for (const { heading, statements, printed } of sections.filter((one) => one.statements.length > 0)) {
    const first = next;
    next += statements.length;

    test(`${heading}: our values are as stated`, () => {
      const got = statements.map(({ expression, stated }, i) => [
        expression,
        shown(values[first + i], stated),
      ]);
      expect(got).toEqual(statements.map(({ expression, stated }) => [expression, stated]));
    });

    test.skipIf(printed === "")(`${heading}: what is stated stands in the print of R`, () => {
      const there = new Set(numbersOf(printed));
      const missing = statements.flatMap(({ expression, stated, optimum }) =>
        (optimum ? [] : numbersOf(stated))
          .filter((number) => !there.has(number))
          .map((number) => `${expression}: ${number}`),
      );
      expect(missing).toEqual([]);
    });
  }
});

test("the blocks are right by their types", () => {
  writeFileSync(
    `${folder}typed.ts`,
    program((expression, at) => `export const value${at} = (${expression});`),
  );
  const config = {
    extends: "../../tests/tsconfig.json",
    compilerOptions: { rootDir: "../..", noUnusedLocals: false },
    include: ["typed.ts"],
  };
  writeFileSync(`${folder}tsconfig.json`, JSON.stringify(config));
  const { stdout } = spawnSync("node_modules/.bin/tsc", ["-p", folder], { cwd: root, encoding: "utf8" });
  expect(stdout.split("\n").filter((line) => line.includes("typed.ts"))).toEqual([]);
});

test("stored reference values, and the prints of R where it is here, are as the page shows them", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/from-metafor.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("links of the page lead somewhere", () => {
  const links = [...page.matchAll(/\]\((?!#)([^)#\s]+)/g)].map(([, path]) => path!);
  expect(links.length).toBeGreaterThan(40);
  expect(links.filter((path) => !existsSync(`${root}docs/${path}`))).toEqual([]);
});
