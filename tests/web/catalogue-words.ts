import type { Words } from "../../src/web/app/text.ts";
import { en } from "../../src/web/text/en.ts";
import { nb } from "../../src/web/text/nb.ts";

/** Words of a catalogue without the page: slots are filled, plurals and numbers are not looked after. */
export function catalogue(language: "en" | "nb"): Words {
  const texts: Readonly<Record<string, string>> = language === "en" ? en : nb;
  const filled = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
    text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ""));
  return {
    language,
    t: (key, values) => filled(texts[key] ?? key, values),
    named: (prefix, id, fallback = id) => texts[`${prefix}.${id}`] ?? fallback,
    local: (text) => (language === "nb" ? (text?.nb ?? text?.en ?? "") : (text?.en ?? "")),
    number: (value, digits = 0) => value.toFixed(digits),
    percent: (value, digits = 0) => `${value.toFixed(digits)} %`,
    date: (iso) => iso,
    moment: (iso) => iso,
  };
}
