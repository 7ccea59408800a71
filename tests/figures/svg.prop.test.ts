import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeXml, type FlowModel, flowDiagram } from "#figures";

// XML 1.0, production 2, written the slow way as an oracle.
function allowed(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

test("escaped text has no markup and no character that XML forbids", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const escaped = escapeXml(text);
      expect([...escaped].every((character) => allowed(character.codePointAt(0)!))).toBe(true);
      expect(escaped.replace(/&(?:amp|lt|gt|quot);/g, "")).not.toMatch(/[<>&"]/);
    }),
    { seed: 7, numRuns: 500 },
  );
});

test("lone surrogates are replaced", () => {
  expect(escapeXml("a\ud800b")).toBe("a\ufffdb");
  expect(escapeXml("a\udc00\ud83d\ude00")).toBe("a\ufffd😀");
});

test("a flow diagram of any text keeps its elements balanced", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (title, label) => {
      const model: FlowModel = {
        language: "en",
        title,
        sideLabels: { identification: label, screening: label, included: label },
        headings: { databases: title, other: null },
        notReportedLabel: label,
        footnotes: [title],
        boxes: [{ id: "included", title, count: { kind: "not-reported", value: null }, lines: [] }],
      };
      const svg = flowDiagram(model);
      const open = [...svg.matchAll(/<([a-z]+)(?=[ >])[^>]*[^/]>/g)].length;
      expect(open).toBe([...svg.matchAll(/<\/[a-z]+>/g)].length);
    }),
    { seed: 11, numRuns: 200 },
  );
});
