/** An element of an XML record; names without namespace prefix. */
export interface XmlElement {
  readonly name: string;
  /** By name, prefix included; a parsed one has no prototype, so that every name is as good as another. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly (XmlElement | string)[];
}

/** Child elements of these names, in the order of the file. */
export function childrenOf(element: XmlElement | null, ...names: readonly string[]): XmlElement[] {
  if (element === null) return [];
  const found: XmlElement[] = [];
  for (const child of element.children)
    if (typeof child !== "string" && names.includes(child.name)) found.push(child);
  return found;
}

/** The first element at the end of a path of names, or null. */
export function firstAt(element: XmlElement | null, ...path: readonly string[]): XmlElement | null {
  let place = element;
  for (const name of path) {
    if (place === null) return null;
    place = (place.children.find((child) => typeof child !== "string" && child.name === name) ??
      null) as XmlElement | null;
  }
  return place;
}

/** All elements at the end of a path of names. */
export function allAt(element: XmlElement | null, ...path: readonly string[]): XmlElement[] {
  if (element === null) return [];
  let places = [element];
  for (const name of path) {
    const inside: XmlElement[] = [];
    for (const place of places)
      for (const child of place.children)
        if (typeof child !== "string" && child.name === name) inside.push(child);
    places = inside;
  }
  return places;
}

/** All text in an element, markup inside it left out. */
export function textIn(element: XmlElement | null): string {
  if (element === null) return "";
  const [only] = element.children;
  if (element.children.length === 1 && typeof only === "string") return only;
  return element.children.map((child) => (typeof child === "string" ? child : textIn(child))).join("");
}

/** The text at the end of a path. */
export function textAt(element: XmlElement | null, ...path: readonly string[]): string {
  return textIn(firstAt(element, ...path));
}
