import type { Problem } from "#kernel";
import { excerpt } from "./lines.ts";

/** Gathers the lines that stand outside entries, so that each of them ends in a problem and few problems arise. */
export interface OutsideLines {
  /** A line nobody expected. */
  stray(line: number, text: string): void;
  /** A line a platform wraps around its records: numbering, provider, links. */
  wrapping(line: number, lines?: number): void;
  /** Lines that have a problem of their own. */
  told(lines: number): void;
  /** Ends the current run of stray lines. */
  flush(): Problem | null;
  /** Problem about all wrapping lines, at the end of the file. */
  finish(): Problem | null;
  readonly count: number;
}

/** Starts an empty collection of outside lines; `code` and `remedy` go into the problems. */
export function outsideLines(code: string, remedy: string): OutsideLines {
  let run = { line: 0, lines: 0, first: "" };
  let wrapped = { line: 0, lines: 0 };
  let count = 0;
  return {
    stray(line, text) {
      count += 1;
      run = run.lines === 0 ? { line, lines: 1, first: excerpt(text) } : { ...run, lines: run.lines + 1 };
    },
    wrapping(line, lines = 1) {
      count += lines;
      wrapped = { line: wrapped.line || line, lines: wrapped.lines + lines };
    },
    told(lines) {
      count += lines;
    },
    flush() {
      if (run.lines === 0) return null;
      const { line, lines, first } = run;
      run = { line: 0, lines: 0, first: "" };
      const message =
        lines === 1
          ? `1 line stands outside any entry and was not read: "${first}".`
          : `${lines} lines stand outside any entry and were not read, the first of them: "${first}".`;
      return { code, line, message, remedy };
    },
    finish() {
      if (wrapped.lines === 0) return null;
      return {
        code: "records/wrapping-lines",
        line: wrapped.line,
        message: `${wrapped.lines} line(s) that the platform put around its records (numbering, provider, links) belong to no record; they stay in the kept file only.`,
        remedy: "Nothing needs to be done.",
      };
    },
    get count() {
      return count;
    },
  };
}
