import type { Context } from "../context.ts";
import { UsageError } from "../exit-codes.ts";

/**
 * What `--column "Heading=field"` says, by heading; nothing when it was not given.
 *
 * @throws {UsageError} when one of them has no `=`
 */
export function columnsOf(
  context: Context,
  given: readonly string[] | undefined,
): { readonly columns?: Readonly<Record<string, string>> } {
  const { t } = context;
  if (given === undefined) return {};
  const columns = Object.fromEntries(
    given.map((one) => {
      const at = one.lastIndexOf("=");
      if (at < 1) throw new UsageError(t("columns.bad", { given: one }), t("columns.bad.remedy"));
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
  return { columns };
}
