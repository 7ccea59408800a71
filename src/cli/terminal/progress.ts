import { spinner } from "@clack/prompts";
import type { Context } from "../context.ts";
import { safeText } from "./safe-text.ts";

/** Work that takes less shows nothing. */
const PATIENCE_MS = 1_000;

/**
 * Does some work; when it takes over a second and a person watches, shows what is going on.
 *
 * @param work is given a function that says how far it has come
 */
export async function withProgress<T>(
  context: Context,
  label: string,
  work: (report: (text: string) => void) => Promise<T>,
): Promise<T> {
  if (!context.print.showsProgress) return work(() => undefined);
  let shown: ReturnType<typeof spinner> | undefined;
  let latest = label;
  const begin = Date.now();
  const show = (): void => {
    if (shown !== undefined || Date.now() - begin < PATIENCE_MS) return;
    shown = spinner({ output: context.io.stderr, indicator: "timer" });
    shown.start(safeText(latest));
  };
  const timer = setTimeout(show, PATIENCE_MS);
  try {
    return await work((text) => {
      latest = `${label} ${text}`;
      show();
      shown?.message(safeText(latest));
    });
  } finally {
    clearTimeout(timer);
    shown?.clear();
  }
}
