/** What the records of an XML format look like. */
export interface XmlShape {
  /**
   * Names of the elements that are records, with their rank: inside a record, the beginning of one of the
   * same or a lower rank says that its end is missing; one of a higher rank is a part of it.
   */
  readonly records: ReadonlyMap<string, number>;
  /** Elements that stand around records: their end ends a record that was not closed. */
  readonly roots: ReadonlySet<string>;
  /** Elements of a record that are worth keeping when what follows in them was cut off. */
  readonly containers: ReadonlySet<string>;
  /** The form of element names that the sets above and the mapper use; it changes case and `_` to `-` at most. */
  nameOf(local: string): string;
}

/** Limits that no real file comes near; beyond them the record, or outside records the file, is refused. */
export const xmlLimits: Readonly<Record<"token" | "record" | "depth" | "elements" | "doctype", number>> = {
  /** Characters of one token: a tag with its attributes, a text, a comment. */
  token: 8 * 1024 * 1024,
  /** Characters of one record. */
  record: 64 * 1024 * 1024,
  depth: 256,
  /** Elements of one record. */
  elements: 250_000,
  /** Characters of a document type declaration. */
  doctype: 8192,
};

/** A local name: what stands behind the namespace prefix. */
export function localName(name: string): string {
  if (!name.includes(":")) return name;
  return name.slice(name.lastIndexOf(":") + 1);
}
