import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { looksDamaged, repairMojibake } from "../../src/records/normalise/mojibake.ts";
import { decodeEntities, displayParagraphs, displayText } from "../../src/records/normalise/text.ts";

/** What a program shows that takes UTF-8 for Windows-1252. */
function misread(text: string): string {
  const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
  return [...new TextEncoder().encode(text)]
    .map((byte) => (byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80]! : String.fromCharCode(byte)))
    .join("");
}

describe("mojibake", () => {
  test.each([
    ["CafÃ©", "Café"],
    ["30â€“40 % of childrenâ€™s", "30–40 % of children’s"],
    ["300Â°C", "300°C"],
    ["Î± and Î²", "α and β"],
    ["p â‰¤ 0.05", "p ≤ 0.05"],
    ["CafÃƒÂ©", "Café"],
    ["ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"],
  ])("%j is repaired", (text, repaired) => {
    expect(repairMojibake(text)).toBe(repaired);
    expect(looksDamaged(repaired)).toBe(false);
  });

  test.each([
    "São Paulo, AÇÃO, NÃO",
    "«CAFÉ» Nestlé®",
    "CAFÉ™ BÖ¼",
    "naïve Ångström Å ± Ä",
    "Übergröße – „Straße“",
    "日本語 and 한국어",
    "CafÃ© and α", // Not the whole text fits: left alone, and told.
    "Ã",
    "Ã© \ufffd",
  ])("%j is left alone", (text) => {
    expect(repairMojibake(text)).toBe(text);
  });

  test("what was misread once or twice comes back", () => {
    const letter = fc.constantFrom(..."aZ é ü ß ñ ø – ’ “ ” ± µ × ° α β ≤ ≥ č š ž ł ﬁ".split(" "));
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1, maxLength: 30 }), (letters) => {
        const text = letters.join("");
        expect(repairMojibake(misread(text))).toBe(text);
        expect(repairMojibake(text)).toBe(text);
      }),
      { seed: 13, numRuns: 1000 },
    );
  });

  test("repairing twice is repairing once", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aÃÂâ€™©®°±ÐÑåé\ufffd") }), (text) => {
        expect(repairMojibake(repairMojibake(text))).toBe(repairMojibake(text));
      }),
      { seed: 17, numRuns: 2000 },
    );
  });
});

test.each([
  ["&Aacute;&ouml;&yuml;&THORN;&curren;", "Áöÿþ¤".replace("þ", "Þ")],
  ["&alpha;&Omega;&thetasym;&varepsilon;&agr;&OHgr;&PHgr;", "αΩϑϵαΩΦ"],
  ["&le;&leqslant;&plusmn;&sim;&asymp;&part;", "≤⩽±∼≈∂"],
  ["&lstrok;&Ccaron;&scedil;&inodot;&Zdot;", "łČşıŻ"],
  ["a&nbsp;b&ensp;c&zwnj;d", "a b cd"],
  ["&#150;&#x92;&#129;x", "–’ x"],
  ["&amp;eacute;", "é"],
  ["&__proto__; &constructor; &toString;", "&__proto__; &constructor; &toString;"],
  ["AT&T; R&D", "AT&T; R&D"],
])("the references in %j", (text, decoded) => {
  expect(decodeEntities(text)).toBe(decoded);
});

test("markup and mojibake in one text", () => {
  expect(displayText("<i>CafÃ©</i> &ndash; <b>x</b>")).toBe("<i>CafÃ©</i> – x".replace(/<\/?i>/g, ""));
  expect(displayText("<i>CafÃ©</i> <b>x</b>")).toBe("Café x");
  expect(displayParagraphs("One\n  two\nCafÃ©")).toBe("One two\nCafé");
});

test("displaying twice is displaying once, for text without references and markup", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      fc.pre(!/[&<]/.test(text));
      expect(displayText(displayText(text))).toBe(displayText(text));
    }),
    { seed: 19, numRuns: 1000 },
  );
});
