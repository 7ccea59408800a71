/** Where a value belongs within one study and form. */
export interface Address {
  readonly field: string;
  readonly arm?: string | undefined;
  readonly outcome?: string | undefined;
  readonly timepoint?: string | undefined;
}

/** The address as one text that differs whenever any part differs; sorts by field, arm, outcome, timepoint. */
export function addressKey(address: Address): string {
  return [address.field, address.arm ?? "", address.outcome ?? "", address.timepoint ?? ""].join("\u0000");
}
