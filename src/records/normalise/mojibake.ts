/** What Windows-1252 shows for the bytes 0x80 to 0x9f; those it leaves free stand for themselves. */
const HIGH = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const BYTE: ReadonlyMap<string, number> = new Map(
  [...HIGH].map((character, index) => [character, 0x80 + index]),
);
/** A first byte of UTF-8 as Windows-1252 shows it, then a byte that may follow one. */
const SUSPECT: RegExp = new RegExp(`[ÂÃÄÅÎÏÐÑâãäåæçèéï][\u0080-\u00bf${HIGH}]`);
/** Replaced characters, or sequences that no language writes. */
const DAMAGED: RegExp = new RegExp(`\ufffd|[ÂÃ][\u0080-\u00bf${HIGH}]|â€|â[ˆ‰]|Î[±-¿]|Ï[‚-‡]`);

/** The character that Windows-1252 has for a number from 128 to 159, which is how careless exports mean it. */
export function windows1252(code: number): string {
  const character = HIGH[code - 0x80]!;
  return character < "\u00a0" ? " " : character;
}

/** Whether a text shows signs of a wrong encoding: `Ã©`, `â€“`, replacement characters. */
export function looksDamaged(text: string): boolean {
  return DAMAGED.test(text);
}

/**
 * UTF-8 that was read as Windows-1252, read right: `CafÃ©` becomes `Café`, also when it happened twice.
 * Only when the whole text fits and all that comes out is ordinary writing; else it stays as it is.
 *
 * Checked: tests/records/normalise-text.test.ts. Cost linear; texts without a suspicious pair are only scanned.
 */
export function repairMojibake(text: string): string {
  let good = text;
  for (let round = 0; round < 2 && SUSPECT.test(good); round++) {
    const repaired = decodeUtf8(good);
    if (repaired === null) break;
    good = repaired;
  }
  return good;
}

function byteOf(character: string): number {
  const code = character.charCodeAt(0);
  return code < 0x100 ? code : (BYTE.get(character) ?? -1);
}

/** Strict UTF-8 over the bytes the characters stand for; null where any does not fit or looks unlikely. */
function decodeUtf8(text: string): string | null {
  let out = "";
  const foreign = { cyrillic: 0, eastern: 0 };
  for (let i = 0; i < text.length; i++) {
    const lead = byteOf(text[i]!);
    if (lead < 0) return null;
    if (lead < 0x80) {
      out += text[i]!;
      continue;
    }
    // 0xc2 to 0xc5 Latin, 0xce and 0xcf Greek, 0xd0 and 0xd1 Cyrillic, 0xe2 to 0xe9 and 0xef the rest.
    const more = lead >= 0xe2 && lead <= 0xef ? 2 : lead >= 0xc2 && lead <= 0xd1 ? 1 : 0;
    if (more === 0 || (lead > 0xc5 && lead < 0xce) || (lead > 0xe9 && lead < 0xef)) return null;
    let code = more === 1 ? lead & 0x1f : lead & 0x0f;
    for (let k = 0; k < more; k++) {
      i += 1;
      const next = i < text.length ? byteOf(text[i]!) : -1;
      if (next < 0x80 || next > 0xbf) return null;
      code = (code << 6) | (next & 0x3f);
    }
    // Too long a form, a control character, or the mark of a character already lost.
    if ((more === 2 && code < 0x800) || code < 0xa0 || code === 0xfffd) return null;
    if (lead === 0xd0 || lead === 0xd1) foreign.cyrillic += 1;
    if (lead >= 0xe3 && lead <= 0xe9) foreign.eastern += 1;
    out += String.fromCharCode(code);
  }
  // One such letter may be chance; a word of them is not.
  return foreign.cyrillic === 1 || foreign.cyrillic === 2 || foreign.eastern === 1 ? null : out;
}
