import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rebuiltSnapshot } from "../support/snapshot.ts";
import { runFake, temporaryFolder } from "./run.ts";

const methods = { snapshot: async () => rebuiltSnapshot() };

describe("figure", () => {
  it("lists the figures of the report", async () => {
    const { code, stdout } = await runFake(["figure"], methods);
    expect(code).toBe(0);
    expect(stdout).toMatch(/No\.\s+Id\s+Caption/);
    const { stdout: json } = await runFake(["figure", "--json"], methods);
    const { figures } = JSON.parse(json) as { figures: { id: string; number: number }[] };
    expect(figures.map(({ number }) => number)).toEqual(figures.map((_, at) => at + 1));
    expect(figures.map(({ id }) => id)).toContain("bias-rob2");
  });

  it("writes one by number or id, in the format of the file's ending, at the width asked", async () => {
    const cwd = temporaryFolder();
    const forest = rebuiltSnapshot().analyses[0]!.set.analysis.id;
    const png = await runFake(
      ["figure", "forest.png", "--figure", forest, "--layout", "revman", "--width", "85", "--dpi", "600"],
      methods,
      { cwd },
    );
    expect(png.stderr).toBe("");
    expect(png.stdout).toMatch(/85 × \d+ mm\)\n2008 × \d+ pixels/);
    expect(readFileSync(join(cwd, "forest.png")).readUInt32BE(16)).toBe(2008);
    const pdf = await runFake(["figure", "one.pdf", "--figure", "1", "--json"], methods, { cwd });
    expect(JSON.parse(pdf.stdout)).toMatchObject({ format: "pdf", mediaType: "application/pdf" });
    expect(readFileSync(join(cwd, "one.pdf"), "latin1")).toMatch(/^%PDF-1\.7/);
    // The same review gives the same bytes.
    await runFake(["figure", "two.pdf", "--figure", "1"], methods, { cwd });
    expect(readFileSync(join(cwd, "two.pdf")).equals(readFileSync(join(cwd, "one.pdf")))).toBe(true);
  });

  it("says when the text gets too small at the width asked", async () => {
    const { code, stderr } = await runFake(["figure", "f.pdf", "--figure", "1", "--width", "40"], methods);
    expect(code).toBe(0);
    expect(stderr).toMatch(/below 7\./);
  });

  it("takes a figure already written as SVG", async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, "a.svg"),
      '<svg viewBox="0 0 400 90"><text x="4" y="40" font-size="16">Ærlig</text></svg>',
    );
    const { code } = await runFake(["figure", "a.pdf", "--from", "a.svg"], {}, { cwd });
    expect(code).toBe(0);
    expect(existsSync(join(cwd, "a.pdf"))).toBe(true);
  });

  it("refuses an unknown ending, no figure, an unknown one, and to overwrite", async () => {
    const cwd = temporaryFolder();
    expect((await runFake(["figure", "a.gif", "--figure", "1"], methods, { cwd })).code).toBe(2);
    expect((await runFake(["figure", "a.pdf"], methods, { cwd })).code).toBe(2);
    const unknown = await runFake(["figure", "a.pdf", "--figure", "99"], methods, { cwd });
    expect(unknown.code).toBe(4);
    expect(unknown.stderr).toMatch(/bias-rob2/);
    expect((await runFake(["figure", "a.pdf", "--from", "none.svg"], {}, { cwd })).code).toBe(4);
    writeFileSync(join(cwd, "a.pdf"), "mine");
    expect((await runFake(["figure", "a.pdf", "--figure", "1"], methods, { cwd })).code).toBe(5);
    expect(readFileSync(join(cwd, "a.pdf"), "utf8")).toBe("mine");
  });
});
