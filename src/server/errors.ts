import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorResponse } from "#contract";
import { type ErrorKind, EvidensError, type Problem } from "#kernel";

const STATUS: Readonly<Record<ErrorKind, ContentfulStatusCode>> = {
  invalid: 400,
  missing: 404,
  conflict: 409,
  unsupported: 422,
  numerical: 422,
  storage: 503,
};

/** A refusal that belongs to HTTP itself: no session, foreign origin, body too large. */
export class HttpRefusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly remedy: string;
  readonly problems: readonly Problem[];

  constructor(
    status: ContentfulStatusCode,
    details: { code: string; message: string; remedy: string; problems?: readonly Problem[] },
  ) {
    super(details.message);
    this.name = "HttpRefusal";
    this.status = status;
    this.code = details.code;
    this.remedy = details.remedy;
    this.problems = details.problems ?? [];
  }
}

/** The HTTP status of an error: the one place where a kind becomes a number. */
export function statusOf(error: unknown): ContentfulStatusCode {
  if (error instanceof HttpRefusal) return error.status;
  if (!(error instanceof EvidensError)) return 500;
  return error.code === "store/disk-full" ? 507 : STATUS[error.kind];
}

/** The error as a browser may see it; what is unknown stays generic. */
export function errorBody(error: unknown): ErrorResponse {
  if (error instanceof EvidensError || error instanceof HttpRefusal) {
    return {
      error: {
        code: error.code,
        kind: error instanceof EvidensError ? error.kind : "refused",
        message: error.message,
        remedy: error.remedy,
        problems: error.problems,
      },
    };
  }
  return {
    error: {
      code: "server/unexpected",
      kind: "unexpected",
      message: "Something went wrong in the program; nothing was saved by this request.",
      remedy: "Try again, and look at the terminal that runs Evidens if it happens again.",
      problems: [],
    },
  };
}
