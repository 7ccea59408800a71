/// <reference types="vite/client" />
import regular from "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf?url";
import semibold from "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf?url";
import { zlibSync } from "fflate";
import type { FigurePdfResponse } from "#contract";
import { escapeXml, woffSubset } from "#figures";
import { postData } from "../api/client.ts";

/** Words that go with a figure wherever it goes, such as that it is exploratory. */
export type FigureLabel = readonly string[];

const LINE = 17;
const MARGIN = 12;

/**
 * A figure for paper with its label written above it, so that a copy outside the program still says what it is: the
 * figure keeps its drawing, moved down.
 */
export function labelledSvg(svg: string, label: FigureLabel): string {
  if (label.length === 0) return svg;
  const [, , width = 800, height = 600] = (/viewBox="([^"]*)"/.exec(svg)?.[1] ?? "").split(" ").map(Number);
  const lines = label.flatMap((line) => wrapped(line, Math.max(24, Math.floor(width / 6.4))));
  const above = lines.length * LINE + MARGIN;
  const tall = height + above;
  const text = lines
    .map(
      (line, at) =>
        `<text x="8" y="${LINE * (at + 1)}" font-size="12" font-weight="${at === 0 ? 700 : 400}" fill="#8a2f12">${escapeXml(line)}</text>`,
    )
    .join("");
  const [, head = "", words = "", drawing = ""] =
    /^(<svg [^>]*>)((?:<title[^>]*>[^<]*<\/title>|<desc[^>]*>[^<]*<\/desc>)*)(.*)<\/svg>$/s.exec(svg) ?? [];
  const taller = head
    .replace(/ viewBox="[^"]*"/, ` viewBox="0 0 ${width} ${tall}"`)
    .replace(/ height="([^"]*)"/, (_, own) => ` height="${(Number(own) * tall) / height}"`);
  const ground = `<rect width="${width}" height="${tall}" fill="#ffffff"/>`;
  return `${taller}${words}${ground}${text}<g transform="translate(0 ${above})">${drawing}</g></svg>`;
}

function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const head = /^<svg [^>]*>/.exec(svg)?.[0] ?? "";
  const said = (name: string): number | null => {
    const found = new RegExp(` ${name}="([\\d.]+)"`).exec(head)?.[1];
    return found === undefined ? null : Number(found);
  };
  const [, , boxWidth = "800", boxHeight = "600"] = (/viewBox="([^"]*)"/.exec(head)?.[1] ?? "").split(" ");
  return { width: said("width") ?? Number(boxWidth), height: said("height") ?? Number(boxHeight) };
}

function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** The font of figures on paper, as the server has it; its bold stands for all heavier weights. */
const FACES = [
  { weight: "400", file: regular },
  { weight: "600 900", file: semibold },
] as const;

const read = new Map<string, Promise<Uint8Array>>();

/** A font file of the application, read once. @throws when the server does not answer */
function fontOf(file: string): Promise<Uint8Array> {
  const known = read.get(file);
  if (known !== undefined) return known;
  const reading = fetch(file).then(async (answer) => {
    if (!answer.ok) throw new Error(`The font of figures could not be read (${answer.status}).`);
    return new Uint8Array(await answer.arrayBuffer());
  });
  read.set(file, reading);
  // One that failed is tried again the next time.
  reading.catch(() => read.delete(file));
  return reading;
}

/**
 * A figure with the glyphs of its text inside, in the font that the server uses too, so that it looks the same
 * everywhere. A character that the font lacks (such as Chinese or Arabic) is drawn in a font of the reader's.
 *
 * @throws when the font cannot be read
 */
export async function withFonts(svg: string): Promise<string> {
  const text = [...svg.matchAll(/<text\b[^>]*>([^<]*)/g)].map(([, one = ""]) => plain(one)).join("");
  const faces = await Promise.all(
    FACES.map(async ({ weight, file }) => {
      const font = woffSubset(await fontOf(file), text, (data) => zlibSync(data, { level: 9 }));
      return `@font-face{font-family:"Noto Sans";font-weight:${weight};src:url(data:font/woff;base64,${base64(font)}) format("woff")}`;
    }),
  );
  return svg
    .replaceAll('font-family="Arial, Noto Sans, sans-serif"', 'font-family="Noto Sans, sans-serif"')
    .replace(/^<svg [^>]*>/, (head) => `${head}<style>${faces.join("")}</style>`);
}

function plain(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

function base64(data: Uint8Array): string {
  let text = "";
  // So many arguments as every browser takes.
  for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
  return btoa(text);
}

/** The figure as a picture of points, `scale` of them to a pixel. @throws when the browser cannot draw it or has no font */
export async function pngOf(svg: string, scale = 3): Promise<Blob> {
  const { width, height } = sizeOf(svg);
  const address = URL.createObjectURL(new Blob([await withFonts(svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image(width, height);
    await new Promise<void>((resolve, reject) => {
      image.onload = () => resolve();
      image.onerror = () => reject(new Error("The browser could not draw the figure."));
      image.src = address;
    });
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("The browser has no canvas.");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob === null) throw new Error("The browser could not make a PNG.");
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * Figures as one PDF, a page each, whose text is text: the server writes it, of what was drawn here.
 *
 * @returns the file, and the characters that its font lacks, which are boxes in it
 * @throws ApiError | ConnectionLost
 */
export async function pdfOf(
  pages: readonly string[],
): Promise<{ readonly file: Blob; readonly lacking: string }> {
  const { pdf, problems } = await postData<FigurePdfResponse>("figures/pdf", { pages });
  const bytes = Uint8Array.from(atob(pdf), (character) => character.charCodeAt(0));
  const lacking = problems.flatMap(({ values }) => values?.["character"] ?? []).join(" ");
  return { file: new Blob([bytes], { type: "application/pdf" }), lacking };
}

/** Hands a file to the reader. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun once the click is handled.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Words as a file name: letters, digits and single hyphens. */
export function fileName(...parts: readonly string[]): string {
  const name = parts
    .join("-")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/ø/g, "o")
    .replace(/æ/g, "ae")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name === "" ? "synthesis" : name.slice(0, 100);
}
