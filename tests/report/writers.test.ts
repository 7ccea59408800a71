import { createHash } from "node:crypto";
import { strFromU8, unzipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { buildReport, type CslAssets, type ReviewSnapshot, toDocx, toHtml } from "#report";
import { loadCslAssets } from "../../src/workbench/csl-assets.ts";
import { rasterise } from "../support/rasterise.ts";
import { rebuiltSnapshot, report } from "../support/snapshot.ts";

const evil = `<img src=x onerror="alert(1)"></text><script>alert(2)</script>\u0000\u000b]]>{ INCLUDETEXT "c:\\\\x" } </w:t><w:fldSimple w:instr="DDEAUTO"/>`;
let csl: CslAssets;

beforeAll(async () => {
  csl = await loadCslAssets();
});

/** Attack text wherever a person or a file may put text. */
function attacked(): ReviewSnapshot {
  const base = rebuiltSnapshot();
  const { protocol } = base.protocol;
  return {
    ...base,
    reports: new Map(
      [...base.reports.keys()].map((id) => [
        id,
        report(id, evil, 2020, { title: evil, journal: evil, doi: `10.1/"><b>${id}` }),
      ]),
    ),
    studies: base.studies.map((study) => ({ ...study, label: evil, characteristics: { [evil]: evil } })),
    statements: base.statements.map((statement) => ({
      ...statement,
      text: { en: evil },
      cites: [evil],
      source: evil,
    })),
    themes: base.themes.map((theme) => ({
      ...theme,
      label: { en: evil },
      quotes: [{ text: evil, place: evil }],
    })),
    protocol: {
      ...base.protocol,
      protocol: {
        ...protocol,
        title: { en: evil },
        authors: [evil],
        sources: protocol.sources.map((source) => ({ ...source, name: evil, query: evil })),
      },
    },
    analyses: base.analyses.map((analysis) => ({
      ...analysis,
      effects: analysis.effects.map((effect) => ({ ...effect, row: { ...effect.row, label: evil } })),
    })),
  };
}

/** So many studies as no page holds. */
function many(k: number): ReviewSnapshot {
  const base = rebuiltSnapshot();
  const [analysis] = base.analyses;
  const [effect] = analysis!.effects;
  const effects = Array.from({ length: k }, (_, at) => ({
    ...effect!,
    row: { ...effect!.row, studyId: `many-${at + 1}`, label: `Study ${at + 1}.` },
    weight: 100 / k,
  }));
  return { ...base, analyses: [{ ...analysis!, effects }] };
}

describe("a forest plot of two hundred studies", () => {
  const LAST = /Study 200\.:/;

  test("is several pictures in Word, each with its rows in words and none higher than a page", async () => {
    const parts = unzipSync(await toDocx(buildReport(many(200), "nb", csl), { rasterise }));
    const document = strFromU8(parts["word/document.xml"]!);
    const pictures = [
      ...document.matchAll(
        /<wp:extent cx="(\d+)" cy="(\d+)"\/>.*?<wp:docPr [^>]*?name="([^"]*)" descr="([^"]*)"/g,
      ),
    ].filter(([, , , , words = ""]) => words.includes(". Side "));
    expect(pictures.length).toBeGreaterThanOrEqual(4);
    expect(pictures.map(([, , , name]) => name)).toEqual(
      pictures.map((_, at) => `Figur 2 (${at + 1}/${pictures.length})`),
    );
    expect(pictures.filter(([, , , , words = ""]) => LAST.test(words))).toHaveLength(1);
    // Sizes are in 360,000ths of a centimetre; A4 leaves 25 cm of text.
    for (const [, , height] of pictures) expect(Number(height) / 360_000).toBeLessThan(22.5);
  });

  test("is several pictures in HTML, which a page break may part, with ids of their own", () => {
    const html = toHtml(buildReport(many(200), "en", csl));
    const figure = /<figure class="figure pages".*?<\/figure>/s.exec(html)![0];
    const pictures = figure.split("<svg ").slice(1);
    expect(pictures.length).toBeGreaterThanOrEqual(4);
    expect(pictures.filter((svg) => />Study 200\.</.test(svg))).toHaveLength(1);
    expect(pictures.every((svg) => svg.includes(">Weight<"))).toBe(true);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1] ?? "");
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(html).toMatch(/\.pages svg\{break-inside:avoid\}/);
  });
});

describe("HTML", () => {
  test("has no script, loads nothing, and links only to DOIs and itself", () => {
    const html = toHtml(buildReport(rebuiltSnapshot(), "en", csl));
    expect(html).not.toMatch(/<script|<iframe|<link|<img|@import|url\(/i);
    const hrefs = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map((match) => match[1] ?? "");
    expect(hrefs.filter((href) => !href.startsWith("#") && !href.startsWith("https://doi.org/10."))).toEqual(
      [],
    );
  });

  test("has ids that are unique and links inside that lead somewhere", () => {
    const html = toHtml(buildReport(rebuiltSnapshot(), "nb", csl));
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1] ?? "");
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    const known = new Set(ids);
    const inside = [...html.matchAll(/href="#([^"]*)"/g)].map((match) => match[1] ?? "");
    expect(inside.filter((id) => !known.has(id))).toEqual([]);
  });

  test("names its language, its tables' heads and its figures", () => {
    const html = toHtml(buildReport(rebuiltSnapshot(), "nb", csl));
    expect(html).toContain('<html lang="nb-NO">');
    expect(html.match(/<th scope="col"/g)?.length).toBeGreaterThan(20);
    expect(html.match(/<svg [^>]*role="img"[^>]*aria-labelledby/g)).toHaveLength(3);
    expect(html).toContain('<span lang="en">English only</span>');
  });

  test("embeds the fonts that have a character in the page, and no other", () => {
    const face = (family: string, ranges: string) =>
      ({ family, style: "normal", weight: "100 900", ranges, data: "AAAA" }) as const;
    const html = toHtml(buildReport(rebuiltSnapshot(), "en", csl), {
      fonts: [face("Latin", "U+0000-00FF,U+0131"), face("Greek", "U+0370-03FF"), face("Thai", "U+0E00-0E7F")],
    });
    expect(html).toContain('@font-face{font-family:"Latin"');
    expect(html).toContain('font-family:"Greek"');
    expect(html).not.toContain("Thai");
    expect(html).toContain("font-src data:");
  });

  test("keeps the register of numbers closed, and a check under its study", () => {
    const html = toHtml(buildReport(rebuiltSnapshot(), "en", csl));
    expect(html).toMatch(/id="table-numbers">.*<details><summary>Show the table \(14 rows\)<\/summary>/);
    expect(html).toMatch(/<tr class="under"><td colspan="\d+">Check against the source: <strong>/);
  });

  test("keeps attack text as text", () => {
    const html = toHtml(buildReport(attacked(), "en", csl), { css: "a{}</style><script>x</script>" });
    expect(/<script|<img|<b>r/.test(html)).toBe(false);
    expect(html.match(/<\/style/g)).toHaveLength(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not appear
    expect(/[\u0000-\u0008\u000b]/.test(html)).toBe(false);
    expect(html.includes("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;")).toBe(true);
  });
});

describe("DOCX", () => {
  test("is the same bytes each time", async () => {
    const one = await toDocx(buildReport(rebuiltSnapshot(), "en", csl), { rasterise });
    const two = await toDocx(buildReport(rebuiltSnapshot(), "en", csl), { rasterise });
    expect(createHash("sha256").update(one).digest("hex")).toBe(
      createHash("sha256").update(two).digest("hex"),
    );
  });

  test("has styles, repeated heads, captions, both orientations, alt text and its language", async () => {
    const parts = unzipSync(await toDocx(buildReport(rebuiltSnapshot(), "nb", csl), { rasterise }));
    const document = strFromU8(parts["word/document.xml"]!);
    expect(document).toContain("<w:tblHeader");
    expect(document).toContain('w:instr="SEQ Table \\* ARABIC"');
    expect(document).toContain('w:orient="landscape"');
    expect(document).toContain('w:orient="portrait"');
    expect(document).toMatch(/<wp:docPr [^>]*descr="Flyten i oversikten\./);
    expect(document).toContain("asvg:svgBlip");
    expect(strFromU8(parts["word/styles.xml"]!)).toContain('<w:lang w:val="nb-NO"/>');
    expect(strFromU8(parts["docProps/core.xml"]!)).toContain("2026-02-03T04:05:06Z");
    const pictures = new Set(
      Object.keys(parts)
        .filter((name) => name.startsWith("word/media/"))
        .map((name) => name.slice(5)),
    );
    const targets = [
      ...strFromU8(parts["word/_rels/document.xml.rels"]!).matchAll(/Target="(media\/[^"]*)"/g),
    ];
    expect(new Set(targets.map((match) => match[1]))).toEqual(pictures);
    expect(pictures.size).toBe(6);
  });

  test("links to nothing outside and keeps attack text as text", async () => {
    const parts = unzipSync(await toDocx(buildReport(attacked(), "en", csl), { rasterise }));
    for (const [name, bytes] of Object.entries(parts)) {
      if (!/\.(?:xml|rels)$/.test(name)) continue;
      const xml = strFromU8(bytes);
      expect(xml, name).not.toContain('TargetMode="External"');
      expect(xml, name).not.toMatch(/<w:fldSimple w:instr="DDEAUTO|<script|<img/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not appear
      expect(xml, name).not.toMatch(/[\u0000-\u0008\u000b]/);
    }
  });
});
