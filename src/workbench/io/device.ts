import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Names this copy of the program on this machine, so that its events can be told from others'.
 * Kept in the person's configuration folder (or `EVIDENS_HOME`); where that cannot be written, a new
 * name for each start is used, which costs nothing but a longer list of devices.
 */
export function deviceName(): string {
  const folder = configFolder();
  const file = join(folder, "device");
  try {
    if (existsSync(file)) {
      const known = readFileSync(file, "utf8").trim();
      if (/^[0-9a-f-]{8,36}$/.test(known)) return known;
    }
    mkdirSync(folder, { recursive: true });
    const name = randomUUID();
    writeFileSync(file, `${name}\n`, { flag: "wx" });
    return name;
  } catch {
    // Lost the race to another start, or the folder is read-only.
    return existsSync(file) ? readFileSync(file, "utf8").trim() : randomUUID();
  }
}

/** Where the program keeps what belongs to the person and not to a review. */
export function configFolder(): string {
  const { EVIDENS_HOME, XDG_CONFIG_HOME, APPDATA } = process.env;
  if (EVIDENS_HOME) return EVIDENS_HOME;
  if (process.platform === "win32" && APPDATA) return join(APPDATA, "Evidens");
  return join(XDG_CONFIG_HOME || join(homedir(), ".config"), "evidens");
}
