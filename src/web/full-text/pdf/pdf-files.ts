/**
 * Files that pdf.js asks for by name: fonts every reader is expected to have, encodings of East Asian
 * texts. They are part of the build and come from this origin.
 */
const FILES: Readonly<Record<string, string>> = {
  ...import.meta.glob<string>("../../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}", {
    query: "?url",
    import: "default",
    eager: true,
  }),
  ...import.meta.glob<string>("../../../../node_modules/pdfjs-dist/cmaps/*.bcmap", {
    query: "?url",
    import: "default",
    eager: true,
  }),
};
const BY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(FILES).map(([path, url]) => [path.slice(path.lastIndexOf("/") + 1), url]),
);

/** What pdf.js calls to read such a file; a name that is not in the build is refused. */
export class PdfFiles {
  async fetch({ filename }: { readonly kind: string; readonly filename: string }): Promise<Uint8Array> {
    const url = BY_NAME.get(filename);
    if (url === undefined) throw new Error(`${filename} is not part of the program.`);
    const response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok) throw new Error(`${filename}: status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}
