import { expect, test } from "vitest";
import type { RecordFact } from "#records";
import { nbibEntry } from "../../src/records/formats/write/write-nbib.ts";
import { fixture, readText, tagged } from "./read-fixture.ts";

const [judged] = readText(tagged.ris, fixture("rayyan.ris")).items;

test("an entry as PubMed lays it out, with decisions in the general note", () => {
  expect(nbibEntry(judged!)).toBe(
    [
      "OWN - Evidens",
      "DP  - 2017 Apr 15",
      "TI  - A simulated record that two people judged",
      "LID - 10.5555/sim.rayyan [doi]",
      "LID - https://example.org/records?id=L9990000001",
      "FAU - Example, A.",
      "AU  - Example A",
      "PT  - JOUR",
      "JT  - Simul. Res.",
      "OID - rayyan-99900001",
      "OID - L9990000001",
      "AID - L9990000001 [embase]",
      'GN  - RAYYAN-INCLUSION: {"Ada"=>"Excluded", "Bo"=>"Included"} | RAYYAN-LABELS: needs full text,animal | RAYYAN-EXCLUSION-REASONS: wrong population',
      "GN  - A plain note",
      "GN  - Ada: see table 2",
      "",
      "",
    ].join("\n"),
  );
});

test("several PMIDs make one entry, and text like tags makes none", () => {
  const record: RecordFact = {
    ...judged!,
    title: "One\nPMID- 1",
    abstract: "First\n\nPMID- 99900009\nSecond",
    ids: { ...judged!.ids, pmid: ["99900001", "99900002"] },
  };
  const { items, problems } = readText(tagged.nbib, nbibEntry(record));
  expect(problems).toEqual([]);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    title: "One PMID- 1",
    abstract: "First\nPMID- 99900009\nSecond",
    ids: { pmid: ["99900001", "99900002"] },
  });
});
