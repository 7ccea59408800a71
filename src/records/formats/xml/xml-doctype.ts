import { xmlLimits } from "./xml-shape.ts";

/** What a document type declaration is: its text when it only names a type, why it is refused, or no declaration at all. */
export type Doctype = { readonly text: string } | { readonly refused: string } | null;

const PLAIN = /^<!DOCTYPE\s(?:[^<>"'[\]]|"[^"<]*"|'[^'<]*')*>/i;
const WITHOUT_ENTITIES = /^<!DOCTYPE\s[^<>"'[\]]*\[[^\]]*\]\s*>/i;
/** An address of the web or a bare name of a file; neither is ever opened. */
const HARMLESS = /^(?:https?:\/\/\S*|[\w.-]*)$/i;

/**
 * Looks at a document type declaration without reading anything it points to: one that names a public
 * type passes, one that declares entities or points to a file does not.
 *
 * @param ahead the text from `<!DOCTYPE` on, at least `xmlLimits.doctype` characters where there are so many
 * Source: XML 1.0 (5th ed.), section 2.8; OWASP XML External Entity Prevention. Checked: tests/records/xml-attacks.test.ts.
 */
export function doctypeAt(ahead: string): Doctype {
  const head = ahead.slice(0, xmlLimits.doctype);
  const plain = PLAIN.exec(head)?.[0];
  if (plain !== undefined) {
    const external = /\b(?:SYSTEM|PUBLIC)\b/i.test(plain);
    const system = external ? ([...plain.matchAll(/"([^"]*)"|'([^']*)'/g)].at(-1) ?? []) : [];
    const address = (system[1] ?? system[2] ?? "").trim();
    // Of `PUBLIC "id"` alone the last literal is the public identifier.
    if (HARMLESS.test(address) || /^[-+]\/\//.test(address)) return { text: plain };
    return { refused: `the document type declaration points to "${address.slice(0, 80)}"` };
  }
  if (/<!ENTITY\b/i.test(head.slice(0, subsetEnd(head)))) return { refused: "the file declares entities" };
  const subset = WITHOUT_ENTITIES.exec(head)?.[0];
  if (subset !== undefined && !subset.includes("%") && !/\b(?:SYSTEM|PUBLIC)\b/i.test(subset))
    return { text: subset };
  if (/^<!DOCTYPE\s[^<>[]*\[/i.test(head) || ahead.length > xmlLimits.doctype)
    return { refused: "the document type declaration holds declarations of its own" };
  return null;
}

/** End of the declarations in square brackets, or of the text when they are not closed. */
function subsetEnd(head: string): number {
  const open = head.search(/[[>]/);
  if (open === -1 || head[open] === ">") return Math.max(open, 0);
  const end = /\]\s*>/.exec(head.slice(open));
  return end === null ? head.length : open + end.index;
}
