import { createInstance } from "i18next";
import type { Language } from "#kernel";
import { en, type TextKey as GeneralKey } from "./en.ts";
import { nb } from "./nb.ts";
import { type ParticipantsKey, participantsEn } from "./participants-en.ts";
import { participantsNb } from "./participants-nb.ts";
import { type ScreeningKey, screeningEn } from "./screening-en.ts";
import { screeningNb } from "./screening-nb.ts";

export type TextKey = GeneralKey | ParticipantsKey | ScreeningKey;

/** A text of the catalogue with its values filled in. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** The catalogue of one language. */
export function translator(language: Language): Translate {
  const i18n = createInstance();
  void i18n.init({
    lng: language,
    fallbackLng: "en",
    resources: {
      en: { translation: { ...en, ...participantsEn, ...screeningEn } },
      nb: { translation: { ...nb, ...participantsNb, ...screeningNb } },
    },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
  });
  return (key, values = {}) => i18n.t(key, values);
}

/** The language asked for, else that of the environment, else English. */
export function languageOf(
  asked: Language | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  if (asked !== undefined) return asked;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^(nb|no|nn)([_.@-]|$)/i.test(locale) ? "nb" : "en";
}
