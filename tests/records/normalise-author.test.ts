import { describe, expect, test } from "vitest";
import { holdsSeveral, parseAuthor, parseAuthors } from "../../src/records/normalise/author.ts";
import { parseAuthorList } from "../../src/records/normalise/author-list.ts";

test.each([
  ["Smith JAB", "Smith", "JAB"],
  ["SMITH JA", "SMITH", "JA"],
  ["JOHN BYRON", "BYRON", "JOHN"],
  ["JA Smith", "Smith", "JA"],
  ["J. -P. Nominal", "Nominal", "J. -P."],
  ["J.-P. Nominal", "Nominal", "J.-P."],
  ["Ivanov Yu.A.", "Ivanov", "Yu.A."],
  ["O'Brien K", "O'Brien", "K"],
  ["Ludwig van Examplen", "van Examplen", "Ludwig"],
  ["Karin de la Probe", "de la Probe", "Karin"],
  ["A. B. van der Berg", "van der Berg", "A. B."],
  ["Ahmed al-Test", "al-Test", "Ahmed"],
  ["Juan Prueba y Ensayo", "Prueba y Ensayo", "Juan"],
  ["Charlotte E. N. M. Rose", "Rose", "Charlotte E. N. M."],
  ["van der Berg", "van der Berg", null],
  ["Dos Santos", "Dos Santos", null],
  ["WANG Xiaoming", "WANG", "Xiaoming"],
  ["DUPONT Jean", "DUPONT", "Jean"],
  ["王 小明", "王", "小明"],
  ["王小明", "王小明", null],
  ["García López, María", "García López", "María"],
  ["Doe, John, MD, PhD", "Doe", "John"],
  ["Doe, John, Jr., MD", "Doe", "John, Jr."],
  ["Doe, MD", "Doe", "MD"],
  ["Jane Doe, PhD", "Doe", "Jane"],
  ["Doe JA, Jr", "Doe", "JA Jr"],
  ["Dr. Jane Doe", "Doe", "Jane"],
  ["Doe, Jane (58975547800)", "Doe", "Jane"],
  ["Doe, Jane (Dept. of Examples, Nowhere)", "Doe", "Jane"],
  ["Doe, Robert (Bob)", "Doe", "Robert (Bob)"],
  ["Doe, Jane https://orcid.org/0000-0002-1825-0097", "Doe", "Jane"],
  ["Doe, Jane (ORCID: 0000-0002-1825-0097)", "Doe", "Jane"],
  ["Doe JA1,2", "Doe", "JA"],
  ["Doe, Jane*", "Doe", "Jane"],
  ["Doe, J., et al.", "Doe", "J."],
  ["Doe,null", "Doe", null],
  ["al1, af1", "al1", "af1"],
  ["Institute of Examples, Committee on Nothing", "Institute of Examples, Committee on Nothing", null],
  ["{World Example Body}", "World Example Body", null],
  ["Ministry of Health and Welfare", "Ministry of Health and Welfare", null],
  ["Example Pharma Inc", "Example Pharma Inc", null],
  ["Group, ALTS", "Group", "ALTS"],
  ["MÃ¼ller, J.", "Müller", "J."],
  ["MÃºller, J.", "Múller", "J."],
  ["Geert J. M. G. van der Probe", "van der Probe", "Geert J. M. G."],
  ["Marie L. De Probe", "De Probe", "Marie L."],
  ["Nancy E. E. Van Probe", "Van Probe", "Nancy E. E."],
  ["Minh Van Tran", "Tran", "Minh Van"],
  ["karin Example", "Example", "karin"],
  ["null van den Probe", "van den Probe", null],
  ["Doe, None", "Doe", null],
])("the name %j", (text, family, given) => {
  expect(parseAuthor(text)).toEqual({ family, given });
});

test.each([
  "No authors listed",
  "[No authors listed]",
  "[Anonymous]",
  "Anonymous",
  "No Authorship Indicated",
  "[No author name available]",
  "et al.",
  "NA",
  "-",
  "123",
])("%j is nobody", (text) => {
  expect(parseAuthors(text)).toEqual([]);
});

const families = (value: string): string[] =>
  parseAuthors(value).map(({ family, given }) => (given === null ? family : `${family}/${given}`));

test.each([
  ["Doe, J.; Roe, R.;", ["Doe/J.", "Roe/R."]],
  ["Doe, J. and Roe, R. and Poe, E.A.", ["Doe/J.", "Roe/R.", "Poe/E.A."]],
  ["a1l, a1f and a2l, a2f ; a3l, a3f", ["a1l/a1f", "a2l/a2f", "a3l/a3f"]],
  ["Jane Doe|Richard Roe", ["Doe/Jane", "Roe/Richard"]],
  ["Doe, J.\n and Roe, R.\n", ["Doe/J.", "Roe/R."]],
  ["Doe R., Roe D.G.", ["Doe/R.", "Roe/D.G."]],
  ["Doe PC, O'Roe NP, Van den Poe LL.", ["Doe/PC", "O'Roe/NP", "Van den Poe/LL"]],
  ["Doe, J., Roe, R. B., & Poe, E.", ["Doe/J.", "Roe/R. B.", "Poe/E."]],
  ["Jane Doe, Richard Roe, Edgar Poe", ["Doe/Jane", "Roe/Richard", "Poe/Edgar"]],
  ["Jane Doe, Richard Roe and Edgar Poe", ["Doe/Jane", "Roe/Richard", "Poe/Edgar"]],
  ["J. Doe, R. Roe", ["Doe/J.", "Roe/R."]],
  ["Doe J, Roe R, Poe E, Example Study Group", ["Doe/J", "Roe/R", "Poe/E", "Example Study Group"]],
  ["Specimen K.Probe G. F.", ["Specimen/K.", "Probe/G. F."]],
  [
    "Vivek K. SpecimenMohammad ProbeMelissa C. McTest",
    ["Specimen/Vivek K.", "Probe/Mohammad", "McTest/Melissa C."],
  ],
  ["['Doe, Jane', \"O'Roe, Richard\"]", ["Doe/Jane", "O'Roe/Richard"]],
  ["'Jane Doe', 'Richard van Roe'", ["Doe/Jane", "van Roe/Richard"]],
  ["Jane Doe1,2, Richard Roe3, Edgar Poe2", ["Doe/Jane", "Roe/Richard", "Poe/Edgar"]],
  ["王小明；李四", ["王小明", "李四"]],
  ["Doe J, Roe R, et al", ["Doe/J", "Roe/R"]],
  ["Doe, J. Roe R. B. Poe E. Van Moe A.", ["Doe/J.", "Roe/R. B.", "Poe/E.", "Van Moe/A."]],
  // One name, however it looks.
  ["Doe, Jane, Jr.", ["Doe/Jane, Jr."]],
  ["García Prueba, Gabriel José", ["García Prueba/Gabriel José"]],
  ["Doe, J. Robert A.", ["Doe/J. Robert A."]],
  ["Donald MacTest", ["MacTest/Donald"]],
  ["Donald DeTest", ["DeTest/Donald"]],
  ["Smith & Nephew", ["Smith & Nephew"]],
  ["Society for Examples and Tests", ["Society for Examples and Tests"]],
  ["Roe, Jane and the Example Study Group", ["Roe/Jane and the Example Study Group"]],
])("the names in %j", (value, names) => {
  expect(families(value)).toEqual(names);
});

describe("a list in capitals", () => {
  const list = (...texts: string[]): string[] =>
    parseAuthorList(texts).map(({ family, given }) => (given === null ? family : `${family}/${given}`));

  test("gets natural case", () => {
    expect(
      list(
        "SMITH JA",
        "VAN DER BERG A",
        "O'BRIEN K",
        "MCDONALD B",
        "DE LA PROBE C",
        "MACHADO D",
        "AL-TEST E",
      ),
    ).toEqual([
      "Smith/JA",
      "van der Berg/A",
      "O'Brien/K",
      "McDonald/B",
      "de la Probe/C",
      "Machado/D",
      "al-Test/E",
    ]);
    expect(list("DUPONT, JEAN-PAUL", "EXAMPLE, ANN B.", "WHO,")).toEqual([
      "Dupont/Jean-Paul",
      "Example/Ann B.",
      "WHO",
    ]);
    expect(list("NG T; ÅSEN ØB")).toEqual(["Ng/T", "Åsen/ØB"]);
    expect(list("SMITH, Jane")).toEqual(["Smith/Jane"]);
  });

  test("is taken as it is when any family has a small letter", () => {
    expect(list("SMITH JA", "Berg A")).toEqual(["SMITH/JA", "Berg/A"]);
    expect(list("WHO,")).toEqual(["WHO"]);
  });
});

test("several persons in one name are noticed", () => {
  expect(holdsSeveral({ family: "Doe", given: "Jane, Roe, Richard, Poe" })).toBe(true);
  expect(holdsSeveral({ family: "Doe", given: "Jane, Jr." })).toBe(false);
});
