// The published types of papaparse bring Node's types along, which the browser has not.
declare module "papaparse/papaparse.js" {
  const Papa: {
    unparse(
      rows: readonly (readonly unknown[])[],
      config: { readonly newline: string; readonly quotes?: boolean; readonly escapeFormulae?: RegExp },
    ): string;
  };
  // biome-ignore lint/style/noDefaultExport: it is a CommonJS module
  export default Papa;
}
