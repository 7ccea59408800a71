import { parse } from "@retorquere/bibtex-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accents, symbols } from "../../src/records/formats/bibtex/bibtex-symbols.ts";
import { texText, verbatimText } from "../../src/records/formats/bibtex/bibtex-tex.ts";

describe("TeX becomes text", () => {
  test.each([
    ['M{\\"u}ller, M\\"uller, {\\" u}', "Müller, Müller, ü"],
    ["{\\'\\i}, \\'{\\i}, {\\'i}, \\=\\i", "í, í, í, ī"],
    ["\\c{c}a, \\v{S}koda, \\H{o}, \\k a, \\.{I}, \\d s", "ça, Škoda, ő, ą, İ, ṣ"],
    ["\\ss{} stra{\\ss}e \\O rsted \\aa rhus", "ß straße Ørsted århus"],
    ["H\\textsubscript{2}O, CO$_2$, $^{13}C$, $10^{-3}$, x$^a$", "H₂O, CO₂, ¹³C, 10⁻³, xa"],
    ["$\\alpha$-blocker, $p < .05$, $n=5$, p$<$0.05", "α-blocker, p < .05, n=5, p<0.05"],
    ["{\\it in vitro} \\emph{in vivo} \\textsc{Abc}", "in vitro in vivo Abc"],
    ["``q'' --- a--b ?`ya? !`", "“q” — a–b ¿ya? ¡"],
    ["50\\% \\& \\$5 \\#1 a\\_b \\{x\\}", "50% & $5 #1 a_b {x}"],
    ["J.~Chem.~Phys., Dr.~X", "J. Chem. Phys., Dr. X"],
    ["\\textbackslash{} \\textasciitilde{} \\^{} \\~{}", "\\ ~ ^ ~"],
    ["\\frac{1}{2} \\sqrt{x} \\enquote{q} \\href{http://a}{b} \\url{http://a_b}", "1/2 √x “q” b http://a_b"],
    ["\\noopsort{1973}1974 \\vphantom{\\{} \\textcolor{red}{x}\\hspace{1em}", "1974  x"],
    ["a\\par b\n\nc\nd \\\\ e", "a\nb\nc d   e"],
    ["\\cyrchar\\CYRA\\cyrya", "Ая"],
    ["{{{[}0.04, 0.20]}}", "[0.04, 0.20]"],
  ])("%s", (source, text) => {
    const unknown: string[] = [];
    expect(texText(source, (command) => unknown.push(command))).toBe(text);
    expect(unknown).toEqual([]);
  });

  test.each([
    "costs $5 and $6, or US$7",
    "about ~20 patients (~5%)",
    "50% of p_1 & q^2",
    "a-b, 10.5555/x--y".replace("--", "-"),
    "p < 0.05",
  ])("what only looks like TeX stays: %s", (source) => {
    expect(texText(source)).toBe(source);
  });

  test("unknown commands are told and leave their name or argument", () => {
    const unknown: string[] = [];
    expect(texText("\\foo{bar} \\baz qux \\constructor", (command) => unknown.push(command))).toBe(
      "bar baz qux constructor",
    );
    expect(unknown).toEqual(["foo", "baz", "constructor"]);
  });

  test("addresses are no TeX", () => {
    expect(verbatimText("{http://a.example/b\\_c\\%20{\\~{}}d\\&e~f}")).toBe("http://a.example/b_c%20~d&e~f");
    expect(verbatimText("\\url{http://a.example/x_y}")).toBe("http://a.example/x_y");
    expect(verbatimText("a\\textbraceleft{}b\\textbackslash{}c")).toBe("a{b\\c");
  });
});

describe("agrees with Better BibTeX's parser", () => {
  const theirs = (value: string): string => {
    const options = { sentenceCase: false, english: false, applyCrossRef: false } as const;
    const field = parse(`@misc{k, addendum = {${value}}}`, options).entries[0]?.fields.addendum ?? "";
    return String(field)
      .replace(/<\/?[a-z]+[^>]*>/g, "")
      .normalize("NFC");
  };
  const ours = (value: string): string => texText(value).normalize("NFC").replace(/\s+/g, " ").trim();

  /** Commands for which theirs prints another shape of the same sign, a style of letters or a layout. */
  const OTHER = new Set(
    (
      "textasciigrave quotedblbase textperiodcentered slash textasteriskcentered mu textphi hbar imath jmath " +
      "nabla setminus diamond perp square blacksquare LaTeX"
    ).split(" "),
  );
  test("on the symbols that both know", () => {
    const different: string[] = [];
    let same = 0;
    for (const [name, character] of symbols) {
      const math = theirs(`$\\${name}$`);
      const text = theirs(`\\${name}{}`);
      if (math.includes("\\") && text.includes("\\")) continue;
      if (math === character || text === character) same += 1;
      else if (!OTHER.has(name)) different.push(`${name}: ${character} ${text} ${math}`);
    }
    expect(different).toEqual([]);
    expect(same).toBeGreaterThan(300);
  });

  test("on accents over letters", () => {
    const letters = [..."aeioucnszAEIOUCNSZ"];
    const marks = [...accents.keys()].filter((mark) => /^[`'^"~=.uvHrckd]$/.test(mark));
    const different: string[] = [];
    for (const mark of marks)
      for (const letter of letters) {
        const value = `{\\${mark}{${letter}}}`;
        if (ours(value) !== theirs(value)) different.push(`${value}: ${ours(value)} ${theirs(value)}`);
      }
    expect(different).toEqual([]);
  });

  test("on text without TeX and on the TeX of exports", () => {
    const word = fc.constantFrom(
      "plain",
      "words,",
      "MDMA-assisted",
      "{MDMA}",
      "{\\'e}tude",
      "caf\\'e",
      "\\&",
      "50\\%",
      "a\\_b",
      "{\\ss}",
      "H\\textsubscript{2}O",
      "$\\alpha$",
      "\\emph{x}",
      "--",
      "``q''",
      "Dr.~X",
      "é",
      "(2016)",
      "p",
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        const value = words.join(" ");
        expect(ours(value)).toBe(theirs(value).replace(/\s+/g, " ").trim());
      }),
      { seed: 20_261, numRuns: 300 },
    );
  });
});
