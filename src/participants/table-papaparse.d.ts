// The published types of papaparse bring Node's types along, which a pure room must not see.
declare module "papaparse/papaparse.js" {
  interface Rows {
    readonly data: readonly (readonly string[])[];
    readonly errors: readonly { readonly code: string }[];
    readonly meta: { readonly cursor: number };
  }
  interface Config {
    readonly delimiter: string;
    readonly newline: "\n" | "\r";
    /** `true` takes quotes as characters like any other. */
    readonly fastMode?: boolean;
    readonly preview?: number;
    readonly step?: (rows: Rows) => void;
  }
  interface Parser {
    parse(input: string, baseIndex: number, ignoreLastRow: boolean): Rows;
    abort(): void;
  }
  const Papa: {
    readonly Parser: new (config: Config) => Parser;
    unparse(
      rows: readonly (readonly (string | number)[])[],
      config: { readonly newline: string; readonly quotes?: boolean; readonly escapeFormulae?: RegExp },
    ): string;
  };
  // biome-ignore lint/style/noDefaultExport: it is a CommonJS module
  export default Papa;
}
