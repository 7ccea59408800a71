import {
  chiSquareTable,
  fisherTest,
  freemanHaltonTest,
  oneWayAnova,
  rankSumTest,
  twoSampleT,
} from "#synthesis";
import type { BaselineTest, BaselineTestName } from "./tables.types.ts";

/** Beyond these sizes, listing all tables with the same margins takes too long. */
const MOST_EXACT = 200;
const MOST_CELLS = 12;

type Groups = readonly (readonly number[])[];

function untested(test: BaselineTestName, reason: BaselineTest["reason"]): BaselineTest {
  return { test, statistic: null, df: null, p: null, reason };
}

/** Tests of a number: Student, Welch and Mann–Whitney for the two arms compared; one-way ANOVA for more than two. */
export function testNumbers(
  x: readonly number[],
  y: readonly number[],
  all: Groups,
): readonly BaselineTest[] {
  const names = ["student-t", "welch-t", "mann-whitney"] as const;
  const few = x.length < 2 || y.length < 2;
  const flat = new Set([...x, ...y]).size < 2 || (new Set(x).size < 2 && new Set(y).size < 2);
  const pair: readonly BaselineTest[] =
    few || flat ? names.map((name) => untested(name, few ? "too-few" : "no-spread")) : pairTests(x, y);
  return all.length > 2 ? [...pair, anova(all)] : pair;
}

function pairTests(x: readonly number[], y: readonly number[]): readonly BaselineTest[] {
  const student = twoSampleT(x, y, { equalVariances: true });
  const welch = twoSampleT(x, y);
  const ranks = rankSumTest(x, y);
  return [
    { test: "student-t", statistic: student.statistic, df: student.df, p: student.p, reason: null },
    { test: "welch-t", statistic: welch.statistic, df: welch.df, p: welch.p, reason: null },
    { test: "mann-whitney", statistic: ranks.statistic, df: null, p: ranks.p, reason: null },
  ];
}

function anova(all: Groups): BaselineTest {
  const groups = all.filter((group) => group.length > 0);
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  if (groups.length < 2 || total <= groups.length) return untested("anova", "too-few");
  if (groups.every((group) => new Set(group).size < 2)) return untested("anova", "no-spread");
  const { statistic, df1, df2, p } = oneWayAnova(groups);
  return { test: "anova", statistic, df: [df1, df2], p, reason: null };
}

/**
 * Tests of a category: chi-square, for a 2 by 2 table also with Yates' correction, and the exact test of Fisher
 * (Freeman and Halton for larger tables).
 *
 * @param counts arm by arm the counts of the levels; empty arms and levels are left out here
 */
export function testLevels(counts: Groups): readonly BaselineTest[] {
  const rows = counts.filter((row) => row.some((count) => count > 0));
  const used = (rows[0] ?? []).map((_, j) => j).filter((j) => rows.some((row) => row[j]! > 0));
  const table = rows.map((row) => used.map((j) => row[j]!));
  if (rows.length < 2) return [untested("chi-square", "too-few"), untested("fisher", "too-few")];
  if (used.length < 2) return [untested("chi-square", "no-spread"), untested("fisher", "no-spread")];
  const plain = chiSquareTable(table, { correct: false });
  const tests: BaselineTest[] = [
    { test: "chi-square", statistic: plain.statistic, df: plain.df, p: plain.p, reason: null },
  ];
  const square = rows.length === 2 && used.length === 2;
  if (square) {
    const yates = chiSquareTable(table);
    tests.push({
      test: "chi-square-yates",
      statistic: yates.statistic,
      df: yates.df,
      p: yates.p,
      reason: null,
    });
  }
  const total = table.flat().reduce((a, b) => a + b, 0);
  if (square) tests.push({ test: "fisher", statistic: null, df: null, p: fisherTest(table).p, reason: null });
  else if (total > MOST_EXACT || rows.length * used.length > MOST_CELLS)
    tests.push(untested("fisher", "too-many-tables"));
  else tests.push({ test: "fisher", statistic: null, df: null, p: freemanHaltonTest(table), reason: null });
  return tests;
}
