import type { Allocated } from "#ledger";
import { portableLn } from "#numerics";
import { unitHash } from "./required-votes.ts";

/**
 * Who reads a report: as many people as it needs votes, chosen by weighted rendezvous, so that every
 * copy of the review gives the same people, the shares come out as weighted, and a person who joins or
 * leaves moves only the reports that go to or come from them.
 *
 * @param votes votes the report needs; when as many people or fewer are named, all of them read it
 * @returns ids in order of preference; empty when nobody is named, which means everyone
 * Source: Thaler and Ravishankar 1998, doi:10.1109/90.663936 (highest random weight), weighted by taking -ln(u) / w.
 * Checked: tests/screening/allocation.test.ts.
 */
export function assignedTo(
  allocation: Pick<Allocated, "shares" | "seed">,
  report: string,
  votes: number,
): readonly string[] {
  return allocation.shares
    .map(({ person, weight }) => ({
      person,
      rank: -portableLn(unitHash(`${person}\n${report}`, allocation.seed) + 2 ** -33) / weight,
    }))
    .sort((a, b) => a.rank - b.rank || (a.person < b.person ? -1 : 1))
    .slice(0, votes)
    .map(({ person }) => person);
}

/** Whether this person is to read the report; always, where nothing is allocated. */
export function isAssigned(
  allocation: Pick<Allocated, "shares" | "seed"> | null,
  person: string,
  report: string,
  votes: number,
): boolean {
  if (allocation === null || allocation.shares.length === 0) return true;
  return assignedTo(allocation, report, votes).includes(person);
}
