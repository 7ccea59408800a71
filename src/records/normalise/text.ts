/** Named character references met in titles and abstracts of database exports. */
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ensp: " ",
  emsp: " ",
  thinsp: " ",
  ndash: "–",
  mdash: "—",
  minus: "−",
  hyphen: "‐",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  sbquo: "‚",
  ldquo: "“",
  rdquo: "”",
  bdquo: "„",
  laquo: "«",
  raquo: "»",
  bull: "•",
  middot: "·",
  deg: "°",
  plusmn: "±",
  times: "×",
  divide: "÷",
  le: "≤",
  ge: "≥",
  ne: "≠",
  asymp: "≈",
  infin: "∞",
  micro: "µ",
  para: "¶",
  sect: "§",
  copy: "©",
  reg: "®",
  trade: "™",
  frac12: "½",
  frac14: "¼",
  frac34: "¾",
  sup1: "¹",
  sup2: "²",
  sup3: "³",
  prime: "′",
  Prime: "″",
  radic: "√",
  sum: "∑",
  larr: "←",
  rarr: "→",
  harr: "↔",
  uarr: "↑",
  darr: "↓",
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  iota: "ι",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
  Gamma: "Γ",
  Delta: "Δ",
  Theta: "Θ",
  Lambda: "Λ",
  Pi: "Π",
  Sigma: "Σ",
  Phi: "Φ",
  Psi: "Ψ",
  Omega: "Ω",
  agrave: "à",
  aacute: "á",
  acirc: "â",
  atilde: "ã",
  auml: "ä",
  aring: "å",
  aelig: "æ",
  ccedil: "ç",
  egrave: "è",
  eacute: "é",
  ecirc: "ê",
  euml: "ë",
  igrave: "ì",
  iacute: "í",
  icirc: "î",
  iuml: "ï",
  ntilde: "ñ",
  ograve: "ò",
  oacute: "ó",
  ocirc: "ô",
  otilde: "õ",
  ouml: "ö",
  oslash: "ø",
  ugrave: "ù",
  uacute: "ú",
  ucirc: "û",
  uuml: "ü",
  yacute: "ý",
  yuml: "ÿ",
  szlig: "ß",
  eth: "ð",
  thorn: "þ",
  oelig: "œ",
  scaron: "š",
  Agrave: "À",
  Aacute: "Á",
  Acirc: "Â",
  Atilde: "Ã",
  Auml: "Ä",
  Aring: "Å",
  AElig: "Æ",
  Ccedil: "Ç",
  Egrave: "È",
  Eacute: "É",
  Ecirc: "Ê",
  Euml: "Ë",
  Iacute: "Í",
  Ntilde: "Ñ",
  Oacute: "Ó",
  Ocirc: "Ô",
  Ouml: "Ö",
  Oslash: "Ø",
  Uacute: "Ú",
  Uuml: "Ü",
  OElig: "Œ",
  Scaron: "Š",
};

const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,7}));/g;
/** Only names that are markup for certain, so that `p < 0.05 and n > 3` stays text. */
const TAG =
  /<\/?(i|b|u|em|strong|sub|sup|small|inf|p|br|hr|span|div|ul|ol|li|h[1-6]|sc|font|title|italic|bold|(?:jats|mml):[a-z0-9-]+)(?:\s[^<>]*)?\/?>/gi;
const BLOCK = /^(?:p|br|hr|div|ul|ol|li|h[1-6]|title|jats:(?:p|title|sec|list|list-item))$/i;

/** Decodes character references, twice when they were encoded twice (`&amp;lt;`). Unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  const once = decodeOnce(text);
  return once.includes("&") && once !== text ? decodeOnce(once) : once;
}

function decodeOnce(text: string): string {
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(NAMED, name) ? NAMED[name]! : whole;
    const code = Number.parseInt(decimal ?? hex!, decimal === undefined ? 16 : 10);
    const unusable = code < 32 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000);
    return unusable ? " " : String.fromCodePoint(code);
  });
}

/**
 * A field as plain text on one line: references decoded, inline markup dropped, every kind of white
 * space one blank. The result is text, never markup. Damaged characters are left as they are.
 */
export function displayText(text: string): string {
  return oneLine(withoutMarkup(text));
}

/**
 * As `displayText`, but a line that is not indented begins a new paragraph line; indented lines are
 * wrapped text and continue the line above.
 */
export function displayParagraphs(text: string): string {
  const lines = withoutMarkup(text).split("\n");
  const out: string[] = [];
  for (const line of lines) {
    const plain = oneLine(line);
    if (plain === "") continue;
    if (/^\s/.test(line) && out.length > 0) out[out.length - 1] += ` ${plain}`;
    else out.push(plain);
  }
  return out.join("\n");
}

/** White space collapsed; most texts have none to collapse, and looking is cheaper than replacing. */
function oneLine(text: string): string {
  return (/[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, " ") : text).trim();
}

function withoutMarkup(text: string): string {
  const decoded = decodeEntities(text);
  return decoded.includes("<")
    ? decoded.replace(TAG, (_whole, name: string) => (BLOCK.test(name) ? " " : ""))
    : decoded;
}
