import { describe, expect, it } from "vitest";
import { runFake } from "./run.ts";

const slow = async (): Promise<object> => {
  await new Promise((resolve) => setTimeout(resolve, 1_400));
  return { clusters: 0, removed: 0, eventId: "e" };
};

describe("progress", () => {
  it("shows on a terminal after a second, on stderr, and wipes itself", async () => {
    const { stdout, stderr } = await runFake(["dedupe"], { dedupe: slow }, { tty: true });
    expect(stderr.startsWith("\r\u001b[K⠋ Looking for duplicates (1 s)")).toBe(true);
    expect(stderr.endsWith("\r\u001b[K")).toBe(true);
    expect(stdout).toMatch(/^Groups of duplicates/);
  });
  it.each([
    ["without a terminal", [], false],
    ["with --quiet", ["--quiet"], true],
    ["with --json", ["--json"], true],
  ] as const)("shows nothing %s", async (_, more, tty) => {
    expect((await runFake(["dedupe", ...more], { dedupe: slow }, { tty })).stderr).toBe("");
  });
  it("shows nothing for quick work", async () => {
    const dedupe = async () => ({ clusters: 0, removed: 0, eventId: "e" });
    expect((await runFake(["dedupe"], { dedupe }, { tty: true })).stderr).toBe("");
  });
});
