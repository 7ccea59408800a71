import { EvidensError } from "#kernel";
import type { Workbench } from "#workbench";
import { type Context, cliError } from "../context.ts";

export type FoundReport = Awaited<ReturnType<Workbench["report"]>>["report"];

/**
 * The report that a person means by an id, a DOI, a PMID or the key its source uses.
 *
 * @throws {EvidensError} `missing` when there is none, `invalid` when the key fits several
 */
export async function findReport(
  context: Context,
  workbench: Workbench,
  person: string,
  key: string,
): Promise<FoundReport> {
  try {
    return (await workbench.report(person, key)).report;
  } catch (error) {
    if (!(error instanceof EvidensError) || error.kind !== "missing") throw error;
  }
  const fits = await workbench.findReports(key);
  const { t } = context;
  const [only] = fits;
  if (only === undefined)
    throw cliError("missing", "no-report", t("report.none", { key }), t("report.none.remedy"));
  if (fits.length > 1) {
    const ids = fits.map(({ id }) => id).join(", ");
    throw cliError(
      "invalid",
      "several-reports",
      t("report.several", { key, ids }),
      t("report.several.remedy"),
    );
  }
  return only;
}
