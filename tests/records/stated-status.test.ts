import { describe, expect, it } from "vitest";
import { statedStatus } from "#records";

const record = (given: Partial<Parameters<typeof statedStatus>[0]>) => ({
  title: "A simulated study of a simulated drug",
  type: "Journal Article",
  ...given,
});

describe("what a record states of retraction and correction", () => {
  it.each([
    ["retracted", { type: "Journal Article; Retracted Publication" }],
    ["retracted", { notes: ["Retraction In: J Sim. 2021;4:5 PMID 12345678"] }],
    ["retracted", { labels: ["retracted"] }],
    ["retracted", { title: "RETRACTED: A simulated study" }],
    ["retracted", { title: "RETRACTED ARTICLE: A simulated study" }],
    ["retracted", { title: "A simulated study [Retracted]" }],
    ["retraction-notice", { type: "Retraction of Publication" }],
    ["retraction-notice", { notes: ["Retraction Of: J Sim. 2019;2:3"] }],
    ["retraction-notice", { title: "Retraction: A simulated study" }],
    ["retraction-notice", { title: "Retraction notice to: A simulated study" }],
    ["retraction-notice", { type: "Retraction of Publication", labels: ["retracted"] }],
    ["concern", { type: "Journal Article; Expression of Concern" }],
    ["concern", { notes: ["Expression Of Concern In: J Sim. 2021"] }],
    ["concern", { labels: ["has expression_of_concern"] }],
    ["concern", { title: "Expression of Concern: A simulated study" }],
    ["correction", { type: "Published Erratum" }],
    ["correction", { title: "Erratum to: A simulated study" }],
    ["correction", { title: "Author Correction: A simulated study" }],
    ["correction", { title: "Corrigendum" }],
    ["correction", { title: "Correction to: A simulated study" }],
    ["corrected", { notes: ["Erratum In: J Sim. 2020;9:1"] }],
    ["corrected", { type: "Corrected and Republished Article" }],
    ["corrected", { labels: ["has correction"] }],
    [
      "corrected",
      {
        abstract:
          "[Correction Notice: An Erratum for this article was reported in Vol 3(1) of J Sim.] We tested it.",
      },
    ],
    [
      "retracted",
      { abstract: "[Correction Notice: A retraction for this article was reported in Vol 4 of J Sim]" },
    ],
    ["corrected", { title: "A simulated study [published erratum appears in J Sim 2020;9:1]" }],
  ] as const)("%s: %j", (status, given) => {
    const stated = statedStatus(record(given));
    expect(stated.status).toBe(status);
    // The words of the record itself.
    expect(JSON.stringify(given)).toContain(stated.because);
  });

  it.each([
    {},
    { title: "Correction of simulated scoliosis by bracing" },
    { title: "Correction for guessing in simulated tests" },
    { title: "Correction in a simulated market" },
    { title: "Retracted articles in simulated research: a bibliometric study" },
    { title: "Retraction of the tympanic membrane" },
    { title: "Lung retraction in simulated surgery" },
    { notes: ["Comment In: J Sim. 2020", "Cites: Retraction in this field"] },
    { labels: ["to retract", "include"] },
    { type: "Journal Article; Comment" },
    { abstract: "We read each correction notice: an erratum for this article was reported in none." },
    { title: "WITHDRAWN: A simulated review" },
  ])("nothing: %j", (given) => {
    expect(statedStatus(record(given))).toEqual({ status: null, because: null });
  });

  it("lets a retraction stand before a correction", () => {
    const stated = statedStatus(
      record({ title: "Erratum to: A simulated study", type: "Retracted Publication" }),
    );
    expect(stated).toEqual({ status: "retracted", because: "Retracted Publication" });
  });
});
