import type { Context } from "../context.ts";
import { safeText } from "./safe-text.ts";

/** Work that takes less shows nothing. */
const PATIENCE_MS = 1_000;
const FRAME_MS = 120;
const FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
/** To the start of the line, and clear it. */
const WIPE = "\r\u001b[K";

/**
 * Does some work; when it takes over a second and a person watches, shows on one line of stderr what
 * goes on. The line is ours because a ready-made spinner takes over the keyboard and ends the program
 * with code 0 on Ctrl-C, as if the work were done.
 *
 * @param work is given a function that says how far it has come
 * Checked: tests/cli/progress.test.ts
 */
export async function withProgress<T>(
  context: Context,
  label: string,
  work: (report: (text: string) => void) => Promise<T>,
): Promise<T> {
  if (!context.print.showsProgress) return work(() => undefined);
  const { stderr } = context.io;
  const begin = Date.now();
  let latest = label;
  let frame = 0;
  let drawnAt = 0;
  const draw = (): void => {
    const now = Date.now();
    if (now - begin < PATIENCE_MS || now - drawnAt < FRAME_MS) return;
    drawnAt = now;
    const text = `${FRAMES[frame++ % FRAMES.length]} ${latest} (${Math.round((now - begin) / 1000)} s)`;
    stderr.write(WIPE + [...safeText(text)].slice(0, (stderr.columns ?? 80) - 1).join(""));
  };
  const timer = setInterval(draw, FRAME_MS);
  try {
    return await work((text) => {
      latest = `${label} ${text}`;
      draw();
    });
  } finally {
    clearInterval(timer);
    if (drawnAt > 0) stderr.write(WIPE);
  }
}
