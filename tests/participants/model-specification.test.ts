import { expect, test } from "vitest";
import { readModelSpecification } from "#participants";

const good = `id: primary
dataSet: trials
formula: change ~ baseline + arm * visit
visit: visit
subject: id
arm: arm
`;

test("what is not said has the stated defaults", () => {
  const { specification, problems } = readModelSpecification(good);
  expect(problems).toEqual([]);
  expect(specification).toMatchObject({
    structures: ["us", "toeph", "csh", "ar1h", "cs"],
    likelihood: "REML",
    degreesOfFreedom: "satterthwaite",
  });
});

test("every problem is named at once, with its line", () => {
  const { specification, problems } = readModelSpecification(
    `${good}structures: [uss]\nlevel: 95\nformla: x\n`,
    "primary.yaml",
  );
  expect(specification).toBeNull();
  expect(problems.map(({ line, file }) => [file, line])).toEqual([
    ["primary.yaml", 7],
    ["primary.yaml", 8],
    ["primary.yaml", 9],
  ]);
});

test("an empty file says what to write", () => {
  expect(readModelSpecification("").problems[0]!.remedy).toContain("`formula`");
});
