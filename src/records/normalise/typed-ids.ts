import type { Identifiers } from "../record.ts";
import { distinct } from "./identifiers.ts";

/** A registry's numbers as they are found in running text, and how they are written. */
interface Registry {
  readonly pattern: RegExp;
  readonly write: (match: readonly (string | undefined)[]) => string;
}

const joined =
  (prefix: string): Registry["write"] =>
  (match) =>
    `${prefix}${match[1]!}`;
const upper: Registry["write"] = (match) => match[0]!.toUpperCase();

/** Patterns begin where no letter or digit stands; the last digit is followed by no other. */
const registry = (body: string, write: Registry["write"]): Registry => ({
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])${body}(?!\\p{N})`, "giu"),
  write,
});

/** Registries of the WHO's platform and the larger national ones. */
const REGISTRIES: readonly Registry[] = [
  registry("NCT[ -]?(\\d{8})", joined("NCT")),
  registry("ISRCTN[ -]?(\\d{8})", joined("ISRCTN")),
  registry("ACTRN[ -]?(\\d{14})p?", joined("ACTRN")),
  registry("ChiCTR[ -]?((?:[A-Z]{2,5}-?)?\\d{8,10})", (match) => `ChiCTR${chinese(match[0]!)}`),
  registry("UMIN[ -]?(?:CTR[ -]?)?(\\d{9})", joined("UMIN")),
  registry("DRKS[ -]?(\\d{8})", joined("DRKS")),
  registry("CTRI ?/ ?\\d{4} ?/ ?\\d{2,3} ?/ ?\\d{6}", (match) => match[0]!.replace(/ /g, "").toUpperCase()),
  registry("jRCT(s?\\d{9,10})", (match) => `jRCT${match[1]!.toLowerCase()}`),
  registry("JapicCTI[ -]?(\\d{6})", joined("JapicCTI-")),
  registry("JMA-?IIA(\\d{5})", joined("JMA-IIA")),
  registry("NTR[ -]?(\\d{2,5})", joined("NTR")),
  registry("NL-?OMON(\\d{3,6})", joined("NL-OMON")),
  registry("PACTR[ -]?(\\d{15,16})", joined("PACTR")),
  registry("KCT[ -]?(\\d{7})", joined("KCT")),
  registry("IRCT[ -]?(\\d{8,14}N\\d{1,3})", (match) => `IRCT${match[1]!.toUpperCase()}`),
  registry("RBR-[0-9a-z]{5,9}", (match) => `RBR-${match[0]!.slice(4).toLowerCase()}`),
  registry("TCTR[ -]?(\\d{11})", joined("TCTR")),
  registry("LBCTR[ -]?(\\d{10})", joined("LBCTR")),
  registry("SLCTR/\\d{4}/\\d{3}", upper),
  registry("PER-\\d{3}-\\d{2}", upper),
  registry("RPCEC[ -]?(\\d{8})", joined("RPCEC")),
  registry("(?:EudraCT|EUCTR)?[ :#-]{0,2}((?:19|20)\\d\\d-\\d{6}-\\d\\d)(?!-\\d)", joined("EUCTR")),
  registry("(?:CTIS|EU ?CT)?[ :#-]{0,2}(20\\d\\d-5\\d{5}-\\d\\d-\\d\\d)", joined("CTIS")),
];
const ANY_REGISTRY =
  /nct|isrctn|actrn|chictr|umin|drks|ctri|jrct|japic|jma|ntr|omon|pactr|kct|irct|rbr-|tctr|lbctr|slctr|per-|rpcec|\d{4}-\d{6}-\d\d/i;

function chinese(text: string): string {
  const rest = text.slice("ChiCTR".length).replace(/^[ -]/, "").toUpperCase();
  return /^[A-Z]/.test(rest) ? `-${rest.replace(/^([A-Z]+)-?/, "$1-")}` : rest;
}

/**
 * Trial registrations in a text, in the registries' own spelling: `NCT01234567`, `ISRCTN12345678`,
 * `EUCTR2004-000446-20`, `ChiCTR2000012345`, …
 *
 * Source: WHO ICTRP, formats of its data providers. Checked: tests/records/normalise-ids.test.ts.
 */
export function registryIds(text: string): string[] {
  if (!ANY_REGISTRY.test(text)) return [];
  const found: { readonly at: number; readonly id: string }[] = [];
  for (const { pattern, write } of REGISTRIES)
    for (const match of text.matchAll(pattern)) found.push({ at: match.index, id: write(match) });
  found.sort((a, b) => a.at - b.at);
  return distinct(found.map(({ id }) => id));
}

/** Embase accession numbers: `L612345678`. */
export function embaseIds(text: string): string[] {
  if (!/L\d{7}/iu.test(text)) return [];
  return matches(text, /(?<![\p{L}\p{N}])L\d{7,10}(?![\p{L}\p{N}])/giu);
}

/** Cochrane CENTRAL: `CN-01234567`. */
export function centralIds(text: string): string[] {
  if (!/CN-\d/iu.test(text)) return [];
  return matches(text, /(?<![\p{L}\p{N}])CN-\d{7,8}(?!\p{N})/giu);
}

/** OpenAlex works, from their addresses or where the text is one: `W1234567890`. */
export function openalexIds(text: string): string[] {
  if (!/W\d{4}/iu.test(text)) return [];
  const alone = /^\s*(W\d{4,12})\s*$/i.exec(text)?.[1];
  if (alone !== undefined) return [alone.toUpperCase()];
  return matches(text, /(?<=openalex\.org\/(?:works\/)?)W\d{4,12}(?!\p{N})/giu);
}

/** Web of Science: `WOS:000123456700001`; `ISI:` and `UT` before it are read as well. */
export function wosIds(text: string): string[] {
  if (!/(?:WOS|ISI) ?:/iu.test(text)) return [];
  return distinct(
    [...text.matchAll(/(?<![\p{L}\p{N}])(?:WOS|ISI) ?: ?([0-9A-Z]{15})(?![\p{L}\p{N}])/giu)].map(
      (match) => `WOS:${match[1]!.toUpperCase()}`,
    ),
  );
}

/** Scopus: `2-s2.0-85012345678`. */
export function scopusIds(text: string): string[] {
  if (!text.includes("2.0-")) return [];
  return matches(text, /(?<!\p{N})2-s2\.0-\d{6,12}(?!\p{N})/giu).map((id) => id.toLowerCase());
}

function matches(text: string, pattern: RegExp): string[] {
  return distinct((text.match(pattern) ?? []).map((id) => id.toUpperCase()));
}

/**
 * The identifiers whose form alone tells what they are; lists that would be empty are absent. DOIs,
 * PMIDs and serial numbers need the field they stand in and are read by their own functions.
 *
 * @param text one identifier or several, in any text
 * Checked: tests/records/normalise-ids.test.ts.
 */
export function typedIds(
  text: string,
): Pick<Identifiers, "registry" | "embase" | "central" | "openalex" | "wos" | "scopus"> {
  const ids = {
    registry: registryIds(text),
    embase: embaseIds(text),
    central: centralIds(text),
    openalex: openalexIds(text),
    wos: wosIds(text),
    scopus: scopusIds(text),
  };
  return Object.fromEntries(Object.entries(ids).filter(([, list]) => list.length > 0));
}
