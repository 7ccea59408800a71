import { expect, test } from "vitest";
import { checkIntegrity, type IntegrityCode } from "#participants";
import { dataOf, simulatedData, variables } from "./data.ts";

const head = "id,trial,arm,visit,seen,age,score\n";
const clean = `1,T,control,base,2020-01-01,40,50
1,T,control,end,2020-02-01,40,45
2,T,drug,base,2020-01-03,50,52
2,T,drug,end,2020-02-03,50,30
`;
const found = (rows: string, code: IntegrityCode) =>
  checkIntegrity(dataOf(head + rows, variables)).findings.filter((one) => one.code === code);

test("clean data have no finding", () => {
  const report = checkIntegrity(dataOf(head + clean, variables));
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({
    rows: 4,
    participants: 2,
    arms: ["control", "drug"],
    visits: ["base", "end"],
  });
});

test.each([
  ["out-of-range", `${clean}3,T,drug,base,2020-01-01,17,101\n`, [[6], [6]]],
  ["visits-out-of-order", `${clean}3,T,drug,base,2020-05-01,40,5\n3,T,drug,end,2020-04-01,40,5\n`, [[7]]],
  ["duplicate-visit", `${clean}1,T,control,end,2020-02-02,40,44\n`, [[3, 6]]],
  ["duplicate-row", `${clean}1,T,control,end,2020-02-01,40,45\n`, [[3, 6]]],
  ["participant-in-two-arms", clean.replace("1,T,control,end", "1,T,drug,end"), [[2, 3]]],
  ["participant-in-two-trials", `${clean}1,U,drug,base,2020-01-01,30,9\n`, [[2, 3, 6]]],
  ["not-constant", clean.replace("40,45", "41,45"), [[2, 3]]],
  ["participant-missing", `${clean},T,drug,base,2020-01-01,30,9\n`, [[6]]],
  ["arm-missing", `${clean}3,T,,base,2020-01-01,30,9\n`, [[6]]],
  ["visit-missing", `${clean}3,T,drug,,2020-01-01,30,9\n`, [[6]]],
  ["visit-in-one-arm-only", clean.replace("1,T,control,end,2020-02-01,40,45\n", ""), [[4]]],
  ["all-missing-in-arm", clean.replace("40,50", "40,").replace("40,45", "40,"), [[]]],
] as const)("%s names rows and lines", (code, rows, lines) => {
  const findings = found(rows, code);
  expect(findings.map((one) => one.lines)).toEqual(lines);
});

test("an outcome missing in a whole arm, one participant, one arm, nothing at all", () => {
  expect(found(clean.replaceAll(/,(\d+)\n/g, ",\n"), "all-missing").map((one) => one.severity)).toEqual([
    "error",
  ]);
  const alone = clean.split("\n").slice(0, 2).join("\n");
  expect(found(alone, "one-participant").length).toBe(1);
  expect(found(alone, "one-arm").length).toBe(1);
  const empty = checkIntegrity(dataOf(head, variables));
  expect(empty.rows).toBe(0);
  expect(empty.findings).toEqual([]);
});

test("a visit before randomisation, and reasons that do not fit withdrawals", () => {
  const data = dataOf(
    "id,arm,visit,seen,rand,left,why\n1,a,base,2020-01-01,2020-01-05,no,moved\n1,a,end,2020-01-04,2020-01-05,no,\n2,b,base,2020-01-01,2020-01-05,yes,\n",
    [
      ...variables.filter(({ name }) => ["id", "visit", "seen"].includes(name)),
      { name: "arm", type: "category", role: "arm" },
      { name: "rand", type: "date", role: "randomised-on" },
      { name: "left", type: "category", role: "withdrawn" },
      { name: "why", type: "text", role: "withdrawal-reason" },
    ],
  );
  const codes = checkIntegrity(data).findings.map(({ code, lines }) => [code, lines]);
  expect(codes).toContainEqual(["visit-before-randomisation", [3]]);
  expect(codes).toContainEqual(["reason-without-withdrawal", [2, 3]]);
  expect(codes).toContainEqual(["withdrawal-without-reason", [4]]);
});

const allocation = (arms: string, more: (at: number) => string = () => "2020-01-06") =>
  dataOf(`id,arm,nr,rand\n${[...arms].map((arm, at) => `${at},${arm},${at + 1},${more(at)}`).join("\n")}`, [
    { name: "id", type: "text", role: "participant" },
    { name: "arm", type: "category", role: "arm" },
    { name: "nr", type: "number", role: "randomisation-number" },
    { name: "rand", type: "date", role: "randomised-on" },
  ]);

test("runs of allocation: z of Wald and Wolfowitz by hand, blocks found, alternation noted", () => {
  const sorted = checkIntegrity(allocation("AAAAAAAAAABBBBBBBBBB"));
  // Two runs, 11 expected, variance 10 · 9 / 19.
  expect(sorted.randomisation[0]!.runs!.z).toBeCloseTo(-9 / Math.sqrt(90 / 19), 12);
  expect(sorted.findings.map(({ code, severity }) => [code, severity])).toContainEqual([
    "arm-runs",
    "warning",
  ]);
  const blocks = checkIntegrity(allocation("ABBABAABABABBBAAABAB"));
  expect(blocks.randomisation[0]!.blockSize).toBe(4);
  const turns = checkIntegrity(allocation("ABABABABABABABABABAB"));
  expect(turns.findings.map(({ code, severity }) => [code, severity])).toContainEqual(["arm-runs", "note"]);
});

test("arm by weekday, numbers left out, given twice and out of order", () => {
  const days = checkIntegrity(
    allocation("AB".repeat(15), (at) => (at % 2 === 0 ? "2020-01-06" : "2020-01-07")),
  );
  expect(days.findings.map(({ code }) => code)).toContain("arm-by-weekday");
  const data = dataOf(
    "id,arm,nr,rand\n1,A,1,2020-01-02\n2,B,3,2020-01-03\n3,A,4,2020-01-01\n4,B,4,2020-01-09\n",
    [
      { name: "id", type: "text", role: "participant" },
      { name: "arm", type: "category", role: "arm" },
      { name: "nr", type: "number", role: "randomisation-number" },
      { name: "rand", type: "date", role: "randomised-on" },
    ],
  );
  const report = checkIntegrity(data);
  expect(report.randomisation[0]!.missingNumbers).toEqual([2]);
  expect(report.findings.map(({ code }) => code)).toEqual([
    "number-gap",
    "number-twice",
    "numbers-not-by-date",
  ]);
});

test("last digits that are all 0 or 5, and rows of two people that are alike", () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) =>
      `${i},${i % 2 ? "drug" : "control"},${5 * ((i * 7) % 40)},${(i * 13) % 97},${(i * 29) % 83},${(i * 31) % 89}`,
  );
  const copied = rows[10]!.replace(/^10,control/, "99,drug");
  const near = rows[20]!.replace(/^20,control/, "98,drug").replace(/\d+$/, "5");
  const data = dataOf(`id,arm,a,b,c,d\n${[...rows, copied, near].join("\n")}`, [
    { name: "id", type: "text", role: "participant" },
    { name: "arm", type: "category", role: "arm" },
    ...["a", "b", "c", "d"].map((name) => ({ name, type: "number", role: "outcome" }) as const),
  ]);
  const { findings, digits } = checkIntegrity(data);
  expect(digits.find(({ variable }) => variable === "a")!.p).toBeLessThan(1e-10);
  expect(findings.filter(({ code }) => code === "last-digits").map(({ variables: of }) => of)).toEqual([
    ["a"],
  ]);
  expect(findings.find(({ code }) => code === "same-values-other-participant")!.lines).toEqual([12, 62]);
  expect(findings.find(({ code }) => code === "rows-alike")!.lines).toEqual([22, 63]);
});

test("baseline: a difference that randomisation hardly gives", () => {
  const rows = Array.from(
    { length: 20 },
    (_, i) => `${i},T,${i % 2 ? "drug" : "control"},base,2020-01-01,${(i % 2 ? 60 : 30) + (i % 5)},${i}`,
  );
  const report = checkIntegrity(dataOf(head + rows.join("\n"), variables));
  expect(report.balance[0]).toMatchObject({
    variable: "age",
    trial: "T",
    arms: ["control", "drug"],
    test: "welch",
  });
  expect(report.findings.map(({ code }) => code)).toContain("baseline-differs");
});

test("patterns of missing cells add up to all rows, and attendance counts people", () => {
  const report = checkIntegrity(simulatedData());
  expect(report.missing.patterns.reduce((sum, { rows }) => sum + rows, 0)).toBe(report.rows);
  const last = report.missing.attendance.filter(({ visit }) => visit === "after session 2");
  expect(last.reduce((sum, { seen }) => sum + seen, 0)).toBe(97);
  expect(report.simulated).toBe(true);
  expect(report.findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

test("a hundred thousand rows are checked in linear time", () => {
  const rows = Array.from(
    { length: 100_000 },
    (_, i) =>
      `${i >> 1},T,${(i >> 1) % 2 ? "drug" : "control"},${i % 2 ? "end" : "base"},2020-01-0${1 + (i % 2)},${18 + ((i >> 1) % 60)},${i % 101}`,
  );
  const report = checkIntegrity(dataOf(head + rows.join("\n"), variables));
  expect(report.participants).toBe(50_000);
}, 60_000);
