/** Where the figure is shown: a themed page, or paper. */
export type PaletteName = "screen" | "print";

export interface Palette {
  readonly ink: string;
  readonly soft: string;
  readonly faint: string;
  readonly rule: string;
  readonly fill: string;
  readonly tint: string;
  readonly accent: string;
  readonly warn: string;
}

/** Literal colours: the light theme, with rules dark enough for print. */
const light: Palette = {
  ink: "#1b1e23",
  soft: "#5a616b",
  faint: "#6f757e",
  rule: "#c9c5ba",
  fill: "#faf9f6",
  tint: "#e3f0f2",
  accent: "#0b5f73",
  warn: "#8a2f12",
};

const screen: Palette = Object.fromEntries(
  Object.entries(light).map(([name, colour]) => [name, `var(--ev-${name}, ${colour})`]),
) as unknown as Palette;

/** Colours as literals for paper, or as custom properties (`--ev-ink` …) a page can theme. */
export function palette(name: PaletteName): Palette {
  return name === "print" ? light : screen;
}
