import type { Context } from "../context.ts";
import { UsageError } from "../exit-codes.ts";

/**
 * What `--column "Heading=field"` says, by heading.
 *
 * @throws {UsageError} when one of them has no `=`
 */
export function columnsOf(
  context: Context,
  given: readonly string[] | undefined,
): Readonly<Record<string, string>> {
  const { t } = context;
  return Object.fromEntries(
    (given ?? []).map((one) => {
      const at = one.lastIndexOf("=");
      if (at < 1) throw new UsageError(t("columns.bad", { given: one }), t("columns.bad.remedy"));
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
}
