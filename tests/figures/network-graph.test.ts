import { describe, expect, test } from "vitest";
import { describeNetwork, type NetworkGraphModel, networkGraph } from "#figures";
import { EvidensError } from "#kernel";

const model: NetworkGraphModel = {
  language: "en",
  title: "Network",
  nodes: [
    { label: "a", studies: 3, participants: 300 },
    { label: "b", studies: 1, participants: 75 },
    { label: "c", studies: 3, participants: 100 },
  ],
  edges: [
    { treatment1: "a", treatment2: "b", studies: 1, weight: 10 },
    { treatment1: "a", treatment2: "c", studies: 3, weight: 5 },
  ],
  multiArm: [{ treatments: ["a", "b", "c"], studies: 1 }],
};

const radii = (svg: string): readonly number[] =>
  [...svg.matchAll(/<circle [^>]* r="([\d.]+)"[^>]*><title>[abc]:/g)].map(([, r]) => Number(r));
const widths = (svg: string): readonly number[] =>
  [...svg.matchAll(/stroke-opacity="0.75" stroke-width="([\d.]+)"><title>/g)].map(([, w]) => Number(w));

describe("a network graph", () => {
  test("says in words what it shows", () => {
    expect(describeNetwork(model)).toBe(
      "3 treatments, 2 direct comparisons. a: 3 studies, 300 participants. b: 1 study, 75 participants. " +
        "c: 3 studies, 100 participants. a and b: 1 study. a and c: 3 studies. Compared together: a, b, c (1 study).",
    );
    expect(describeNetwork({ ...model, language: "nb", nodes: [], edges: [], multiArm: [] })).toBe(
      "Det er ingen tiltak.",
    );
  });

  test("has areas and widths by studies, or by participants and weight", () => {
    const [a, b] = radii(networkGraph(model));
    expect((a! / b!) ** 2).toBeCloseTo(3, 1);
    expect(widths(networkGraph(model))).toEqual([2.667, 8]);
    const other = networkGraph({ ...model, nodeSize: "participants", edgeWidth: "weight" });
    expect((radii(other)[0]! / radii(other)[1]!) ** 2).toBeCloseTo(4, 1);
    expect(widths(other)).toEqual([8, 4]);
  });

  test("shades studies of several arms, numbers its edges and names both", () => {
    const svg = networkGraph(model);
    expect(svg).toContain("<title>a, b, c</title>");
    expect(svg).toContain("<title>a – c: 3 studies</title>");
    expect(svg).toContain("Studies of three arms or more");
    expect(networkGraph({ ...model, multiArm: [] })).not.toContain("three arms");
  });

  test.each([0, 1, 2, 3, 40])("of %s treatments is a picture inside its frame", (n) => {
    const nodes = Array.from({ length: n }, (_, i) => ({ label: `Treatment number ${i}`, studies: i }));
    const edges = nodes
      .slice(1)
      .map((node, i) => ({ treatment1: nodes[i]!.label, treatment2: node.label, studies: 1 }));
    for (const width of ["column", "page"] as const) {
      const svg = networkGraph({ ...model, nodes, edges, multiArm: [] }, { width, palette: "print" });
      expect(svg).not.toMatch(/"[^"]*(?:NaN|Infinity)/);
      const wide = width === "page" ? 661 : 321;
      for (const [, x] of svg.matchAll(/ (?:cx|x)="([\d.-]+)"/g)) {
        expect(Number(x)).toBeGreaterThanOrEqual(0);
        expect(Number(x)).toBeLessThanOrEqual(wide);
      }
    }
  });

  test("refuses what cannot be drawn, all at once", () => {
    const refused = (change: Partial<NetworkGraphModel>): EvidensError => {
      try {
        networkGraph({ ...model, ...change });
      } catch (error) {
        if (error instanceof EvidensError) return error;
      }
      throw new Error("not refused");
    };
    expect(refused({ nodes: [...model.nodes, model.nodes[0]!] }).message).toContain('"a" is there twice');
    expect(refused({ edges: [{ treatment1: "a", treatment2: "x", studies: 1 }] }).message).toContain(
      '"x" is compared',
    );
    expect(refused({ edges: [{ treatment1: "a", treatment2: "a", studies: 1 }] }).code).toBe(
      "figures/bad-network",
    );
    expect(refused({ nodes: [{ label: "a", studies: Number.NaN }] }).code).toBe("figures/bad-numbers");
    expect(
      refused({ nodeSize: "participants", nodes: model.nodes.map(({ label }) => ({ label, studies: 1 })) })
        .message,
    ).toContain("nodes[0].participants is NaN");
  });

  test("keeps text as text, and the same bytes twice", () => {
    const label = '<script>"&';
    const odd = { ...model, nodes: [{ label, studies: 1 }], edges: [], multiArm: [] };
    expect(networkGraph(odd)).not.toContain("<script");
    expect(networkGraph(odd)).toBe(networkGraph(odd));
  });
});
