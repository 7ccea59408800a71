import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type NetworkGraphModel, networkGraph, type PlotOptions } from "#figures";
import { expectStored } from "./stored.ts";

const { input } = JSON.parse(
  readFileSync(new URL("../golden/synthesis/netmeta-senn2013.json", import.meta.url), "utf8"),
);

/** Glucose-lowering drugs, Senn et al. 2013, doi:10.1177/0962280211432220, as in R's metadat. */
function senn(): NetworkGraphModel {
  const pairs = new Map<
    string,
    { treatment1: string; treatment2: string; studies: number; weight: number }
  >();
  const studies = new Map<string, Set<string>>();
  const arms = new Map<string, Set<string>>();
  for (const [i, label] of input.studlab.entries()) {
    const [a, b] = [input.treat1[i], input.treat2[i]].sort();
    const pair = pairs.get(`${a}|${b}`) ?? { treatment1: a, treatment2: b, studies: 0, weight: 0 };
    pair.studies += 1;
    pair.weight += 1 / input.seTE[i] ** 2;
    pairs.set(`${a}|${b}`, pair);
    for (const name of [a, b]) {
      studies.set(name, (studies.get(name) ?? new Set()).add(label));
      arms.set(label, (arms.get(label) ?? new Set()).add(name));
    }
  }
  return {
    language: "en",
    title: "Network of glucose-lowering drugs",
    nodes: [...studies.keys()].sort().map((label) => ({ label, studies: studies.get(label)!.size })),
    edges: [...pairs.values()],
    multiArm: [...arms.values()]
      .filter((one) => one.size > 2)
      .map((one) => ({ treatments: [...one], studies: 1 })),
  };
}

const store = (name: string, draw: (options: PlotOptions) => string): void => {
  for (const width of ["column", "page"] as const)
    expectStored(`${name}-${width}.svg`, draw({ palette: "print", width }));
  expect(draw({}).replace(/var\([^)]*\)/g, "")).not.toMatch(/(?:fill|stroke)="#/);
};

test("studies of ten drugs", () => store("network", (options) => networkGraph(senn(), options)));

/** Simulated; only the layout is of interest. */
test("long names, participants and weights, in Norwegian", () =>
  store("network-long-nb", (options) =>
    networkGraph(
      {
        language: "nb",
        title: "Nettverk (simulert)",
        nodeSize: "participants",
        edgeWidth: "weight",
        nodes: [
          { label: "Traumefokusert kognitiv atferdsterapi", studies: 14, participants: 1240 },
          { label: "EMDR", studies: 6, participants: 410 },
          { label: "Langvarig eksponering", studies: 8, participants: 720 },
          { label: "Venteliste", studies: 11, participants: 890 },
          { label: "Vanlig oppfølging med samtaler hos fastlege", studies: 3, participants: 150 },
        ],
        edges: [
          { treatment1: "EMDR", treatment2: "Venteliste", studies: 5, weight: 40 },
          { treatment1: "EMDR", treatment2: "Langvarig eksponering", studies: 2, weight: 11 },
          {
            treatment1: "Traumefokusert kognitiv atferdsterapi",
            treatment2: "Venteliste",
            studies: 9,
            weight: 96,
          },
          { treatment1: "Langvarig eksponering", treatment2: "Venteliste", studies: 6, weight: 51 },
          {
            treatment1: "Traumefokusert kognitiv atferdsterapi",
            treatment2: "Vanlig oppfølging med samtaler hos fastlege",
            studies: 3,
            weight: 20,
          },
        ],
        multiArm: [{ treatments: ["EMDR", "Langvarig eksponering", "Venteliste"], studies: 1 }],
      },
      options,
    ),
  ));
