import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { exportFigure } from "#workbench";
import { labelledSvg } from "../../src/web/synthesis/export-figure.ts";
import { findChromium, launch } from "../web/browser.ts";

const gallery = (name: string): string =>
  readFileSync(new URL(`../gallery/output/${name}`, import.meta.url), "utf8");
const forest = gallery("forest-subgroups-revman-page.svg");

/** Every figure of the gallery that is drawn for paper. */
const FIGURES = [
  "baujat-page.svg",
  "bubble-page.svg",
  "flow-ordinary.svg",
  "forest-counts-metafor-column.svg",
  "forest-means-nb-revman-page.svg",
  "forest-subgroups-revman-page.svg",
  "funnel-contours-nb-page.svg",
  "gosh-study-nb-page.svg",
  "labbe-page.svg",
  "network-page.svg",
  "participant-flow.svg",
  "radial-page.svg",
  "recall-curve.svg",
  "traffic-light.svg",
  "trajectory-intrusion-nb.svg",
];

interface ReadPdf {
  readonly pages: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly info: Readonly<Record<string, unknown>>;
}

async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const pdfjs = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const root = join(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"), "..");
  const task = pdfjs.getDocument({
    data: new Uint8Array(bytes),
    standardFontDataUrl: `${join(root, "standard_fonts")}/`,
    verbosity: 0,
  });
  const document = await task.promise;
  const page = await document.getPage(1);
  const [, , width = 0, height = 0] = page.view;
  const content = await page.getTextContent();
  const text = content.items.map((item) => ("str" in item ? item.str : "")).join("\n");
  const { info } = await document.getMetadata();
  await task.destroy();
  return { pages: document.numPages, width, height, text, info: info as Record<string, unknown> };
}

describe("PNG", () => {
  test("has the signature, the pixels and the resolution asked for", async () => {
    const { bytes, pixels, mediaType, heightMm } = await exportFigure(forest, "png", {
      widthMm: 85,
      dpi: 600,
    });
    expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const view = Buffer.from(bytes);
    expect(view.readUInt32BE(16)).toBe(Math.round((85 / 25.4) * 600));
    expect(pixels).toEqual({ width: view.readUInt32BE(16), height: view.readUInt32BE(20) });
    expect(pixels!.height / pixels!.width).toBeCloseTo(heightMm / 85, 2);
    expect(mediaType).toBe("image/png");
    const at = view.indexOf("pHYs");
    expect(view.readUInt32BE(at + 4)).toBe(Math.round(600 / 0.0254));
  });

  test("is the figure's own width at 300 dots per inch unless said otherwise", async () => {
    const { widthMm, pixels } = await exportFigure(forest, "png");
    expect(widthMm).toBeCloseTo(174.9, 1);
    expect(pixels!.width).toBe(2066);
  });
});

describe("PDF", () => {
  test.each(FIGURES)("%s opens, in its size, with every text of the figure as text", async (name) => {
    const svg = gallery(name);
    const { bytes, widthMm, heightMm, problems } = await exportFigure(svg, "pdf", { widthMm: 175 });
    const pdf = await readPdf(bytes);
    expect(pdf.pages).toBe(1);
    expect(pdf.width).toBeCloseTo((175 / 25.4) * 72, 1);
    expect(pdf.height / pdf.width).toBeCloseTo(heightMm / widthMm, 3);
    expect(problems).toEqual([]);
    const plain = (text: string): string => text.replace(/\s/g, "");
    const got = plain(pdf.text);
    const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) =>
      text
        .replace(/&lt;/g, "<")
        .replace(/&gt;/g, ">")
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, "&"),
    );
    expect(texts.length).toBeGreaterThan(4);
    for (const text of texts) expect(got).toContain(plain(text));
    // A halo around a name is no second text.
    expect(got.length).toBe(texts.map(plain).join("").length);
  });

  test("embeds its font, names the figure, says it in words and is of the date given", async () => {
    const { bytes } = await exportFigure(forest, "pdf", { createdAt: "2026-03-04T05:06:07Z" });
    const file = Buffer.from(bytes).toString("latin1");
    expect(file).toMatch(/\/FontFile2 /);
    expect(file).toMatch(/NotoSans/);
    expect(file).toMatch(/\/S \/Figure/);
    expect(file).toMatch(/\/Alt /);
    const { info } = await readPdf(bytes);
    expect(info["Title"]).toMatch(/BCG vaccine/);
    expect(info["CreationDate"]).toBe("D:20260304050607Z");
    expect(info["Language"]).toBe("en");
  });

  test("keeps the label that the page writes above a figure, and the figure below it, on each page", async () => {
    const funnel = gallery("funnel-column.svg");
    const label = ["Exploratory: not as planned.", "Model: Common effect; planned: Random effects."];
    const pages = [labelledSvg(forest, label), labelledSvg(funnel, label)];
    const { bytes, problems } = await exportFigure(pages[0]!, "pdf", { pages });
    const pdf = await readPdf(bytes);
    expect(pdf.pages).toBe(2);
    expect(problems).toEqual([]);
    const got = pdf.text.replace(/\s/g, "");
    expect(got).toContain("Exploratory:notasplanned.");
    expect(got).toContain("Model:Commoneffect;planned:Randomeffects.");
    for (const [, text = ""] of forest.matchAll(/<text [^>]*>([\w ]+)<\/text>/g))
      expect(got).toContain(text.replace(/\s/g, ""));
  });

  test.each([
    ['<rect x="a" width="1" height="1"/>', "workbench/figure-element"],
    ['<circle cx="1e400" r="2"/>', "workbench/figure-element"],
    ['<image href="http://127.0.0.1/x"/>', "workbench/figure-element"],
    ["<script>alert(1)</script>", "workbench/figure-element"],
    ["<foreignObject/>", "workbench/figure-element"],
    [`${"<g>".repeat(100)}${"</g>".repeat(100)}`, "workbench/not-svg"],
    ["<g>", "workbench/not-svg"],
    ["&outside;", "workbench/not-svg"],
  ])("refuses %s, which no figure has", async (content, code) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100" width="400" height="100">${content}</svg>`;
    await expect(exportFigure(svg, "pdf")).rejects.toMatchObject({ code });
  });

  test("gives the same bytes for the same figure", async () => {
    const [a, b] = [await exportFigure(forest, "pdf"), await exportFigure(forest, "pdf")];
    expect(Buffer.compare(Buffer.from(a.bytes), Buffer.from(b.bytes))).toBe(0);
  });

  test("leaves nothing out in silence", async () => {
    const odd = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">ODD</svg>';
    for (const part of [
      '<image href="https://example.org/a.png"/>',
      '<rect width="9" height="9" fill="url(#a)"/>',
      '<g transform="skewX(4)"/>',
      '<g clip-path="url(#none)"/>',
      "<text>a<tspan>b</tspan></text>",
    ])
      await expect(exportFigure(odd.replace("ODD", part), "pdf")).rejects.toMatchObject({
        code: "workbench/figure-element",
      });
  });
});

describe("SVG", () => {
  const chromium = findChromium();
  let exported = "";
  beforeAll(async () => {
    exported = Buffer.from((await exportFigure(forest, "svg", { widthMm: 175 })).bytes).toString("utf8");
  });

  test("has its size in millimetres, its glyphs inside, and refers to nothing", () => {
    expect(exported).toMatch(/^<svg width="175mm" height="[\d.]+mm" font-family="Noto Sans, sans-serif"/);
    expect(exported.match(/@font-face/g)).toHaveLength(2);
    expect(exported).not.toMatch(/url\((?!data:)/);
    expect(exported.length).toBeLessThan(400_000);
  });

  test.skipIf(chromium === null)("its fonts load in a browser and are the ones used", async () => {
    const browser = await launch(chromium!);
    try {
      const page = await browser.newPage();
      await page.setContent(`<!doctype html>${exported}`);
      const widths = await page.evaluate(async () => {
        const faces = await Promise.all([...document.fonts].map((face) => face.load()));
        const width = (font: string): number => {
          const context = document.createElement("canvas").getContext("2d")!;
          context.font = font;
          return context.measureText("Study or Subgroup").width;
        };
        return {
          faces: faces.map(({ status }) => status),
          regular: width('100px "Noto Sans"'),
          bold: width('600 100px "Noto Sans"'),
          none: width("100px no-such-font"),
        };
      });
      expect(widths.faces).toEqual(["loaded", "loaded"]);
      const root = fileURLToPath(
        new URL("../../node_modules/@expo-google-fonts/noto-sans/", import.meta.url),
      );
      const { create } = await import("fontkit");
      const advance = (file: string): number => {
        const font = create(readFileSync(join(root, file))) as import("fontkit").Font;
        return (font.layout("Study or Subgroup").advanceWidth / font.unitsPerEm) * 100;
      };
      expect(widths.regular).toBeCloseTo(advance("400Regular/NotoSans_400Regular.ttf"), 0);
      expect(widths.bold).toBeCloseTo(advance("600SemiBold/NotoSans_600SemiBold.ttf"), 0);
      expect(Math.abs(widths.none - widths.regular)).toBeGreaterThan(5);
    } finally {
      await browser.close();
    }
  });
});

test("colours of a themed figure become those of the light theme, in every format", async () => {
  const themed = gallery("flow-themed.svg");
  const { bytes } = await exportFigure(themed, "svg");
  expect(Buffer.from(bytes).toString("utf8")).not.toContain("var(");
  await expect(exportFigure(themed, "pdf")).resolves.toMatchObject({ mediaType: "application/pdf" });
});

test("a PDF of several pages has each with its text, the same bytes again", async () => {
  const pages = [1, 2, 3, 4, 5].map((at) => gallery(`forest-many-page-${at}.svg`));
  const options = { pages, createdAt: "2026-03-01T00:00:00.000Z" };
  const { bytes } = await exportFigure(gallery("forest-many-page.svg"), "pdf", options);
  const read = await readPdf(bytes);
  expect(read.pages).toBe(5);
  expect(read.text).toContain("Study 1\n");
  expect(read.text).not.toContain("Study 200");
  const again = await exportFigure(gallery("forest-many-page.svg"), "pdf", options);
  expect(Buffer.from(again.bytes).equals(Buffer.from(bytes))).toBe(true);
});

test("says which characters the font lacks and when text gets too small to read", async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"><text x="1" y="20" font-size="12">李 2020 → x</text></svg>';
  const { problems } = await exportFigure(svg, "png", { widthMm: 60, dpi: 72 });
  expect(problems.map(({ code }) => code)).toContain("workbench/figure-text-small");
  expect(problems.some(({ message }) => message.includes("U+674E"))).toBe(true);
});

test("refuses what is no figure, and sizes that cannot be", async () => {
  await expect(exportFigure("<html/>", "pdf")).rejects.toMatchObject({ code: "workbench/not-svg" });
  await expect(exportFigure("<svg", "png")).rejects.toMatchObject({ code: "workbench/not-svg" });
  await expect(exportFigure('<svg viewBox="0 0 0 9"/>', "svg")).rejects.toMatchObject({
    code: "workbench/not-svg",
  });
  const entity =
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg viewBox="0 0 9 9"><text>&x;</text></svg>';
  await expect(exportFigure(entity, "png")).rejects.toMatchObject({ code: "workbench/not-svg" });
  for (const widthMm of [0, -1, Number.NaN, 5000])
    await expect(exportFigure(forest, "pdf", { widthMm })).rejects.toMatchObject({
      code: "workbench/figure-size",
    });
  await expect(exportFigure(forest, "png", { widthMm: 2000, dpi: 2400 })).rejects.toThrow(/million/);
});
