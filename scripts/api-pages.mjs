// Writes docs/api: a page per public function of the rooms below, from their doc blocks and signatures.
// `node scripts/api-pages.mjs --check` writes nothing and fails if a page differs or a doc block names a
// test that is not there; `--missing` lists doc blocks without a parameter, a source or a check.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { methodsOf, readDocBlock, sideBySide } from "./api-pages/doc-block.mjs";
import { functionPage, indexPage, typesPage } from "./api-pages/markdown.mjs";
import { rooms } from "./api-pages/rooms.mjs";
import { readRoom } from "./api-pages/source.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "docs", "api");

/** Path under docs/api → text. */
function pages(read) {
  const made = new Map();
  for (const room of read) {
    for (const entry of room.entries) made.set(`${room.id}/${entry.name}.md`, functionPage(entry, room));
    made.set(`${room.id}/types.md`, typesPage(room));
  }
  made.set("README.md", indexPage(read));
  return made;
}

function existing(under = folder, prefix = "") {
  if (!existsSync(under)) return [];
  return readdirSync(under, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? existing(join(under, one.name), `${prefix}${one.name}/`) : [`${prefix}${one.name}`],
  );
}

/** The doc block names the parameter that the code takes apart. */
function nameUnnamed({ parameters, doc }) {
  const unnamed = parameters.filter((one) => one.unnamed);
  const names = new Set(parameters.filter((one) => !one.unnamed).map((one) => one.name));
  const said = doc.params.map((one) => one.name.split(".")[0]).filter((name) => !names.has(name));
  if (unnamed.length === 1 && said.length > 0) unnamed[0].name = said[0];
}

/** The methods page of most functions of the same folder, for those that no page mentions. */
function usualMethods({ file }, entries) {
  const beside = entries.filter((one) => one.methods && dirname(one.file) === dirname(file));
  const count = ({ methods }) => beside.filter((one) => one.methods.path === methods.path).length;
  const below = dirname(file).split("/").length > 2;
  return below ? (beside.sort((a, b) => count(b) - count(a))[0]?.methods ?? null) : null;
}

const read = rooms.map((room) => {
  const { entries, ...rest } = readRoom(root, room.id);
  for (const entry of entries) {
    entry.doc = readDocBlock(entry.comment);
    nameUnnamed(entry);
    entry.methods = methodsOf(root, room.id, entry.name);
    entry.sideBySide = sideBySide(root, room.id, entry.name);
  }
  for (const entry of entries) entry.methods ??= usualMethods(entry, entries);
  return { ...room, entries, ...rest };
});

/** What a doc block should hold and does not. */
function gaps({ name, kind, parameters, doc, file }, { id }) {
  const documented = new Set(doc.params.map((param) => param.name.split(".")[0]));
  const silent = parameters
    .filter((one) => !documented.has(one.name) && !one.described)
    .map((one) => one.name);
  return [
    doc.text === "" && "no doc block",
    kind === "function" && silent.length > 0 && `no @param ${silent.join(", ")}`,
    id === "synthesis" && kind === "function" && doc.source === "" && "no Source",
    kind === "function" && doc.checked === "" && "no Checked",
    ...doc.tests
      .filter((test) => !existsSync(join(root, test)))
      .map((test) => `names ${test}, which is not there`),
  ]
    .filter(Boolean)
    .map((gap) => `${file} ${name}: ${gap}`);
}

const found = read.flatMap((room) => room.entries.flatMap((entry) => gaps(entry, room)));
const made = pages(read);
const old = existing();
const stale = [
  ...[...made]
    .filter(([path, text]) => {
      const file = join(folder, path);
      return !existsSync(file) || readFileSync(file, "utf8") !== text;
    })
    .map(([path]) => path),
  ...old.filter((path) => !made.has(path)),
];

if (process.argv.includes("--missing")) {
  for (const gap of found) console.log(gap);
} else if (process.argv.includes("--check")) {
  const broken = found.filter((gap) => gap.endsWith("which is not there"));
  for (const gap of broken) console.error(gap);
  if (stale.length > 0)
    console.error(
      `docs/api is not as the doc blocks say: ${stale.join(", ")}. Run: node scripts/api-pages.mjs`,
    );
  if (stale.length + broken.length > 0) process.exit(1);
} else {
  for (const path of old.filter((one) => !made.has(one))) rmSync(join(folder, path));
  for (const [path, text] of made) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
