// Compiles kernels/ to WebAssembly and writes it into the room that uses it, as source like any other.
// `node scripts/kernels.mjs --check` writes nothing and fails if the file differs.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";
import { root } from "./run.mjs";

const OUT = join(root, "src/screening/learner/kernel-bytes.ts");

async function compile() {
  let bytes = null;
  const { error, stderr } = await asc.main(
    ["index.ts", "--outFile", "out.wasm", "-O3", "--runtime", "stub", "--enable", "simd", "--noAssert"],
    {
      readFile: (name) => {
        try {
          return readFileSync(join(root, "kernels/screening", name), "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => {
        if (name.endsWith(".wasm")) bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null) throw new Error(stderr.toString());
  return bytes;
}

const bytes = await compile();
const lines = [];
for (let at = 0; at < bytes.length; at += 28) lines.push(`  ${[...bytes.subarray(at, at + 28)].join(", ")},`);
const text = `// Written by scripts/kernels.mjs from kernels/screening. Do not edit.
/** The learner's inner loops, as WebAssembly. */
export const KERNEL_BYTES: Uint8Array<ArrayBuffer> = Uint8Array.from([
${lines.join("\n")}
]);
`;
if (!process.argv.includes("--check")) writeFileSync(OUT, text);
else if (readFileSync(OUT, "utf8") !== text) {
  console.error(
    "src/screening/learner/kernel-bytes.ts is not what kernels/ compiles to. Run: npm run kernels",
  );
  process.exit(1);
}
