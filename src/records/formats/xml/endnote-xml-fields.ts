import { distinct } from "../../normalise/identifiers.ts";
import { displayParagraphs, displayText } from "../../normalise/text.ts";
import { childrenOf, textIn, type XmlElement } from "./xml-tree.ts";

/** Fields of an EndNote record; each may stand alone or in a group such as `<titles>`. */
export interface EndnoteFields {
  /** Text of the first element of one of these names on one line, or the empty text. */
  text(...names: readonly string[]): string;
  /** Paragraphs of all elements of these names: EndNote parts several values in one field by carriage returns. */
  lines(...names: readonly string[]): string[];
  /** All elements of these names. */
  elements(...names: readonly string[]): readonly XmlElement[];
}

/** Groups whose members are fields of the record. */
const GROUPS = ["titles", "contributors", "dates", "keywords", "urls"] as const;
const NONE: readonly XmlElement[] = [];

/** Looks fields up in the record and in its groups. */
export function fieldsOf(record: XmlElement): EndnoteFields {
  const found = new Map<string, XmlElement[]>();
  for (const place of [record, ...childrenOf(record, ...GROUPS)])
    for (const child of place.children) {
      if (typeof child === "string") continue;
      const list = found.get(child.name);
      if (list === undefined) found.set(child.name, [child]);
      else list.push(child);
    }
  const elements = (...names: readonly string[]): readonly XmlElement[] => {
    let all = NONE;
    for (const name of names) {
      const list = found.get(name);
      if (list !== undefined) all = all === NONE ? list : [...all, ...list];
    }
    return all;
  };
  return {
    elements,
    text(...names) {
      for (const name of names)
        for (const element of found.get(name) ?? NONE) {
          const value = displayText(styledText(element));
          if (value !== "") return value;
        }
      return "";
    },
    lines: (...names) => paragraphsOf(elements(...names)),
  };
}

/** All text in an element: where it is parted into `<style>` elements, white space between them is layout. */
export function styledText(element: XmlElement): string {
  const [only] = element.children;
  if (element.children.length === 1) return typeof only === "string" ? only : textIn(only!);
  if (!element.children.some((child) => typeof child !== "string" && child.name === "style"))
    return textIn(element);
  return element.children
    .map((child) => (typeof child !== "string" ? textIn(child) : child.trim() === "" ? "" : child))
    .join("");
}

/** The paragraphs of elements; EndNote ends them by carriage returns. */
export function paragraphsOf(elements: readonly XmlElement[]): string[] {
  const paragraphs: string[] = [];
  for (const element of elements) {
    const plain = displayParagraphs(withLineFeeds(styledText(element)));
    if (plain === "") continue;
    if (!plain.includes("\n")) paragraphs.push(plain);
    else for (const line of plain.split("\n")) paragraphs.push(line);
  }
  return paragraphs;
}

/** EndNote's carriage returns as line feeds. */
export function withLineFeeds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/** All addresses of a record: of its page first, of attached files last. */
export function urlsOf(fields: EndnoteFields): string[] {
  const groups = fields.elements("web-urls", "related-urls", "text-urls", "pdf-urls", "image-urls");
  const inGroups = groups.flatMap((group) => {
    const urls = childrenOf(group, "url");
    return urls.length > 0 ? urls : [group];
  });
  return distinct(
    paragraphsOf([...fields.elements("url"), ...inGroups]).flatMap((line) => line.split(/ (?=https?:)/)),
  );
}
