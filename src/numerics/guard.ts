import { EvidensError } from "#kernel";

/**
 * Refuses an argument outside its domain.
 *
 * @throws EvidensError `numerics/domain` (invalid)
 */
export function demand(holds: boolean, who: string, name: string, value: number, domain: string): void {
  if (holds) return;
  throw new EvidensError({
    code: "numerics/domain",
    kind: "invalid",
    message: `${who}: ${name} is ${value}, outside ${domain}.`,
    remedy: `Pass ${name} in ${domain}.`,
  });
}
