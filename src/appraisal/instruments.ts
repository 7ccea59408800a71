import type { Domain, Instrument } from "./instrument.types.ts";

/**
 * RoB 2 for individually randomised trials. Labels are our own; official wording is not bundled.
 *
 * Source: doi:10.1136/bmj.l4898, version of 22 August 2019.
 */
const rob2: Instrument = {
  id: "rob2",
  version: "2019-08-22",
  label: { en: "RoB 2", nb: "RoB 2" },
  unit: "result",
  domains: [
    { id: "D1", short: "D1", label: { en: "Randomisation", nb: "Randomisering" } },
    { id: "D2", short: "D2", label: { en: "Departures from the intervention", nb: "Avvik fra tiltaket" } },
    { id: "D3", short: "D3", label: { en: "Missing outcome data", nb: "Manglende utfallsdata" } },
    { id: "D4", short: "D4", label: { en: "Outcome measurement", nb: "Måling av utfallet" } },
    { id: "D5", short: "D5", label: { en: "Choice of reported result", nb: "Valg av rapportert resultat" } },
  ],
  judgements: [
    { id: "low", severity: 0, label: { en: "Low", nb: "Lav" } },
    { id: "some-concerns", severity: 1, label: { en: "Some concerns", nb: "Noe bekymring" } },
    { id: "high", severity: 2, label: { en: "High", nb: "Høy" } },
  ],
  source: { doi: "10.1136/bmj.l4898", url: "https://www.riskofbias.info" },
  licence: {
    en: "Short labels are Evidens' own. The official RoB 2 texts are licensed CC BY-NC-ND 4.0 and are not included; read them at riskofbias.info.",
    nb: "De korte navnene er Evidens' egne. De offisielle RoB 2-tekstene har lisensen CC BY-NC-ND 4.0 og følger ikke med; les dem på riskofbias.info.",
  },
};

/** All instruments in all versions that judgements may name; a version is never changed, only added. */
export const instruments: readonly Instrument[] = [rob2];

/** The instrument in exactly this version, or null. */
export function instrumentOf(tool: string, version: string): Instrument | null {
  return instruments.find((one) => one.id === tool && one.version === version) ?? null;
}

/** The severity of a judgement id, 0 the least; null when the instrument does not know it. */
export function severityOf(instrument: Instrument, judgement: string): number | null {
  return instrument.judgements.find((one) => one.id === judgement)?.severity ?? null;
}

/** The domain with this id, or null. */
export function domainOf(instrument: Instrument, id: string): Domain | null {
  return instrument.domains.find((one) => one.id === id) ?? null;
}
