import { SaxesParser } from "saxes";
import { repairXml } from "./xml-repair.ts";
import { localName, type XmlShape, xmlLimits } from "./xml-shape.ts";
import type { XmlElement } from "./xml-tree.ts";

/** A record, parsed. */
export type ParsedXml =
  | {
      readonly element: XmlElement /** What was wrong first, and where: line of the record, from 0. */;
      readonly fault: XmlFault | null;
    }
  | { readonly element: null; readonly fault: XmlFault };

/** Something that is not well-formed XML. */
interface XmlFault {
  /** Lines below the first line of the record. */
  readonly line: number;
  readonly what: string;
}

interface Building {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlElement | string)[];
}

/** Stops the parser from inside one of its handlers. */
class Stop extends Error {
  readonly fault: XmlFault;
  /** Whether a repair may help. */
  readonly damaged: boolean;
  constructor(fault: XmlFault, damaged: boolean) {
    super(fault.what);
    this.fault = fault;
    this.damaged = damaged;
  }
}

/**
 * Parses the text of one record. What is not well-formed is repaired once and told; of a record that
 * was cut off, the elements that the cut stands in are left out, so that no half value is read.
 *
 * @param cut whether the end of the record is missing
 */
export function parseXmlRecord(raw: string, shape: XmlShape, cut: boolean): ParsedXml {
  const first =
    !HALVES.test(raw) || raw.isWellFormed()
      ? attempt(raw, shape, cut)
      : new Stop({ line: 0, what: HALF }, true);
  if (!(first instanceof Stop)) return { element: first, fault: null };
  if (!first.damaged) return { element: null, fault: first.fault };
  const repaired = repairXml(raw, cut);
  if (repaired === null) return { element: null, fault: { line: first.fault.line, what: TOO_DEEP } };
  const second = attempt(repaired, shape, cut);
  return second instanceof Stop
    ? { element: null, fault: first.fault }
    : { element: second, fault: first.fault };
}

/** To look for them is cheaper than to check each of the rest. */
const HALVES = /[\ud800-\udfff]/;
const HALF = "half of a character is missing";
const TOO_DEEP = `elements are nested more than ${xmlLimits.depth} deep`;

function attempt(text: string, shape: XmlShape, cut: boolean): XmlElement | Stop {
  const parser = new SaxesParser();
  const open: Building[] = [];
  let root: Building | null = null;
  let [elements, ending] = [0, false];
  const stop = (what: string, damaged: boolean): never => {
    throw new Stop({ line: parser.line - 1, what }, damaged);
  };
  parser.on("error", (error) => {
    // Of a record that was cut off, the parser finds at the end what is known already.
    if (!(cut && ending)) stop(error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, ""), true);
  });
  parser.on("opentag", (tag) => {
    elements += 1;
    if (open.length >= xmlLimits.depth) stop(TOO_DEEP, false);
    if (elements > xmlLimits.elements) stop(`the record has more than ${xmlLimits.elements} elements`, false);
    const element: Building = {
      name: shape.nameOf(localName(tag.name)),
      attributes: tag.attributes,
      children: [],
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("closetag", () => open.pop());
  const addText = (text: string): void => {
    open.at(-1)?.children.push(text);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  try {
    parser.write(text);
    ending = true;
    parser.close();
  } catch (error) {
    return error instanceof Stop ? error : new Stop({ line: parser.line - 1, what: "not well-formed" }, true);
  }
  dropHalf(open, shape);
  return root ?? { name: "", attributes: {}, children: [] };
}

/** Takes out the outermost element that the cut stands in and that is no mere container. */
function dropHalf(open: readonly Building[], shape: XmlShape): void {
  const at = open.findIndex(({ name }, index) => index > 0 && !shape.containers.has(name));
  if (at > 0) open[at - 1]!.children.pop();
}
