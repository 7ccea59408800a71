import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const INSTALLED = "/usr/lib/postgresql";

/** Folder of the newest PostgreSQL server installed, or null. */
export function postgresBinaries(): string | null {
  if (!existsSync(INSTALLED)) return null;
  const versions = readdirSync(INSTALLED)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(b) - Number(a));
  return (
    versions
      .map((version) => join(INSTALLED, version, "bin"))
      .find((bin) => existsSync(join(bin, "initdb"))) ?? null
  );
}

export interface Cluster {
  readonly url: string;
  stop(): void;
}

/**
 * Starts a server of its own in a temporary folder, on a Unix socket only. The server refuses to run
 * as root, so root starts it as the user `postgres`.
 */
export function startCluster(bin: string): Cluster {
  const folder = mkdtempSync(join(tmpdir(), "evidens-pg-"));
  const root = process.getuid?.() === 0;
  if (root) {
    const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
    chownSync(folder, id("-u"), id("-g"));
  }
  chmodSync(folder, 0o700);
  const run = (program: string, args: readonly string[]): void => {
    const command = [join(bin, program), ...args];
    const [file, rest] = root
      ? ["runuser", ["-u", "postgres", "--", ...command]]
      : [command[0]!, command.slice(1)];
    execFileSync(file, rest, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  };
  const data = join(folder, "data");
  // fsync off: what is tested here is the program on the server, not the server's own durability.
  run("initdb", ["-D", data, "-U", "evidens", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
  const settings = `-c listen_addresses='' -c unix_socket_directories=${folder} -c fsync=off`;
  run("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", settings, "start"]);
  return {
    url: `postgres://evidens@/postgres?host=${encodeURIComponent(folder)}`,
    stop: () => {
      run("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
