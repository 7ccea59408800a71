import type { ParticipantData } from "../participant-data.types.ts";
import { checkAlike } from "./alike.ts";
import { checkBalance } from "./balance.ts";
import { checkConstant } from "./constant.ts";
import { type CheckContext, found, openContext } from "./context.ts";
import { checkDigits } from "./digits.ts";
import { checkDuplicates } from "./duplicates.ts";
import type { IntegrityReport } from "./integrity.types.ts";
import { checkMissing } from "./missing.ts";
import { checkRandomisation } from "./randomisation.ts";
import { checkRanges } from "./ranges.ts";
import { checkDates, checkVisitOrder } from "./visits.ts";

/**
 * Checks participant data in the sense of PRISMA-IPD: ranges, dates, duplicates, order of visits, values that
 * should not change, balance at baseline, missing data, allocation sequence, last digits, rows too alike. A finding
 * is a reason to ask, not a verdict; a check that could not be made says why.
 *
 * @param data as `applyDictionary` or `mapTrials` gives it
 * @returns findings with rows, lines and numbers; the words stand in the catalogues
 * Source: Stewart et al. 2015, doi:10.1001/jama.2015.3656; limits in docs/methods/participants.md.
 * Cost linear in the cells, but for rows too alike (rows × variables²).
 * Checked: tests/participants/integrity.test.ts.
 */
export function checkIntegrity(data: ParticipantData): IntegrityReport {
  const context = openContext(data);
  const { cohort } = context;
  checkSize(context);
  checkRanges(context);
  checkDates(context);
  checkDuplicates(context);
  checkVisitOrder(context);
  checkConstant(context);
  const balance = checkBalance(context);
  const missing = checkMissing(context);
  const randomisation = checkRandomisation(context);
  const digits = checkDigits(context);
  checkAlike(context);
  return {
    name: data.dictionary.name,
    simulated: data.dictionary.simulated === true,
    rows: data.rows,
    participants: cohort.people.length,
    trials: cohort.trials,
    arms: cohort.arms,
    visits: cohort.visits,
    checks: context.checks,
    findings: context.findings,
    balance,
    missing,
    randomisation,
    digits,
  };
}

function checkSize(context: CheckContext): void {
  const { people, arms } = context.cohort;
  if (people.length === 1)
    found(context, {
      check: "missing",
      code: "one-participant",
      severity: "error",
      values: { participant: people[0]!.id },
    });
  if (arms.length === 1)
    found(context, { check: "missing", code: "one-arm", severity: "warning", values: { arm: arms[0]! } });
}
