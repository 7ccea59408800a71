/** How the bytes of a file are to be decoded; `bom` bytes at its start are no text. */
export interface DetectedEncoding {
  /** A label of the WHATWG Encoding Standard. */
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  readonly bom: 0 | 2 | 3;
}

/**
 * Tells UTF-16 by its byte-order mark, UTF-8 by being valid throughout, and takes anything else for
 * Windows-1252, which older export tools write.
 *
 * @param bytes of the whole file
 * Source: RFC 3629, section 4 (byte sequences). Cost linear. Checked: tests/records/formats.test.ts.
 */
export function detectEncoding(bytes: Uint8Array): DetectedEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", bom: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", bom: 2 };
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return isUtf8(bytes) ? { encoding: "utf-8", bom } : { encoding: "windows-1252", bom: 0 };
}

function isUtf8(bytes: Uint8Array): boolean {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i]!;
    if (lead < 0x80) {
      i += 1;
      continue;
    }
    const length =
      lead >= 0xc2 && lead <= 0xdf
        ? 2
        : lead >= 0xe0 && lead <= 0xef
          ? 3
          : lead >= 0xf0 && lead <= 0xf4
            ? 4
            : 0;
    if (length === 0 || i + length > bytes.length) return false;
    for (let k = 1; k < length; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return false;
    const second = bytes[i + 1]!;
    const overlong = (lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90);
    const tooHigh = (lead === 0xed && second > 0x9f) || (lead === 0xf4 && second > 0x8f);
    if (overlong || tooHigh) return false;
    i += length;
  }
  return true;
}
