import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runFake, temporaryFolder } from "./run.ts";

describe("open and serve", () => {
  const server = (closed: string[]) => ({
    url: "http://127.0.0.1:4321/?token=secret",
    address: "http://127.0.0.1:4321/",
    port: 4321,
    close: async () => {
      closed.push("closed");
    },
  });
  const stopSoon = (stop: () => void): void => {
    setTimeout(stop, 10);
  };
  it("open prints the address, shows it in a browser and closes cleanly when stopped", async () => {
    const closed: string[] = [];
    const shown: string[] = [];
    const started: unknown[] = [];
    const { code, stdout } = await runFake(
      ["open"],
      {},
      {
        tty: true,
        env: { DISPLAY: ":0", NO_COLOR: "1" },
        onStart: stopSoon,
        services: {
          startServer: async (options) => {
            started.push(options);
            return server(closed);
          },
          openBrowser: async (url) => shown.push(url),
        },
      },
    );
    expect(code).toBe(0);
    expect(stdout).toContain("http://127.0.0.1:4321/?token=secret");
    expect(closed).toEqual(["closed"]);
    expect(started).toMatchObject([{ host: "127.0.0.1", port: 4321 }]);
    if (process.platform === "linux") expect(shown).toEqual(["http://127.0.0.1:4321/?token=secret"]);
  });
  it("open shows no browser with --no-browser", async () => {
    const { stdout } = await runFake(
      ["open", "--no-browser", "--json"],
      {},
      {
        tty: true,
        env: { DISPLAY: ":0" },
        onStart: stopSoon,
        services: {
          startServer: async () => server([]),
          openBrowser: async () => {
            throw new Error("should not open");
          },
        },
      },
    );
    expect(JSON.parse(stdout)).toEqual({ url: "http://127.0.0.1:4321/?token=secret", port: 4321 });
  });
  it("serve lets no other machine in without a secret", async () => {
    const ran = await runFake(["serve", "--host", "0.0.0.0"], {});
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("--token-file");
    expect(ran.workbench.calls).toEqual([]);
  });
  it("serve takes its secret from a file, does not print it, and says what is not there yet", async () => {
    const cwd = temporaryFolder();
    const secret = "0123456789abcdef0123456789abcdef";
    writeFileSync(join(cwd, "token"), `${secret}\n`, { mode: 0o644 });
    const started: { token?: string | undefined }[] = [];
    const args = [
      "serve",
      "--host",
      "0.0.0.0",
      "--token-file",
      "token",
      "--allow-host",
      "review.example.org",
    ];
    const { code, stdout, stderr } = await runFake(
      args,
      {},
      {
        cwd,
        onStart: stopSoon,
        services: {
          startServer: async (options) => {
            started.push(options);
            return server([]);
          },
        },
      },
    );
    expect(code).toBe(0);
    expect(started).toMatchObject([{ token: secret, host: "0.0.0.0", allowedHosts: ["review.example.org"] }]);
    expect(stdout + stderr).not.toContain(secret);
    expect(stdout).not.toContain("token=secret");
    expect(stderr).toContain("no accounts yet");
    expect(stderr).toContain("not encrypted");
    if (process.platform !== "win32") expect(stderr).toContain("chmod 600");
  });
  it("serve refuses a short secret", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "token"), "short");
    expect((await runFake(["serve", "--token-file", "token"], {}, { cwd })).code).toBe(3);
    expect((await runFake(["serve", "--token-file", "nowhere"], {}, { cwd })).code).toBe(4);
  });
});
