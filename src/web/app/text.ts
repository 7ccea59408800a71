import i18next, { type i18n } from "i18next";
import { useSyncExternalStore } from "react";
import { formatNumber, formatPercent } from "#figures";
import { type Language, type LocalText, localText } from "#kernel";
import { en } from "../text/en.ts";
import { nb } from "../text/nb.ts";
import { preferences } from "./preferences.ts";

type Singular<K> = K extends `${infer Stem}_one` ? Stem : K extends `${infer Stem}_other` ? Stem : K;
/** Keys of the catalogues; plural forms share one. */
export type TextKey = Singular<keyof typeof en>;
type Values = Readonly<Record<string, string | number>>;

const instance: i18n = i18next.createInstance();
void instance.init({
  lng: preferences().language,
  fallbackLng: "en",
  resources: { en: { translation: en }, nb: { translation: nb } },
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
});

/** The catalogues, ready when this module is. */
export const texts: i18n = instance;

/** All a component needs to say something. */
export interface Words {
  readonly language: Language;
  readonly t: (key: TextKey, values?: Values) => string;
  /** Text for an id that only the data knows; `fallback` when the catalogues do not know it. */
  readonly named: (prefix: string, id: string, fallback?: string) => string;
  /** A text of the review in the reader's language. */
  readonly local: (text: LocalText | null | undefined) => string;
  readonly number: (value: number, digits?: number) => string;
  readonly percent: (value: number, digits?: number) => string;
  /** `2020-03-11` or a full time as a date in words. */
  readonly date: (iso: string) => string;
  /** Day and minute, local time. */
  readonly moment: (iso: string) => string;
}

/** Words, numbers and dates in the reader's language. */
export function useWords(): Words {
  return words(useSyncExternalStore(onLanguage, language));
}

/** Every part of every page asks this at each change, so it is asked in the plainest way. */
function onLanguage(changed: () => void): () => void {
  instance.on("languageChanged", changed);
  return () => instance.off("languageChanged", changed);
}

function language(): Language {
  return instance.language === "nb" ? "nb" : "en";
}

const cache = new Map<Language, Words>();

function words(language: Language): Words {
  const known = cache.get(language);
  if (known !== undefined) return known;
  const locale = language === "nb" ? "nb-NO" : "en-GB";
  const day = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  const minute = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const dated = (iso: string, format: Intl.DateTimeFormat): string => {
    const time = Date.parse(iso);
    return Number.isNaN(time) ? iso : format.format(time);
  };
  const fixed = instance.getFixedT(language) as (key: string, values?: Record<string, unknown>) => string;
  // A page says the same words at every change; texts without values never change. Null: not in the catalogue.
  const plain = new Map<string, string | null>();
  const said = (key: string): string | null => {
    const known = plain.get(key);
    if (known !== undefined) return known;
    const found = instance.exists(key, { lng: language }) ? fixed(key) : null;
    plain.set(key, found);
    return found;
  };
  const made: Words = {
    language,
    t: (key, values) => (values === undefined ? (said(key) ?? fixed(key)) : fixed(key, { ...values })),
    named: (prefix, id, fallback) => said(`${prefix}.${id}`) ?? fallback ?? id,
    local: (text) => (text === null || text === undefined ? "" : localText(text, language)),
    number: (value, digits = 0) => formatNumber(value, { digits, language }),
    percent: (value, digits = 0) => formatPercent(value, { digits, language }),
    date: (iso) => dated(iso, day),
    moment: (iso) => dated(iso, minute),
  };
  cache.set(language, made);
  return made;
}
