import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { z } from "zod";
import { EvidensError, type Problem } from "#kernel";
import { doisIn } from "#records";
import { programVersion } from "../io/package-files.ts";
import { type GetLimits, type GetOptions, guardedGet, stopWith } from "./guarded-get.ts";
import { HEAD_BYTES, notAPdf } from "./pdf-head.ts";
import { pdfProblem } from "./pdf-result.ts";
import type { Resolve } from "./public-address.ts";

export interface OpenAccessOptions {
  /** Told to the service, which asks for it; nobody else is told. */
  readonly email: string;
  /** Of a service with Unpaywall's interface; its own unless given. */
  readonly baseUrl?: string | undefined;
  readonly limits?: Partial<GetLimits> | undefined;
  /** Origins asked though they are not on the public internet: a library's own server, a stand-in in tests. */
  readonly allowOrigins?: readonly string[] | undefined;
  readonly resolve?: Resolve | undefined;
}

/** A copy that anybody may read. */
interface OpenAccessCopy {
  readonly url: string;
  /** `publishedVersion`, `acceptedVersion` or `submittedVersion` as the service says, or null. */
  readonly version: string | null;
  /** Such as `cc-by`, or null where none is known. */
  readonly license: string | null;
  /** `publisher` or `repository`, or null. */
  readonly host: string | null;
}

interface FetchedPdf {
  readonly bytes: number;
  /** SHA-256 of the file in hex. */
  readonly hash: string;
  /** Where it came from after redirects. */
  readonly url: string;
}

export interface OpenAccessClient {
  /** The best copy of a document that can be fetched as a PDF, or why there is none. */
  find(doi: string): Promise<OpenAccessCopy | { readonly problem: Problem }>;
  /** Fetches a PDF into a file that must not exist yet; of a failure nothing is left. */
  fetchPdf(url: string, toPath: string): Promise<FetchedPdf | { readonly problem: Problem }>;
}

const SERVICE = "https://api.unpaywall.org";
const PDF_LIMITS: GetLimits = { bytes: 100 * 1024 * 1024, idle: 60_000, total: 600_000 };
const ANSWER_LIMITS: GetLimits = { bytes: 5 * 1024 * 1024, idle: 30_000, total: 60_000 };

/**
 * A client of a service that knows open-access copies. It sends DOIs and the e-mail address to that
 * service, so it is made only where a person has switched that on.
 *
 * @throws {EvidensError} `workbench/open-access-email`, `workbench/open-access-address`
 * Source: Unpaywall REST API version 2. Checked: tests/workbench/full-text-open-access.test.ts.
 */
export function openAccessClient(options: OpenAccessOptions): OpenAccessClient {
  const { email, baseUrl = SERVICE, allowOrigins = [] } = options;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    throw new EvidensError({
      code: "workbench/open-access-email",
      kind: "invalid",
      message: `"${email}" is no e-mail address; the service for open-access copies asks for one.`,
      remedy: "Give your e-mail address.",
    });
  if (!URL.canParse(baseUrl))
    throw new EvidensError({
      code: "workbench/open-access-address",
      kind: "invalid",
      message: `"${baseUrl}" is no address of a service.`,
      remedy: `Give an address such as ${SERVICE}.`,
    });
  const base = new URL(baseUrl);
  const get: Omit<GetOptions, "allowed" | "limits" | "accept"> = {
    userAgent: `evidens/${programVersion()}`,
    resolve: options.resolve,
  };
  return {
    find: (doi) =>
      find(doi, base, email, {
        ...get,
        accept: "application/json",
        limits: { ...ANSWER_LIMITS, ...options.limits },
        // The service was chosen by whoever runs the program; where its answers point to was not.
        allowed: new Set([base.origin, ...allowOrigins]),
      }),
    fetchPdf: (url, toPath) =>
      fetchPdf(url, toPath, {
        ...get,
        accept: "application/pdf, */*;q=0.1",
        limits: { ...PDF_LIMITS, ...options.limits },
        allowed: new Set(allowOrigins),
      }),
  };
}

const text: z.ZodType<string | null> = z
  .string()
  .max(2_000)
  .nullish()
  .catch(null)
  .transform((given) => given ?? null);
interface Location {
  readonly url_for_pdf: string | null;
  readonly version: string | null;
  readonly license: string | null;
  readonly host_type: string | null;
}
const location: z.ZodType<Location> = z.object({
  url_for_pdf: text,
  version: text,
  license: text,
  host_type: text,
});
interface Answer {
  readonly doi: string;
  readonly best_oa_location: Location | null;
  readonly oa_locations: readonly Location[];
}
const answer: z.ZodType<Answer> = z.object({
  doi: z.string(),
  best_oa_location: location.nullish().transform((given) => given ?? null),
  oa_locations: z
    .array(location)
    .max(1_000)
    .nullish()
    .transform((given) => given ?? []),
});

async function find(
  given: string,
  base: URL,
  email: string,
  options: GetOptions,
): Promise<OpenAccessCopy | { readonly problem: Problem }> {
  const doi = doisIn(given)[0];
  if (doi === undefined)
    return {
      problem: pdfProblem("no-doi", `"${given.slice(0, 100)}" is no DOI.`, "Correct the DOI of the record."),
    };
  const path = doi.split("/").map(encodeURIComponent).join("/");
  const url = `${base.href.replace(/\/$/, "")}/v2/${path}?email=${encodeURIComponent(email)}`;
  const got = await guardedGet(url, options, async ({ status, body }) => {
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    return { status, json: jsonIn(Buffer.concat(parts).toString("utf8")) };
  });
  if ("problem" in got) return got;
  const { status, json } = got.value;
  if (status === 404) return { problem: noCopy(doi, "the service does not know it") };
  if (status !== 200) return { problem: failed(status, json) };
  const read = answer.safeParse(json);
  if (!read.success) return { problem: failed(status, "what it sent is not an answer of its interface") };
  // The answer to another question is none to this.
  if (doisIn(read.data.doi)[0] !== doi)
    return { problem: failed(status, `it answered about ${read.data.doi.slice(0, 100)} instead of ${doi}`) };
  const { best_oa_location: best, oa_locations: all } = read.data;
  const fetchable = [...(best === null ? [] : [best]), ...all].find((each) => each.url_for_pdf !== null);
  if (fetchable === undefined)
    return { problem: noCopy(doi, best === null ? "no open copy is known" : "its open copy is a web page") };
  return {
    url: fetchable.url_for_pdf!,
    version: fetchable.version,
    license: fetchable.license,
    host: fetchable.host_type,
  };
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

async function fetchPdf(
  url: string,
  toPath: string,
  options: GetOptions,
): Promise<FetchedPdf | { readonly problem: Problem }> {
  const part = `${toPath}.part`;
  const file = await open(part, "wx");
  let got: Awaited<ReturnType<typeof guardedGet<FetchedPdf>>> | undefined;
  try {
    got = await guardedGet(url, options, async ({ url: from, status, body }) => {
      if (status !== 200) throw stopWith(notGiven(status));
      const hash = createHash("sha256");
      let head = Buffer.alloc(0);
      let checked = false;
      let bytes = 0;
      const check = (): void => {
        const problem = notAPdf(head);
        if (problem !== null) throw stopWith(problem);
        checked = true;
      };
      for await (const chunk of body) {
        bytes += chunk.length;
        if (!checked) {
          head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES)]);
          if (head.length >= HEAD_BYTES) check();
        }
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      if (!checked) check();
      return { bytes, hash: hash.digest("hex"), url: from.href };
    });
  } finally {
    await file.close();
    if (got === undefined || "problem" in got) await rm(part, { force: true });
  }
  if ("problem" in got) return got;
  await rename(part, toPath);
  return got.value;
}

function noCopy(doi: string, why: string): Problem {
  return pdfProblem(
    "no-open-copy",
    `There is no open-access PDF of ${doi}: ${why}.`,
    "Ask your library or the authors for it, and attach the file.",
  );
}

function notGiven(status: number): Problem {
  const locked = status === 401 || status === 402 || status === 403;
  return pdfProblem(
    "not-retrieved",
    `The server ${locked ? "does not give the file to a program" : "does not have the file"} (it answers ${status}).`,
    "Open the address in a browser, and attach the file yourself.",
  );
}

function failed(status: number, said: unknown): Problem {
  const message =
    typeof said === "string"
      ? said
      : typeof said === "object" && said !== null && "message" in said && typeof said.message === "string"
        ? said.message.slice(0, 200)
        : "without a reason";
  return pdfProblem(
    "open-access-unavailable",
    `The service for open-access copies did not help (${status}: ${message}).`,
    status === 422 ? "Check the e-mail address you gave." : "Try again later, or attach the file yourself.",
  );
}
