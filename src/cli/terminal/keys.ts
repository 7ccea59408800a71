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
  let rest = "";
  const onData = (chunk: Buffer | string): void => {
    const [keys, begun] = keysIn(rest + String(chunk));
    rest = begun;
    for (const key of keys) press(key);
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

/**
 * The keys of what a terminal sent, and the beginning of a sequence whose end is still to come. Arrow and
 * function keys come as escape sequences and mean nothing here, wherever in the chunk they stand: the `A`
 * of an arrow must not be taken for a vote.
 */
function keysIn(chunk: string): readonly [keys: readonly string[], begun: string] {
  const parts = chunk.split(ESCAPE);
  const keys = plainKeys(parts[0] ?? "");
  for (const [at, part] of parts.slice(1).entries()) {
    const sequence = SEQUENCE.exec(part)?.[0];
    if (sequence !== undefined) keys.push(...plainKeys(part.slice(sequence.length)));
    else if (at === parts.length - 2 && BEGUN.test(part)) return [keys, ESCAPE + part];
    else keys.push("escape", ...plainKeys(part));
  }
  return [keys, ""];
}

const ESCAPE = "\u001b";
/** Source: ECMA-48, control sequences; `O` and a letter as keypads send them. */
const SEQUENCE = /^(?:\[[0-?]*[ -/]*[@-~]|O[A-Za-z])/;
const BEGUN = /^\[[0-?]*[ -/]*$/;

function plainKeys(text: string): string[] {
  return [...text].map((key) => (key === "\u0003" || key === "\u0004" ? "quit" : key.toLowerCase()));
}
