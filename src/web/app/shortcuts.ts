import { useEffect, useRef } from "react";
import { usePreferences } from "./preferences.ts";

export type Shortcuts = Readonly<Record<string, () => void>>;

/**
 * Single-key shortcuts of a page, by `event.key` in lower case.
 *
 * They rest while someone types, while a dialog or a list is open, with a modifier held, and when the
 * reader turned them off.
 */
export function useShortcuts(shortcuts: Shortcuts, active = true): void {
  const { shortcuts: on } = usePreferences();
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    if (!on || !active) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.repeat || busy(event.target, event.key)) return;
      const action = latest.current[event.key.toLowerCase()];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [on, active]);
}

const TYPING = "input, textarea, select, [contenteditable]";
/** Widgets in which arrows already mean something. */
const ARROWED = "[role=listbox], [role=radiogroup], [role=tablist], [role=menu], [role=grid], [data-arrows]";

function busy(target: EventTarget | null, key: string): boolean {
  if (document.querySelector("[role=dialog], [role=alertdialog], [role=listbox]") !== null) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPING) !== null) return true;
  return key.startsWith("Arrow") && target.closest(ARROWED) !== null;
}
