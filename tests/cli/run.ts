import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { Io } from "../../src/cli/io.ts";
import { runCli } from "../../src/cli/program.ts";
import { type Services, services } from "../../src/cli/services.ts";
import { type FakeMethods, type FakeWorkbench, fakeWorkbench } from "../support/fake-workbench.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly services?: Partial<Services>;
  /** Keys that a person presses; makes stdin and stdout a terminal. */
  readonly keys?: string;
  readonly tty?: boolean;
  /** Called with the function that asks the program to end. */
  readonly onStart?: (stop: () => void) => void;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "evidens-cli-"));
}

/** Runs one command line in process, with its own streams, folder and environment. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const tty = options.tty === true || options.keys !== undefined;
  const out = collect(tty);
  const err = collect(tty);
  const stdin = Object.assign(new PassThrough(), { isTTY: tty, setRawMode: () => undefined });
  if (options.keys !== undefined) stdin.write(options.keys);
  const io: Io = {
    stdout: out.stream,
    stderr: err.stream,
    stdin,
    env: options.env ?? {},
    cwd: options.cwd ?? temporaryFolder(),
    onStop: (handler) => {
      options.onStart?.(handler);
      return () => undefined;
    },
  };
  const code = await runCli(args, io, { ...services, ...options.services });
  return { code, stdout: out.text(), stderr: err.text() };
}

/** Runs against a fake review; `--review` is given, so no file is looked for. */
export async function runFake(
  args: readonly string[],
  methods: FakeMethods = {},
  options: RunOptions = {},
): Promise<Ran & { readonly workbench: FakeWorkbench }> {
  const workbench = fakeWorkbench(methods);
  const ran = await run([...args, "--review", "fake.evidens"], {
    ...options,
    services: { openReview: async () => workbench, ...options.services },
  });
  return { ...ran, workbench };
}

function collect(isTTY: boolean): {
  stream: PassThrough & { isTTY: boolean; columns: number };
  text(): string;
} {
  const chunks: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  stream.on("data", (chunk) => chunks.push(String(chunk)));
  return { stream, text: () => chunks.join("") };
}

/** Arguments of the first call of a method. */
export const callOf = (
  ran: Awaited<ReturnType<typeof runFake>>,
  method: string,
): readonly unknown[] | undefined => ran.workbench.calls.find((call) => call.method === method)?.args;
