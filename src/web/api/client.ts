import type { ErrorResponse } from "#contract";
import type { Problem } from "#kernel";

/** The server understood and refused, or failed and said why. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly kind: string;
  readonly remedy: string;
  readonly problems: readonly Problem[];

  constructor(status: number, error: ErrorResponse["error"]) {
    super(error.message);
    this.name = "ApiError";
    this.status = status;
    this.code = error.code;
    this.kind = error.kind;
    this.remedy = error.remedy;
    this.problems = error.problems;
  }
}

/** No answer came: the program was closed, the network is down, or the answer was not ours. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super("The program did not answer.", { cause });
    this.name = "ConnectionLost";
  }
}

/** Reads `/api/<path>`. @throws {ApiError | ConnectionLost} */
export function getData<T>(path: string, signal?: AbortSignal): Promise<T> {
  return send<T>(path, signal === undefined ? {} : { signal });
}

/** Writes JSON to `/api/<path>`. @throws {ApiError | ConnectionLost} */
export function postData<T>(path: string, body: unknown): Promise<T> {
  return send<T>(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...token() },
    body: JSON.stringify(body),
  });
}

/** Uploads one file as it is. @throws {ApiError | ConnectionLost} */
export function postFile<T>(path: string, file: Blob): Promise<T> {
  return send<T>(path, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", ...token() },
    body: file,
  });
}

/** `?a=b` of the values that are given. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

function token(): Record<string, string> {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="evidens-token"]');
  return { "X-Evidens-Token": meta?.content ?? "" };
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  let answer: { readonly data: T } | ErrorResponse;
  try {
    response = await fetch(`/api/${path}`, { ...init, credentials: "same-origin" });
    answer = (await response.json()) as typeof answer;
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ConnectionLost(cause);
  }
  if ("error" in answer) throw new ApiError(response.status, answer.error);
  if (!("data" in answer)) throw new ConnectionLost(`status ${response.status} without data`);
  return answer.data;
}
