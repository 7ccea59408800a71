export type Language = "en" | "nb";

/** A text in the two languages of the interface; `nb` may be missing and then falls back to `en`. */
export interface LocalText {
  readonly en: string;
  readonly nb?: string | undefined;
}

/** The text in the language asked for, else in English. */
export function localText(text: LocalText, language: Language): string {
  return (language === "nb" ? text.nb : undefined) ?? text.en;
}
