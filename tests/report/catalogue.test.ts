import { expect, test } from "vitest";
import { holes } from "../../src/report/template.ts";
import { en } from "../../src/report/text/en.ts";
import { catalogue, type TextKey } from "../../src/report/text/index.ts";
import { nb } from "../../src/report/text/nb.ts";

const keys = Object.keys(en) as TextKey[];

test("every text has the same holes in both languages", () => {
  const differ = keys.filter((key) => {
    // The Norwegian note leaves out the source, whose name has no translation.
    const names = holes(en[key]).filter((name) => !(key === "flow.note.reported" && name === "source"));
    return (
      names.join() !==
      holes(nb[key])
        .filter((name) => name !== "source" || key !== "flow.note.reported")
        .join()
    );
  });
  expect(differ).toEqual([]);
});

test("no text of the catalogue holds a number of a review", () => {
  // Constants of method and of PRISMA only.
  const allowed = /95\u00a0%|\{\w+(?::[^}]*)?\}|PRISMA 2020|BMJ 2021;372:n71|CC BY 4\.0|0[.,]5/g;
  for (const key of keys) {
    for (const language of ["en", "nb"] as const) {
      expect(catalogue(language)[key].replace(allowed, ""), key).not.toMatch(/\d/);
    }
  }
});

test("no English is left in the Norwegian texts", () => {
  const english = /\b(the|of|and|with|was|were|not|study|studies|reported|from)\b/i;
  expect(keys.filter((key) => english.test(nb[key].replace(/\{[^}]*\}/g, "")))).toEqual([]);
});
