#!/usr/bin/env node
import { existsSync, readdirSync, statSync } from "node:fs";

// The program itself is `start.ts`. `npm run build` bundles it with its libraries into few files, which load in a
// fifth of the time that the modules of all rooms take.
const bundle = new URL("../program/start.js", import.meta.url);
const compiled = new URL("../.tsbuildinfo/", import.meta.url);

/** False when there is no bundle, or a room of the program was compiled after it was made. */
function isBundled(): boolean {
  if (!existsSync(bundle)) return false;
  const made = statSync(bundle).mtimeMs;
  const rooms = existsSync(compiled) ? readdirSync(compiled).filter((room) => room !== "web.json") : [];
  return rooms.every((room) => statSync(new URL(room, compiled)).mtimeMs <= made);
}

if (process.env["EVIDENS_DEBUG"]) process.setSourceMapsEnabled(true);
if (isBundled()) await import(bundle.href);
else await import("./start.ts");
