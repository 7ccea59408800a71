// Writes what follows from rooms.json: each room's tsconfig, the root tsconfig, the imports and
// exports maps of package.json and the room table of ARCHITECTURE.md.
// `node scripts/rooms.mjs --check` writes nothing and fails if a file differs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const check = process.argv.includes("--check");
const rooms = JSON.parse(readFileSync(join(root, "rooms.json"), "utf8"));
const present = (room) => existsSync(join(root, "src", room, room === "web" ? "main.tsx" : "index.ts"));
const names = Object.keys(rooms).filter((room) => present(room) || room === "cli");
const stale = [];

function put(path, text) {
  const file = join(root, path);
  const old = existsSync(file) ? readFileSync(file, "utf8") : null;
  if (old === text) return;
  if (check) return void stale.push(path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
/** kernel is open to all rooms but itself. */
const importsOf = (room) => [...(room === "kernel" ? [] : ["kernel"]), ...rooms[room].imports];

for (const room of names) {
  const { pure } = rooms[room];
  const web = room === "web";
  put(
    `src/${room}/tsconfig.json`,
    json({
      extends: "../../tsconfig.base.json",
      compilerOptions: {
        rootDir: ".",
        outDir: web ? "../../dist/.types/web" : `../../dist/${room}`,
        tsBuildInfoFile: `../../dist/.tsbuildinfo/${room}.json`,
        ...(pure ? { lib: ["ES2023", "ES2024.String"], types: [] } : {}),
        ...(web
          ? {
              lib: ["ES2023", "ES2024.String", "DOM", "DOM.Iterable"],
              types: ["vite/client"],
              jsx: "react-jsx",
              emitDeclarationOnly: true,
            }
          : {}),
        ...(!pure && !web ? { lib: ["ES2023", "ES2024.String"], types: ["node"] } : {}),
      },
      include: web ? ["**/*.ts", "**/*.tsx"] : ["**/*.ts"],
      references: importsOf(room)
        .filter((r) => names.includes(r))
        .map((r) => ({ path: `../${r}` })),
    }),
  );
}
put("tsconfig.json", json({ files: [], references: names.map((room) => ({ path: `src/${room}` })) }));

const pkg = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const doors = names.filter((room) => room !== "web" && room !== "cli");
pkg.imports = Object.fromEntries(
  doors.map((room) => [`#${room}`, { source: `./src/${room}/index.ts`, default: `./dist/${room}/index.js` }]),
);
pkg.exports = Object.fromEntries(
  names
    .filter((room) => rooms[room].door)
    .map((room) => [
      rooms[room].door,
      { types: `./dist/${room}/index.d.ts`, default: `./dist/${room}/index.js` },
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);
put("package.json", json(pkg));

const architecture = join(root, "ARCHITECTURE.md");
if (existsSync(architecture)) {
  const table = [
    "<!-- rooms: written by `npm run rooms` -->",
    "| room | owns | may import (kernel is open to all) |",
    "| --- | --- | --- |",
    ...names.map(
      (room) => `| \`${room}\` | ${rooms[room].owns} | ${rooms[room].imports.join(", ") || "–"} |`,
    ),
    "<!-- /rooms -->",
  ].join("\n");
  put(
    "ARCHITECTURE.md",
    readFileSync(architecture, "utf8").replace(/<!-- rooms:[\s\S]*<!-- \/rooms -->/, table),
  );
}

if (stale.length > 0) {
  console.error(`Not as rooms.json says: ${stale.join(", ")}. Run: npm run rooms`);
  process.exit(1);
}
