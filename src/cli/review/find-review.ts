import { readdirSync } from "node:fs";
import { type Context, cliError, pathOf } from "../context.ts";

const SERVER = /^postgres(ql)?:\/\//;

/**
 * The review to work on: `--review`, else the only `.evidens` file of the current folder.
 *
 * @throws {EvidensError} `missing` when there is none, `invalid` when there are several
 */
export function findReview(context: Context): string {
  const { t, io, options } = context;
  if (options.review !== undefined) {
    return SERVER.test(options.review) ? options.review : pathOf(context, options.review);
  }
  const found = readdirSync(io.cwd)
    .filter((name) => name.endsWith(".evidens"))
    .sort();
  const [only] = found;
  if (only === undefined) {
    throw cliError("missing", "no-review", t("review.none", { folder: io.cwd }), t("review.none.remedy"));
  }
  if (found.length > 1) {
    throw cliError(
      "invalid",
      "several-reviews",
      t("review.several", { folder: io.cwd, files: found.join(", ") }),
      t("review.several.remedy", { file: only }),
    );
  }
  return pathOf(context, only);
}

/** True for the address of a database server. */
export function isServerAddress(review: string): boolean {
  return SERVER.test(review);
}
