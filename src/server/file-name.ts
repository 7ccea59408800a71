const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name that is safe to save under on every system: no path, no control or bidirectional
 * characters, no reserved name, at most 120 characters before the extension.
 *
 * Checked: tests/server/file-name.test.ts
 */
export function safeFileName(name: string, fallback: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .normalize("NFC")
    .replace(/[\p{Control}\p{Format}\p{Surrogate}\p{Private_Use}]/gu, "")
    .replace(/[<>:"|?*%;]/g, "-")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  if (clean === "" || RESERVED.test(clean)) return fallback;
  const dot = clean.lastIndexOf(".");
  const [stem, end] =
    dot > 0 && clean.length - dot <= 12 ? [clean.slice(0, dot), clean.slice(dot)] : [clean, ""];
  return `${[...stem].slice(0, 120).join("").trimEnd()}${end}`;
}

/**
 * Content-Disposition with an ASCII name for old programs and the full one for the rest.
 *
 * Source: RFC 6266, RFC 8187.
 */
export function contentDisposition(kind: "inline" | "attachment", name: string): string {
  const ascii = name
    .normalize("NFKD")
    .replace(/[^\x20-\x7e]/g, "")
    .replace(/["\\]/g, "");
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii === "" ? "file" : ascii}"; filename*=UTF-8''${encoded}`;
}
