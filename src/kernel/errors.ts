/** What went wrong, as a class of situation: it alone decides HTTP status and exit code. */
export type ErrorKind = "invalid" | "missing" | "conflict" | "unsupported" | "numerical" | "storage";

/** Values that a message names, by what they are, so that it can be said in another language. */
export type MessageValues = Readonly<Record<string, string | number>>;

export interface ErrorDetails {
  /** Stable name, `room/what`. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** What is wrong, with the values. */
  readonly message: string;
  /** One imperative sentence: what to do now. */
  readonly remedy: string;
  readonly values?: MessageValues;
  /** Where, when a file, line or field is known. */
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

/** A fact about a piece of input that could not be used as it stands. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  /** 1-based line of the file. */
  readonly line?: number;
  /** 1-based column of the line. */
  readonly column?: number;
  /** Path of the field, such as `outcomes[2].id`. */
  readonly field?: string;
  readonly remedy?: string;
  readonly values?: MessageValues;
}

/** What could be read, beside what could not. */
export interface Parsed<T> {
  readonly items: readonly T[];
  readonly problems: readonly Problem[];
}

/**
 * The one error class that crosses rooms: a broken call, a conflict, a lost lock, a full disk.
 * Data problems are returned as `Problem`s instead; a use case that must refuse its whole input
 * throws this with all the problems at once.
 */
export class EvidensError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly remedy: string;
  readonly values: MessageValues;
  readonly problems: readonly Problem[];

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "EvidensError";
    this.code = details.code;
    this.kind = details.kind;
    this.remedy = details.remedy;
    this.values = details.values ?? {};
    this.problems = details.problems ?? [];
  }
}

/** One line for a terminal or a log: `file:line field: message (remedy)`. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(":");
  const field = problem.field === undefined ? "" : `${problem.field}: `;
  const remedy = problem.remedy === undefined ? "" : ` ${problem.remedy}`;
  return `${place === "" ? "" : `${place} `}${field}${problem.message}${remedy}`;
}
