/** Citation style and locales as the text of their files, read by whoever has files. */
export interface CslAssets {
  /** A CSL 1.0 style. */
  readonly style: string;
  /** CSL locales by language tag; at least `en-US`, `en-GB` and `nb-NO`. */
  readonly locales: Readonly<Record<string, string>>;
}
