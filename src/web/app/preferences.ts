import { useSyncExternalStore } from "react";
import type { Language } from "#kernel";

export type Theme = "light" | "dark" | "system";

/** What this browser remembers about how it likes to be used; nothing of the review. */
export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  /** Single-key shortcuts (WCAG 2.1.4: they can be turned off). */
  readonly shortcuts: boolean;
  /** Mark the protocol's terms while screening. */
  readonly highlight: boolean;
}

const KEY = "evidens.preferences";
const listeners = new Set<() => void>();
let current: Preferences = read();

/** The preferences now. */
export function preferences(): Preferences {
  return current;
}

/** Changes some of them, keeps them in this browser and shows them at once. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser without storage still works; it only forgets.
  }
  showTheme();
  for (const listener of listeners) listener();
}

/** The preferences, live. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** Sets the theme on the document. */
export function showTheme(): void {
  const { documentElement } = document;
  if (current.theme === "system") delete documentElement.dataset["theme"];
  else documentElement.dataset["theme"] = current.theme;
  documentElement.lang = current.language;
}

function read(): Preferences {
  const norwegian = /^(nb|nn|no)\b/.test(navigator.language);
  const defaults: Preferences = {
    language: norwegian ? "nb" : "en",
    theme: "system",
    shortcuts: true,
    highlight: true,
  };
  let kept: Partial<Preferences> = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>;
  } catch {
    return defaults;
  }
  return {
    language: kept.language === "en" || kept.language === "nb" ? kept.language : defaults.language,
    theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : "system",
    shortcuts: kept.shortcuts !== false,
    highlight: kept.highlight !== false,
  };
}
