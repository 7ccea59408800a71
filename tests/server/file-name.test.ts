import { describe, expect, it } from "vitest";
import { contentDisposition, safeFileName } from "../../src/server/file-name.ts";

describe("safeFileName", () => {
  it.each([
    ["a b.ris", "a b.ris"],
    ["../../x", "x"],
    ["C:\\Users\\x.ris", "x.ris"],
    ["/etc/passwd", "passwd"],
    ["a\u0000b", "ab"],
    ["CON", "safe"],
    ["lpt1.txt", "safe"],
    ["x.pdf:ads", "x.pdf-ads"],
    ["\u202egnp.exe", "gnp.exe"],
    ["..", "safe"],
    ["", "safe"],
    ["søk 2026.nbib", "søk 2026.nbib"],
  ])("%j becomes %j", (name, wanted) => {
    expect(safeFileName(name, "safe")).toBe(wanted);
  });
  it("cuts long names and keeps the extension", () => {
    const cut = safeFileName(`${"å".repeat(300)}.ris`, "safe");
    expect([...cut].length).toBe(124);
    expect(cut.endsWith(".ris")).toBe(true);
  });
});

describe("contentDisposition", () => {
  it("keeps quotes and lines out of the header and the name whole", () => {
    const header = contentDisposition("attachment", 'søk "a"\r\nX: y.html');
    expect(header).not.toMatch(/[\r\n]/);
    expect(header).toContain("filename*=UTF-8''s%C3%B8k%20%22a%22");
    expect(header.match(/"/g)).toHaveLength(2);
  });
});
