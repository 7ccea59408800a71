import type { Language } from "#kernel";
import { formatNumber } from "../number.ts";
import type {
  ForestArm,
  ForestColumn,
  ForestFigure,
  ForestGroup,
  ForestLayoutName,
  ForestStudy,
} from "./forest-figure-model.ts";
import { effectCell, percentText } from "./forest-numbers.ts";
import { forestFigureWords } from "./forest-words.ts";

/**
 * The usual columns of a layout, to be used as they are or as a beginning.
 *
 * @param data what is known of each group: events and totals, means with SD and totals, or nothing
 */
export function forestColumns(
  layout: ForestLayoutName,
  data: "counts" | "means" | "none",
  more: { readonly weights?: boolean; readonly lights?: boolean } = {},
): readonly ForestColumn[] {
  const fields = { counts: ["events", "total"], means: ["mean", "sd", "total"], none: [] } as const;
  const arms = (["first", "second"] as const).flatMap((arm) =>
    // Where means have no room, the sizes of the groups may have.
    fields[data].map(
      (field) =>
        ({
          kind: "arm",
          arm,
          field,
          ...(data === "means" && field === "total" ? { keep: 45 } : {}),
        }) as const,
    ),
  );
  const lights = more.lights === true ? [{ kind: "lights" } as const] : [];
  const weights = (more.weights ?? layout === "revman") ? [{ kind: "weight" } as const] : [];
  return layout === "revman"
    ? [{ kind: "study" }, ...arms, ...weights, { kind: "effect" }, { kind: "plot" }, ...lights]
    : [{ kind: "study" }, ...arms, { kind: "plot" }, ...weights, { kind: "effect" }, ...lights];
}

/** What goes first where there is no room. */
export function keepOf(column: ForestColumn): number {
  const usual = { study: 100, plot: 100, effect: 90, lights: 60, weight: 50, arm: 40, text: 30 } as const;
  return column.keep ?? usual[column.kind];
}

/** Heading of a column; a line break in it is kept. */
export function headingOf(column: ForestColumn, figure: ForestFigure, layout: ForestLayoutName): string {
  if (column.heading !== undefined) return column.heading;
  const words = forestFigureWords[figure.language];
  const { measure, method } = figure;
  switch (column.kind) {
    case "study":
      return layout === "revman" ? words.study : words.author;
    case "plot":
      return layout === "revman" ? revmanHead(measure, method, words.ci) : "";
    case "effect":
      return layout === "revman" ? revmanHead(measure, method, words.ci) : `${measure} [${words.ci}]`;
    case "weight":
      return words.weight;
    case "lights":
      return words.lights;
    case "text":
      return column.id;
    case "arm": {
      const names: Readonly<Record<string, string>> = words;
      return column.field
        .replace("mean (sd)", `${words.mean} (${words.sd})`)
        .replace("events/total", `${words.events}/n`)
        .replace(/^[a-z]+$/, (field) => names[field] ?? field);
    }
  }
}

function revmanHead(measure: string, method: string | undefined, ci: string): string {
  return `${measure}\n${method === undefined ? "" : `${method}, `}${ci}`;
}

/** Heading over neighbouring columns, or none. */
export function overOf(column: ForestColumn, figure: ForestFigure): string {
  if (column.kind === "text") return column.over ?? "";
  if (column.kind !== "arm") return "";
  return (column.arm === "first" ? figure.firstArm : figure.secondArm) ?? "";
}

export function alignOf(column: ForestColumn): "left" | "right" | "middle" {
  if (column.kind === "study") return "left";
  if (column.kind === "text") return column.align ?? "left";
  return column.kind === "plot" || column.kind === "lights" ? "middle" : "right";
}

/** Text of a study in a column; lights and plot have none. */
export function cellOf(column: ForestColumn, study: ForestStudy, figure: ForestFigure): string {
  switch (column.kind) {
    case "text":
      return study.cells?.[column.id] ?? "";
    case "weight":
      return percentText(study.weight, 1, figure.language);
    case "effect":
      return effectCell(study, figure);
    case "arm":
      return armCell(study[column.arm], column, figure.language);
    default:
      return "";
  }
}

function armCell(
  arm: ForestArm | undefined,
  column: ForestColumn & { readonly kind: "arm" },
  language: Language,
): string {
  const number = (value: number | undefined, digits: number | undefined): string =>
    value === undefined || !Number.isFinite(value)
      ? ""
      : digits === undefined && !Number.isInteger(value)
        ? trimmed(value, language)
        : formatNumber(value, { digits: digits ?? 0, language });
  if (arm === undefined) return "";
  const { field, digits } = column;
  if (field === "events/total") return pair(number(arm.events, 0), "/", number(arm.total, 0), "");
  if (field === "mean (sd)")
    return pair(number(arm.mean, digits ?? 1), " (", number(arm.sd, digits ?? 1), ")");
  return number(arm[field], digits);
}

function pair(a: string, between: string, b: string, end: string): string {
  return a === "" && b === "" ? "" : `${a === "" ? "–" : a}${between}${b === "" ? "–" : b}${end}`;
}

/** As many decimals as the number has, two at most. */
function trimmed(value: number, language: Language): string {
  const digits = Math.abs(value * 10 - Math.round(value * 10)) < 1e-9 ? 1 : 2;
  return formatNumber(value, { digits, language });
}

/** Sum over studies of a field of a group, or nothing where a study lacks it. */
export function sumOf(
  groups: readonly ForestGroup[],
  arm: "first" | "second",
  field: "events" | "total",
): number | undefined {
  const values = groups.flatMap((group) => group.studies.map((study) => study[arm]?.[field]));
  if (values.length === 0 || values.some((value) => value === undefined)) return undefined;
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
