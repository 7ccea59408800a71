import type { Input } from "../io.ts";

/** Keys as they are pressed, one at a time. */
export interface Keys {
  /** The next key; `ctrl-c` and the end of input come as `quit`. */
  next(): Promise<string>;
  close(): void;
}

/** Reads single keys from a terminal until closed. */
export function readKeys(input: Input): Keys {
  const pressed: string[] = [];
  let waiting: ((key: string) => void) | undefined;
  let ended = false;
  const press = (key: string): void => {
    if (waiting === undefined) pressed.push(key);
    else {
      const give = waiting;
      waiting = undefined;
      give(key);
    }
  };
  const onData = (chunk: Buffer | string): void => {
    for (const key of keysIn(String(chunk))) press(key);
  };
  const onEnd = (): void => {
    ended = true;
    press("quit");
  };
  input.setRawMode?.(true);
  input.on("data", onData);
  input.once("end", onEnd);
  input.resume();
  return {
    next: () => {
      const key = pressed.shift() ?? (ended ? "quit" : undefined);
      return key === undefined
        ? new Promise((resolve) => {
            waiting = resolve;
          })
        : Promise.resolve(key);
    },
    close: () => {
      input.off("data", onData);
      input.off("end", onEnd);
      input.setRawMode?.(false);
      input.pause();
    },
  };
}

/** Arrow and function keys come as escape sequences and mean nothing here. */
function keysIn(chunk: string): string[] {
  if (chunk === "\u001b") return ["escape"];
  if (chunk.startsWith("\u001b")) return [];
  return [...chunk].map((key) => (key === "\u0003" || key === "\u0004" ? "quit" : key.toLowerCase()));
}
