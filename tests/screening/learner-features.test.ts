import { describe, expect, it } from "vitest";
import { matrix, multiplyTransposed, symmetricEigen } from "#numerics";
import { type LearnerDocument, learnerModels, tfIdf } from "#screening";
import { latentFeatures } from "../../src/screening/learner/latent.ts";
import { stemPlural } from "../../src/screening/learner/stem.ts";
import { createTokenizer } from "../../src/screening/learner/tokens.ts";
import { featuresOf, simulatedSet } from "./learner-support.ts";

const text = (title: string, abstract = ""): LearnerDocument => ({ id: title, title, abstract });

function wordsOf(one: string): string[] {
  const tokenizer = createTokenizer(1);
  tokenizer.add([one]);
  const { tokens, terms } = tokenizer.finish();
  return [...tokens].map((token) => terms.text(token));
}

describe("words", () => {
  it("are those of \\w\\w+ in lower case", () => {
    for (const sample of [
      "A Meta-Analysis of COVID-19 (n = 12); it's 3.5 mg/kg, α-blockers & naïve T_cells",
      "",
      "x y z",
      "Ærlig Ålesund Øre — “quoted” 試験 тест",
    ])
      expect(wordsOf(sample)).toEqual(sample.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? []);
  });

  it("survive the growth of the tables", () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `w${i}`);
    expect(wordsOf([...many, ...many].join(" "))).toEqual([...many, ...many]);
  });

  it("lose plural endings and nothing else", () => {
    const pairs = [
      "studies study",
      "rats rat",
      "classes class",
      "virus virus",
      "loss loss",
      "analysis analysis",
    ];
    for (const pair of [...pairs, "is is", "gas gas", "ties ties"]) {
      const [from, to] = pair.split(" ");
      expect(stemPlural(from!)).toBe(to);
    }
  });
});

describe("tf-idf", () => {
  const documents = [text("red cats", "red red dogs"), text("red dogs", "blue"), text("green cats")];
  const options = { id: "t", kinds: { spellings: 1 }, leastRecords: 1 } as const;

  it("is (1 + ln tf) idf, rows of unit length, by hand", () => {
    const { words, term } = featuresOf(tfIdf(options), documents);
    const row = new Map<string, number>();
    for (let at = words.starts[0]!; at < words.starts[1]!; at++)
      row.set(term(words.indices[at]!), words.values[at]!);
    const idf = (df: number): number => Math.log(4 / (1 + df)) + 1;
    const raw = { red: (1 + Math.log(3)) * idf(2), cats: idf(2), dogs: idf(2) };
    const length = Math.hypot(...Object.values(raw));
    expect([...row.keys()].sort()).toEqual(["cats", "dogs", "red"]);
    for (const [name, value] of Object.entries(raw)) expect(row.get(name)).toBeCloseTo(value / length, 6);
  });

  it("has pairs within a field, across fields only when joined, and only frequent ones", () => {
    const pairsOf = (joined: boolean, least: number): string[] => {
      const { words, term } = featuresOf(
        tfIdf({
          ...options,
          kinds: { spellings: 1, pairs: 1 },
          leastRecordsPair: least,
          joined,
        }),
        documents,
      );
      return Array.from({ length: words.columns }, (_, column) => term(column)).filter((name) =>
        name.includes(" "),
      );
    };
    expect(pairsOf(false, 1)).toEqual(["red cats", "red red", "red dogs", "green cats"]);
    expect(pairsOf(true, 1)).toEqual([
      "red cats",
      "cats red",
      "red red",
      "red dogs",
      "dogs blue",
      "green cats",
    ]);
    expect(pairsOf(false, 2)).toEqual(["red dogs"]);
  });

  it("gives words of the title columns of their own, under the same name", () => {
    const { words, term } = featuresOf(tfIdf({ ...options, kinds: { spellings: 1, titles: 1 } }), documents);
    const names = Array.from({ length: words.columns }, (_, column) => term(column));
    expect(names.filter((name) => name === "red")).toHaveLength(2);
  });

  it("reads nothing from empty documents", () => {
    const { words, latent } = featuresOf(tfIdf({ ...options, latent: { dimensions: 5, weight: 1 } }), [
      text(""),
      text(""),
    ]);
    expect([words.rows, words.columns, words.values.length, latent]).toEqual([2, 0, 0, null]);
  });
});

describe("latent features", () => {
  it("are the leading directions of the matrix less its mean row", () => {
    const { words } = featuresOf(tfIdf({ id: "t", kinds: { stems: 1 } }), simulatedSet(60, 3).documents);
    const latent = latentFeatures(words, words.columns, { dimensions: 5, weight: 1 })!;
    const dense = matrix(words.rows, words.columns);
    for (let row = 0; row < words.rows; row++)
      for (let at = words.starts[row]!; at < words.starts[row + 1]!; at++)
        dense.values[row * words.columns + words.indices[at]!] = words.values[at]! * latent.lengths[row]!;
    for (let column = 0; column < words.columns; column++) {
      let mean = 0;
      for (let row = 0; row < words.rows; row++)
        mean += dense.values[row * words.columns + column]! / words.rows;
      for (let row = 0; row < words.rows; row++) dense.values[row * words.columns + column]! -= mean;
    }
    const { vectors } = symmetricEigen(multiplyTransposed(dense, dense));
    for (let k = 0; k < 5; k++) {
      let product = 0;
      for (let column = 0; column < words.columns; column++)
        product += vectors.values[column * words.columns + k]! * latent.loadings[column * 5 + k]!;
      // Four times through the matrix: near directions are not quite told apart.
      expect(Math.abs(product)).toBeGreaterThan(0.99);
    }
  });

  it("are the words times the loadings, scaled to one length, and keep most of the likeness", () => {
    const { words } = featuresOf(tfIdf({ id: "t", kinds: { stems: 1 } }), simulatedSet(120, 3).documents);
    const latent = latentFeatures(words, words.columns, { dimensions: 8, weight: 0.5 })!;
    expect(latent.dimensions).toBe(8);
    for (let row = 0; row < words.rows; row++) {
      let length = 0;
      for (let k = 0; k < 8; k++) {
        let sum = 0;
        for (let at = words.starts[row]!; at < words.starts[row + 1]!; at++)
          sum += words.values[at]! * latent.loadings[words.indices[at]! * 8 + k]!;
        const centred = sum * latent.lengths[row]! - latent.centre[k]!;
        expect(latent.values[row * 8 + k]!).toBeCloseTo(centred * latent.scales[row]!, 5);
        length += latent.values[row * 8 + k]! ** 2;
      }
      expect(Math.sqrt(length)).toBeCloseTo(0.5, 5);
    }
  });
});

describe("kinds of features", () => {
  const { documents } = simulatedSet(150, 4);

  it("have unit length in all, with what only one record has", () => {
    const { words, own, latent } = featuresOf(learnerModels["evidens"]!.features, documents);
    for (let row = 0; row < words.rows; row++) {
      let squares = own[row]!;
      for (let at = words.starts[row]!; at < words.starts[row + 1]!; at++) squares += words.values[at]! ** 2;
      expect(squares).toBeCloseTo(1, 5);
      expect(own[row]!).toBeGreaterThan(0);
    }
    // .5 of the squared length, times n / (n + 6000).
    const { dimensions, values } = latent!;
    const length = Math.hypot(...values.subarray(0, dimensions));
    expect(length ** 2).toBeCloseTo((0.5 * 150) / 6150, 5);
  });

  it("keep latent features linear in the words after scaling", () => {
    const { words, latent } = featuresOf(learnerModels["evidens"]!.features, documents);
    const { dimensions, values, loadings, centre, columns, lengths, scales } = latent!;
    for (const row of [0, 7, 70])
      for (let k = 0; k < dimensions; k++) {
        let sum = 0;
        for (let at = words.starts[row]!; at < words.starts[row + 1]!; at++)
          if (words.indices[at]! < columns)
            sum += words.values[at]! * loadings[words.indices[at]! * dimensions + k]!;
        expect((sum * lengths[row]! - centre[k]!) * scales[row]!).toBeCloseTo(
          values[row * dimensions + k]!,
          5,
        );
      }
  });

  it("count features of one record in the length, without a column", () => {
    const few = [text("red cats"), text("red dogs")];
    const { words, own } = featuresOf(tfIdf({ id: "t", kinds: { spellings: 1 } }), few);
    const idf = (df: number): number => Math.log(3 / (1 + df)) + 1;
    expect(words.columns).toBe(1);
    expect(own[0]!).toBeCloseTo(idf(1) ** 2 / (idf(1) ** 2 + idf(2) ** 2), 6);
  });

  it("make one column of a stem with one spelling, which weighs as both", () => {
    const few = [text("red cat"), text("red cats"), text("red cats cat")];
    const read = (
      kinds: Parameters<typeof tfIdf>[0]["kinds"],
    ): ReturnType<Map<string, number>["entries"]> => {
      const { words, term } = featuresOf(tfIdf({ id: "t", kinds, leastRecords: 1 }), few);
      const first = new Map<string, number>();
      for (let at = words.starts[0]!; at < words.starts[1]!; at++) {
        const name = term(words.indices[at]!);
        first.set(name, (first.get(name) ?? 0) + words.values[at]! ** 2);
      }
      return first.entries();
    };
    const idf = (df: number): number => Math.log(4 / (1 + df)) + 1;
    // red: one column of weight 1; cat: a column of the stem, in all, and one of the spelling, in two.
    const all = 1 + 0.5 + 0.5 * idf(2) ** 2;
    expect([...read({ stems: 0.5, spellings: 0.5 })]).toEqual([
      ["red", expect.closeTo(1 / all, 6)],
      ["cat", expect.closeTo((0.5 + 0.5 * idf(2) ** 2) / all, 6)],
    ]);
  });

  it("read names of authors apart from words", () => {
    const few = ["Rivers J; Stone A", "Rivers J; Stone A", "Hill B"].map((name, i) => ({
      ...text(`rivers and stone ${i}`),
      authors: name.split("; "),
    }));
    const { words, term } = featuresOf(tfIdf({ id: "t", kinds: { stems: 1, authors: 1 } }), few);
    const names = Array.from({ length: words.columns }, (_, column) => term(column));
    expect(names).toEqual(
      ["river", "and", "stone", "rivers", "stone", "rivers stone"].map((name) =>
        name === "river" ? "rivers" : name,
      ),
    );
  });
});
