import { type JSX, useSyncExternalStore } from "react";
import { ApiError, ConnectionLost } from "../api/client.ts";
import { useWords } from "./text.ts";

interface Notice {
  readonly id: number;
  readonly bad: boolean;
  readonly message: string;
  readonly remedy: string;
}

let notices: readonly Notice[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function show(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

/** Tells the reader that something is done; goes away by itself. */
export function say(message: string): void {
  const id = ++counter;
  show([...notices, { id, bad: false, message, remedy: "" }]);
  setTimeout(() => show(notices.filter((notice) => notice.id !== id)), 6_000);
}

/** Tells what went wrong and what to do; stays until it is put away. An error is shown once. */
export function complain(error: unknown, lost: string): void {
  const { message, remedy } = explain(error, lost);
  if (notices.some((notice) => notice.message === message)) return;
  show([...notices, { id: ++counter, bad: true, message, remedy }]);
}

/** Message and remedy of whatever was thrown. */
export function explain(error: unknown, lost: string): { readonly message: string; readonly remedy: string } {
  if (error instanceof ApiError) return { message: error.message, remedy: error.remedy };
  if (error instanceof ConnectionLost) return { message: lost, remedy: "" };
  return { message: error instanceof Error ? error.message : String(error), remedy: "" };
}

/** The corner in which notices appear, read out as they come. */
export function Notices(): JSX.Element {
  const { t } = useWords();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );
  return (
    <div className="notices" role="status" aria-live="polite" aria-atomic="false">
      {shown.map((notice) => (
        <div key={notice.id} className={notice.bad ? "notice bad" : "notice"}>
          <p>{notice.message}</p>
          {notice.remedy === "" ? null : <p className="soft">{notice.remedy}</p>}
          <button
            type="button"
            className="button quiet"
            onClick={() => show(notices.filter((one) => one.id !== notice.id))}
          >
            {t("close")}
          </button>
        </div>
      ))}
    </div>
  );
}
