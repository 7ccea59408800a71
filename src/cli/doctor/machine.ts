import { randomBytes } from "node:crypto";
import { rm, statfs, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Context } from "../context.ts";
import type { Finding } from "./review-health.ts";

const NODE_FLOOR = [20, 19] as const;
const LITTLE_SPACE = 1e9;

/** Folders that a program copies to a cloud behind our back; a live database in one gets torn. */
const CLOUD =
  /^(onedrive|dropbox|icloud ?drive|mobile documents|com~apple~clouddocs|google ?drive|my drive|nextcloud|owncloud|box|pcloud ?drive|syncthing)([ -].*)?$/i;

/** Linux names of file systems by their magic number. Source: statfs(2). */
const NETWORK: Readonly<Record<number, string>> = {
  26985: "NFS",
  20859: "SMB",
  4283649346: "CIFS",
  4266872130: "SMB2",
  1702057286: "FUSE",
  16914839: "9P",
  12805120: "AFS",
  12648430: "Coda",
};

export function nodeVersion({ t }: Context, version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = NODE_FLOOR;
  const good = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  const needed = NODE_FLOOR.join(".");
  return {
    id: "node",
    state: good ? "ok" : "error",
    text: t(good ? "doctor.node" : "doctor.oldNode", { version, needed }),
  };
}

/** Which SQLite this Node offers; the store prefers the built-in one where it is new enough. */
export function driverName({ t }: Context): Finding {
  const version = process.versions.sqlite;
  const text = version === undefined ? t("doctor.driver.package") : t("doctor.driver.builtIn", { version });
  return { id: "driver", state: "ok", text };
}

export async function writableFolder({ t }: Context, folder: string): Promise<Finding> {
  const probe = join(folder, `.evidens-probe-${randomBytes(6).toString("hex")}`);
  try {
    await writeFile(probe, "", { flag: "wx" });
    await rm(probe);
    return { id: "writable", state: "ok", text: t("doctor.writable", { folder }) };
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    return { id: "writable", state: "error", text: t("doctor.notWritable", { folder, why }) };
  }
}

export async function freeSpace({ t, language }: Context, folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const gb = (free / 1e9).toFixed(1).replace(".", language === "nb" ? "," : ".");
  return {
    id: "space",
    state: free < LITTLE_SPACE ? "warning" : "ok",
    text: t(free < LITTLE_SPACE ? "doctor.littleSpace" : "doctor.space", { gb }),
  };
}

/** Locks and fsync are not to be trusted over a network. */
export async function fileSystem({ t }: Context, folder: string): Promise<Finding> {
  const name = folder.startsWith("\\\\") ? "SMB" : networkName((await statfs(folder)).type);
  if (name === undefined) return { id: "file-system", state: "ok", text: t("doctor.local") };
  return { id: "file-system", state: "warning", text: t("doctor.network", { name }) };
}

/** Name of a network file system, by the number the system gives; the number may come signed. */
export function networkName(type: number, platform: string = process.platform): string | undefined {
  return platform === "linux" ? NETWORK[type >>> 0] : undefined;
}

export function cloudFolder({ t }: Context, folder: string): Finding {
  const name = folder.split(sep).find((part) => CLOUD.test(part));
  if (name === undefined) return { id: "cloud", state: "ok", text: t("doctor.noCloud") };
  return { id: "cloud", state: "warning", text: t("doctor.cloud", { name }) };
}
