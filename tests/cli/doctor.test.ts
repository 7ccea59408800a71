import { describe, expect, it } from "vitest";
import { contextOf } from "../../src/cli/context.ts";
import { cloudFolder, networkName, nodeVersion } from "../../src/cli/doctor/machine.ts";
import type { Io } from "../../src/cli/io.ts";
import { services } from "../../src/cli/services.ts";
import { run, runFake } from "./run.ts";

describe("doctor", () => {
  it("works without a review", async () => {
    const { code, stdout } = await run(["doctor", "--json"]);
    expect(code).toBe(0);
    const ids = (JSON.parse(stdout) as { findings: { id: string }[] }).findings.map(({ id }) => id);
    expect(ids).toEqual(["program", "node", "driver", "writable", "file-system", "space", "cloud", "review"]);
  });
  it("ends with 8 when the review is broken", async () => {
    const verify = async () => [{ code: "store/damaged", message: "Event 7 does not fit its chain." }];
    const { code, stdout } = await runFake(["doctor"], { verify });
    expect(code).toBe(8);
    expect(stdout).toContain("✗ Event 7 does not fit its chain.");
  });
  const context = contextOf({ env: {}, cwd: "/", stderr: {}, stdout: {} } as Io, services, { json: true });
  it("knows folders that copy files to a cloud", () => {
    for (const folder of [
      "/home/k/Dropbox/r",
      "/Users/k/OneDrive - UiO/r",
      "/Users/k/Library/Mobile Documents/r",
    ]) {
      expect(cloudFolder(context, folder).state).toBe("warning");
    }
    expect(cloudFolder(context, "/home/k/dropboxes/r").state).toBe("ok");
  });
  it("knows network file systems by number, signed or not", () => {
    expect(networkName(0x6969, "linux")).toBe("NFS");
    expect(networkName(0xff534d42 | 0, "linux")).toBe("CIFS");
    expect(networkName(0xef53, "linux")).toBeUndefined();
  });
  it("knows a Node that is too old", () => {
    expect(nodeVersion(context, "20.18.3").state).toBe("error");
    expect(nodeVersion(context, "20.19.0").state).toBe("ok");
    expect(nodeVersion(context, "24.1.0").state).toBe("ok");
  });
});
