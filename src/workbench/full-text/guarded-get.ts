import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { Problem } from "#kernel";
import { pdfProblem } from "./pdf-result.ts";
import {
  type Address,
  type AllowedOrigins,
  checkedAddress,
  type Resolve,
  shown,
  unreachable,
} from "./public-address.ts";

export interface GetLimits {
  /** Of the body, both as sent and unpacked. */
  readonly bytes: number;
  /** Without a byte, milliseconds. */
  readonly idle: number;
  /** From the question to the last byte, milliseconds. */
  readonly total: number;
}

export interface GetOptions {
  readonly limits: GetLimits;
  readonly accept: string;
  readonly userAgent: string;
  readonly allowed: AllowedOrigins;
  readonly resolve?: Resolve | undefined;
}

/** What came back, its body still to be read. */
export interface Got {
  readonly url: URL;
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/** Thrown inside, told as its problem. */
class Stopped extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/**
 * Asks an address on the web and gives the answer to a reader, within limits of size and time, and
 * never inside a private network: each address, also of each redirect, is checked, and the connection
 * made to what was checked. No cookies, no proxy, nothing kept between questions.
 *
 * @param use reads the body; it may stop early, and what it throws with `stopWith` becomes the problem
 * @returns what `use` gives, or why there is no answer
 * Checked: tests/workbench/full-text-open-access.test.ts.
 */
export async function guardedGet<T>(
  address: string,
  options: GetOptions,
  use: (got: Got) => Promise<T>,
): Promise<{ readonly value: T } | { readonly problem: Problem }> {
  const stop = new AbortController();
  const timer = setTimeout(
    () => stop.abort(new Stopped(tooSlow(address, options.limits.total))),
    options.limits.total,
  );
  try {
    if (!URL.canParse(address)) return { problem: noAddress(address) };
    const { url, response } = await followed(new URL(address), options, stop);
    try {
      const body = bodyOf(response, url, options.limits, stop.signal);
      return { value: await use({ url, status: response.statusCode ?? 0, body }) };
    } finally {
      response.destroy();
    }
  } catch (error) {
    const cause = stop.signal.aborted ? (stop.signal.reason as unknown) : error;
    if (cause instanceof Stopped) return { problem: cause.problem };
    throw cause;
  } finally {
    clearTimeout(timer);
  }
}

/** Ends a `guardedGet` from within its reader. */
export function stopWith(problem: Problem): Error {
  return new Stopped(problem);
}

async function followed(
  first: URL,
  options: GetOptions,
  stop: AbortController,
): Promise<{ url: URL; response: IncomingMessage }> {
  let url = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const found = await withSignal(checkedAddress(url, options.allowed, options.resolve), stop.signal);
    if ("code" in found) throw new Stopped(found);
    const response = await asked(url, found, options, stop);
    const { location } = response.headers;
    if (!REDIRECTS.has(response.statusCode ?? 0) || location === undefined) return { url, response };
    response.destroy();
    if (!URL.canParse(location, url.href)) throw new Stopped(noAddress(location));
    url = new URL(location, url);
  }
  throw new Stopped(
    pdfProblem(
      "address-refused",
      `${shown(first)} leads on more than ${MOST_REDIRECTS} times.`,
      "Open it in a browser and attach the file yourself.",
    ),
  );
}

function asked(url: URL, to: Address, options: GetOptions, stop: AbortController): Promise<IncomingMessage> {
  const { accept, userAgent, limits } = options;
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
      // A connection of its own: none is taken over that went to another address under the same name.
      agent: false,
      headers: { accept, "user-agent": userAgent, "accept-encoding": "gzip, deflate, br" },
      lookup: (_host, wanted, done) => {
        if (wanted.all) done(null, [to]);
        else done(null, to.address, to.family);
      },
      maxHeaderSize: 64 * 1024,
      signal: stop.signal,
    });
    request.setTimeout(limits.idle, () => stop.abort(new Stopped(idle(url, limits.idle))));
    request.once("response", (response) => {
      // Whoever stops reading destroys it; that is no failure of anybody's.
      response.on("error", () => undefined);
      resolve(response);
    });
    request.on("error", (error) => reject(new Stopped(unreachable(url, error.message))));
    request.end();
  });
}

const UNPACKERS: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The body, unpacked, counted as sent and as unpacked. */
async function* bodyOf(
  response: IncomingMessage,
  url: URL,
  limits: GetLimits,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const said = Number(response.headers["content-length"] ?? 0);
  if (said > limits.bytes) throw new Stopped(tooMuch(url, limits));
  const encoding = (response.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "") {
    yield* counted(response, url, limits);
  } else {
    const unpack = Object.hasOwn(UNPACKERS, encoding) ? UNPACKERS[encoding]!() : null;
    if (unpack === null)
      throw new Stopped(unreachable(url, `its answer is packed as "${encoding.slice(0, 40)}"`));
    unpack.on("error", () => undefined);
    // What is sent is counted as it passes; unpacked data is asked for piece by piece, so none piles up.
    const sent = counted(response, url, limits);
    const feeding = feed(sent, unpack);
    try {
      yield* counted(unpack, url, limits);
      await feeding;
    } finally {
      unpack.destroy();
    }
  }
  if (signal.aborted) throw signal.reason;
  if (!response.complete) throw new Stopped(unreachable(url, "the answer broke off"));
}

async function feed(from: AsyncIterable<Uint8Array>, to: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const chunk of from) {
      if (to.destroyed) return;
      if (!to.write(chunk)) await new Promise<void>((room) => to.once("drain", room).once("close", room));
    }
    to.end();
  } catch (error) {
    to.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

async function* counted(stream: Readable, url: URL, limits: GetLimits): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += (chunk as Uint8Array).length;
      if (bytes > limits.bytes) throw new Stopped(tooMuch(url, limits));
      yield chunk as Uint8Array;
    }
  } catch (error) {
    if (error instanceof Stopped) throw error;
    throw new Stopped(unreachable(url, error instanceof Error ? error.message : String(error)));
  }
}

function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}

function tooMuch(url: URL, limits: GetLimits): Problem {
  return pdfProblem(
    "too-large",
    `${shown(url)} sends more than ${Math.ceil(limits.bytes / (1024 * 1024))} MB.`,
    "Fetch the file in a browser, and attach a smaller copy.",
  );
}

function idle(url: URL, milliseconds: number): Problem {
  return pdfProblem(
    "timed-out",
    `${shown(url)} sent nothing for ${milliseconds / 1000} seconds.`,
    "Try again later, or fetch the file in a browser and attach it.",
  );
}

function tooSlow(address: string, milliseconds: number): Problem {
  return pdfProblem(
    "timed-out",
    `${URL.canParse(address) ? shown(new URL(address)) : "The address"} did not send everything within ${milliseconds / 1000} seconds.`,
    "Try again later, or fetch the file in a browser and attach it.",
  );
}

function noAddress(text: string): Problem {
  return pdfProblem(
    "address-refused",
    `"${text.slice(0, 100)}" is no address on the web.`,
    "Look the article up by its DOI, and attach the file yourself.",
  );
}
