import { expect, test } from "vitest";
import { isAllCapitals, isTranslatedTitle, titleNotes } from "../../src/records/normalise/title.ts";

test.each([
  ["A simulated trial.", "A simulated trial", []],
  ["[A simulated trial in translation].", "A simulated trial in translation", ["translated"]],
  [
    "[A simulated trial (of [11C]nothing) in translation]",
    "A simulated trial (of [11C]nothing) in translation",
    ["translated"],
  ],
  ["RETRACTED: A simulated trial", "A simulated trial", ["retracted"]],
  ["[Retracted] A simulated trial", "A simulated trial", ["retracted"]],
  ["WITHDRAWN: A simulated trial", "A simulated trial", ["withdrawn"]],
  ["A simulated trial (Retracted article. See vol. 3, pg. 4, 2015)", "A simulated trial", ["retracted"]],
  ["A simulated trial [Erratum appears in J Sim 2001;3:4]", "A simulated trial", ["erratum"]],
  ["A simulated trial. [German]", "A simulated trial", ["language"]],
  ["A simulated trial [see comments].", "A simulated trial", ["comment"]],
  ["[A simulated trial]. [Chinese]", "A simulated trial", ["language", "translated"]],
  ["Erratum: A simulated trial", "A simulated trial", ["erratum"]],
  ["Correction to: A simulated trial", "A simulated trial", ["erratum"]],
  [
    "Corrigendum to “A simulated trial” [J Sim 12 (2001) 3]",
    "“A simulated trial” [J Sim 12 (2001) 3]",
    ["erratum"],
  ],
  ["Retraction: A simulated trial", "A simulated trial", ["retraction"]],
  ["Erratum", "Erratum", ["erratum"]],
  ["Re: A simulated trial", "A simulated trial", ["comment"]],
  // Words that belong to the title.
  ["Correction of nothing by simulation", "Correction of nothing by simulation", []],
  ["Retraction of the lung in a model", "Retraction of the lung in a model", []],
  ["Withdrawn children: a simulation", "Withdrawn children: a simulation", []],
  ["[11C]Nothing binding in vivo", "[11C]Nothing binding in vivo", []],
  ["Simulation of errors (correction)", "Simulation of errors (correction)", []],
  ["And so on...", "And so on...", []],
  ["", "", []],
])("%j", (title, plain, notes) => {
  expect(titleNotes(title)).toEqual({ plain, notes });
});

test("translated titles stand in brackets", () => {
  expect(isTranslatedTitle("[Effect of nothing].")).toBe(true);
  expect(isTranslatedTitle("[Effect] of [nothing]")).toBe(false);
  expect(isTranslatedTitle("[Abstract]")).toBe(false);
});

test("capitals", () => {
  expect(isAllCapitals("A SIMULATED TRIAL OF α-NOTHING")).toBe(false);
  expect(isAllCapitals("A SIMULATED TRIAL")).toBe(true);
  expect(isAllCapitals("PTSD")).toBe(false);
  expect(isAllCapitals("心的外傷後ストレス障害")).toBe(false);
});
