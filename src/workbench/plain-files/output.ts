import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { cannotWrite } from "../io/write-file.ts";

/** Takes pieces of a file, gathers them into larger writes, and shows the file only when it is whole. */
export interface FileOutput {
  write(piece: string | Uint8Array): Promise<void>;
  /** Ends the file; on disk and under its name when this returns. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

const GATHER = 1 << 16;

/**
 * Opens a file for writing beside its name, or passes the pieces on to a function.
 *
 * @throws {EvidensError} `workbench/cannot-write` (storage) with the path
 */
export async function openOutput(
  out: string | ((piece: string | Uint8Array) => Promise<void>),
): Promise<FileOutput> {
  if (typeof out !== "string")
    return gathered(
      out,
      async () => {},
      async () => {},
    );
  const temporary = join(dirname(out), `.${basename(out)}.${randomBytes(4).toString("hex")}`);
  try {
    await mkdir(dirname(out), { recursive: true });
    const file = await open(temporary, "wx");
    return gathered(
      async (piece) => {
        try {
          await file.writeFile(piece);
        } catch (cause) {
          throw cannotWrite(out, cause);
        }
      },
      async () => {
        await file.sync();
        await file.close();
        await rename(temporary, out);
      },
      async () => {
        await file.close();
        await rm(temporary, { force: true });
      },
    );
  } catch (cause) {
    throw cannotWrite(out, cause);
  }
}

function gathered(
  write: (piece: string | Uint8Array) => Promise<void>,
  finish: () => Promise<void>,
  abandon: () => Promise<void>,
): FileOutput {
  let text = "";
  const flush = async (): Promise<void> => {
    if (text !== "") await write(text);
    text = "";
  };
  return {
    async write(piece) {
      if (typeof piece !== "string") {
        await flush();
        await write(piece);
        return;
      }
      text += piece;
      if (text.length >= GATHER) await flush();
    },
    async finish() {
      await flush();
      await finish();
    },
    abandon,
  };
}
