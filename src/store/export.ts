import { resolve } from "node:path";
import { EvidensError } from "#kernel";
import { fileError, takeBlobsInside } from "./blobs.ts";
import type { StoreContext } from "./context.ts";
import type { Engine } from "./engine.ts";
import { mergeInside } from "./merge.ts";
import { migrations } from "./migrations.ts";
import { addReview } from "./new-review.ts";
import { placeWhole } from "./sqlite/backup.ts";
import { makeSqliteFile, openSqlite } from "./sqlite/engine.ts";

/** Writes the whole review as one SQLite file; large blobs that lie beside it come inside. */
export async function exportReview(context: StoreContext, path: string): Promise<void> {
  if (context.engine.name === "sqlite" && resolve(path) === resolve(context.engine.location)) {
    throw new EvidensError({
      code: "store/export-onto-itself",
      kind: "invalid",
      message: `${path} is the review itself.`,
      remedy: "Export to another name.",
    });
  }
  try {
    await placeWhole(path, async (part) => await writeCopy(context, part));
  } catch (error) {
    throw fileError(error, path);
  }
}

async function writeCopy(context: StoreContext, part: string): Promise<void> {
  const { copyTo, blobFolder } = context.engine;
  if (copyTo !== null) {
    await copyTo(part);
    if (blobFolder === null) return;
    const copy = await openSqlite(fileAt(context, part));
    await finish(copy, async () => {
      await copy.write(null, async (tx) => await takeBlobsInside(tx, context.reviewId, blobFolder));
    });
    return;
  }
  const copy = await makeSqliteFile(fileAt(context, part));
  await finish(copy, async () => {
    const target = { ...context, engine: { ...copy, blobFolder: null } };
    await copy.write(null, async (tx) => {
      await addReview(tx, context.reviewId, context.options);
      await mergeInside(target, tx, context);
    });
  });
}

async function finish(copy: Engine, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    // Closing brings the log back into the file.
    await copy.close();
  }
}

const fileAt = (context: StoreContext, path: string): Parameters<typeof openSqlite>[0] => ({
  path,
  options: { ...context.options, readOnly: false },
  migrations,
});
