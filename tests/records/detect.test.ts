import { readFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { detectEncoding, detectFormat, type RecordFormat } from "#records";

function fixture(name: string): string {
  const bytes = readFileSync(join("fixtures/records", name));
  return iconv.decode(bytes, detectEncoding(bytes).encoding);
}

const fixtures: readonly (readonly [string, RecordFormat])[] = [
  ["simulated.ris", "ris"],
  ["dialects.ris", "ris"],
  ["rayyan.ris", "ris"],
  ["utf-16le.ris", "ris"],
  ["windows-1252.ris", "ris"],
  ["simulated.nbib", "nbib"],
  ["pmc-eric.nbib", "nbib"],
  ["web-of-science.ciw", "wos"],
  ["endnote.enw", "refer"],
  ["repository.enw", "refer"],
  ["simulated.bib", "bibtex"],
  ["databases.bib", "bibtex"],
  ["broken.bib", "bibtex"],
  ["simulated.endnote.xml", "endnote-xml"],
  ["damaged.endnote.xml", "endnote-xml"],
  ["simulated.pubmed.xml", "pubmed-xml"],
  ["table-embase.csv", "table"],
  ["table-rayyan.csv", "table"],
  ["table-trials.csv", "table"],
  ["table-wos-utf-16le.tsv", "table"],
  ["simulated.ovid.txt", "ovid-text"],
  ["simulated.ovid-tagged.txt", "ovid-text"],
  ["simulated.ebsco.txt", "ebsco-text"],
  ["simulated.proquest.txt", "proquest-text"],
  ["simulated.csl.json", "csl-json"],
  ["broken.csl.json", "csl-json"],
  ["simulated.openalex.json", "openalex-json"],
  ["simulated.crossref.json", "crossref-json"],
  ["simulated.europepmc.json", "europepmc-json"],
  ["simulated.clinicaltrials.json", "clinicaltrials-json"],
  ["simulated.jsonl", "jsonl"],
];

test.each(fixtures)("%s is %s by what stands in it", (name, format) => {
  expect(detectFormat(fixture(name))).toBe(format);
});

describe.each([
  ["a byte-order mark in front", (text: string) => `\ufeff${text}`],
  ["blank lines in front", (text: string) => `\n\n${text}`],
  ["CR LF", (text: string) => text.replace(/\r\n|\r|\n/g, "\r\n")],
  ["lone CR", (text: string) => text.replace(/\r\n|\r|\n/g, "\r")],
] as const)("with %s", (_name, change) => {
  test.each(fixtures)("%s is still %s", (name, format) => {
    expect(detectFormat(change(fixture(name)))).toBe(format);
  });
});

test.each([
  ["nothing", ""],
  ["white space", " \n\ufeff\r\n"],
  ["prose", "Dear all,\nplease find the references attached.\n"],
  ["a web page", "<!DOCTYPE html><html><head><title>Results</title></head></html>"],
  ["other XML", '<?xml version="1.0"?><feed><entry><title>T</title></entry></feed>'],
  ["a shopping list", "milk, bread\ncheese, wine\n"],
])("%s is no export", (_name, text) => {
  expect(detectFormat(text)).toBe(null);
});

test.each([
  [
    "tagged lines without a type, so that the reader can say what is missing",
    "TI  - T\nAU  - A, B\nPY  - 2001\n",
    "ris",
  ],
  ["MEDLINE inside a RIS name", "\nPMID- 99900001\nOWN - NLM\nTI  - T\n", "nbib"],
  ["an empty list", "[]", "csl-json"],
] as const)("%s", (_name, text, format) => {
  expect(detectFormat(text)).toBe(format);
});
