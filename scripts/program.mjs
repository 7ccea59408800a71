// Bundles the program to dist/program: start and worker entries with the pure libraries they use, in few files,
// since loading a thousand modules takes longer than most commands run. The rooms in dist/ stay as tsc writes them.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { newest, root } from "./run.mjs";

const self = fileURLToPath(import.meta.url);
const folder = join(root, "dist", "program");
const start = join(folder, "start.js");
const LICENCES = "THIRD-PARTY.md";

/**
 * Libraries that go in, with all they import; their licences go into THIRD-PARTY.md. The other ones stay packages:
 * they bring files or binaries along, or are large and seldom needed, or have no licence text to copy (saxes).
 */
const BUNDLED = [
  "@hono/node-server",
  "@noble/hashes",
  "commander",
  "d3-scale",
  "fflate",
  "hono",
  "i18next",
  "kysely",
  "papaparse",
  "uuid",
  "yaml",
  "zod",
];

/** The start, and whatever runs in a thread or process of its own: found by how it is started. */
function entries() {
  const found = { start: join(root, "src/cli/start.ts") };
  for (const file of sources(join(root, "src"))) {
    const text = readFileSync(file, "utf8");
    for (const [, name] of text.matchAll(/new URL\("\.\/([\w-]+)\.js", import\.meta\.url\)/g)) {
      if (name in found)
        throw new Error(`Two files start a "${name}.js"; in one folder one of them needs another name.`);
      found[name] = join(dirname(file), `${name}.ts`);
    }
  }
  return found;
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(root, "src", "web")));
}

/** True when a room of the program was compiled, or a library installed, after the bundle was made. */
export function isBundleOld() {
  const made = newest(start);
  const compiled = join(root, "dist", ".tsbuildinfo");
  const rooms = existsSync(compiled) ? readdirSync(compiled).filter((room) => room !== "web.json") : [];
  const causes = [...rooms.map((room) => join(compiled, room)), join(root, "package-lock.json"), self];
  return made === 0 || causes.some((path) => newest(path) > made);
}

/**
 * Makes the bundle.
 *
 * @param write false: only to look at what would be in it
 * @returns its chunks, each with its modules and the chunks it imports
 */
export async function bundleProgram({ write = true } = {}) {
  const { build } = await import("vite");
  const before = newest(start);
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { output } = await build({
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    resolve: { alias: [{ find: /^#([a-z]+)$/, replacement: join(root, "src/$1/index.ts") }] },
    ssr: { noExternal: true, external: Object.keys(dependencies).filter((name) => !BUNDLED.includes(name)) },
    build: {
      ssr: true,
      write,
      outDir: folder,
      emptyOutDir: false,
      target: "node20",
      sourcemap: true,
      // Not made smaller, so that a stack trace tells names and lines; it would start no sooner.
      minify: false,
      license: { fileName: LICENCES },
      rolldownOptions: {
        input: entries(),
        // Importing a module of ours does nothing but define: a room's door need not bring the whole room.
        treeshake: { moduleSideEffects: (id) => (id.includes("/node_modules/") ? undefined : false) },
        checks: { pluginTimings: false },
        output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  });
  checkLicences(output.find(({ fileName }) => fileName === LICENCES).source);
  // A program still running loads the rest of its own bundle, so that of the build before, which took less than a
  // minute to write, stays.
  if (write && before > 0)
    for (const name of readdirSync(folder))
      if (statSync(join(folder, name)).mtimeMs < before - 60_000) rmSync(join(folder, name));
  return output.filter(({ type }) => type === "chunk");
}

/** What is copied must come with its licence; a package that has no text of it stays a package. */
function checkLicences(text) {
  for (const section of String(text).split(/^## /m).slice(1)) {
    const [name, ...licence] = section.split("\n");
    if (licence.join("").trim() === "")
      throw new Error(`${name} is bundled and brings no licence text along.`);
  }
}

// `node scripts/program.mjs` writes nothing but says, as JSON, which chunk holds and imports what.
if (process.argv[1]?.endsWith("program.mjs")) {
  const chunks = await bundleProgram({ write: false });
  const told = chunks.map(({ fileName, imports, moduleIds }) => ({
    file: fileName,
    imports,
    modules: moduleIds.map((id) => relative(root, id).replaceAll("\\", "/")),
  }));
  console.log(JSON.stringify(told));
}
