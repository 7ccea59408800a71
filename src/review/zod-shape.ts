import type { z } from "zod";

/** The parts of a zod schema's definition that say what lies below it. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly options?: readonly z.ZodType[];
}

/** The definition under optional, nullable and default schemas. */
function definitionOf(schema: z.ZodType): Definition {
  const definition = schema._zod.def as unknown as Definition;
  return definition.innerType === undefined ? definition : definitionOf(definition.innerType);
}

/** The schema of a key or list item; null where the schema does not say. */
export function childOf(schema: z.ZodType, step: PropertyKey): z.ZodType | null {
  const definition = definitionOf(schema);
  if (definition.shape !== undefined) {
    return Object.hasOwn(definition.shape, step) ? definition.shape[String(step)]! : null;
  }
  if (definition.items !== undefined) return definition.items[Number(step)] ?? null;
  return definition.element ?? definition.valueType ?? null;
}

/** The schema at a path; null where the schema does not say. */
export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | null {
  let found: z.ZodType | null = schema;
  for (const step of path) found = found === null ? null : childOf(found, step);
  return found;
}

/** Keys an object schema knows; empty for other schemas. */
export function keysOf(schema: z.ZodType | null): readonly string[] {
  return schema === null ? [] : Object.keys(definitionOf(schema).shape ?? {});
}

/** Whether only text (or a word of a list) fits here, never a number. */
export function expectsText(schema: z.ZodType): boolean {
  const { type } = definitionOf(schema);
  return type === "string" || type === "enum";
}
