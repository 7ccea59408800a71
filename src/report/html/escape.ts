import { escapeXml } from "#figures";

/** Text for HTML content and double-quoted attributes; forbidden characters become U+FFFD. */
export function escapeHtml(content: string): string {
  return escapeXml(content).replace(/'/g, "&#39;");
}

/** True for the only addresses a report links to outside itself. */
export function isDoi(href: string): boolean {
  return /^https?:\/\/(?:dx\.)?doi\.org\/10\.\S+$/i.test(href);
}
