import { crc32 } from "node:zlib";

/** A PNG with its size in print (chunk `pHYs`, after the header). Source: PNG (3rd ed.) §11.3.4.3. */
export function withResolution(
  png: Uint8Array,
  dpi: number,
): { readonly bytes: Uint8Array; readonly width: number; readonly height: number } {
  const source = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const headEnd = 8 + 12 + source.readUInt32BE(8);
  const perMetre = Math.round(dpi / 0.0254);
  const chunk = Buffer.alloc(21);
  chunk.writeUInt32BE(9, 0);
  chunk.write("pHYs", 4, "latin1");
  chunk.writeUInt32BE(perMetre, 8);
  chunk.writeUInt32BE(perMetre, 12);
  chunk.writeUInt8(1, 16);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  return {
    bytes: new Uint8Array(Buffer.concat([source.subarray(0, headEnd), chunk, source.subarray(headEnd)])),
    width: source.readUInt32BE(16),
    height: source.readUInt32BE(20),
  };
}
