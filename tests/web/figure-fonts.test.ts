import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { chromium, useAppPage } from "./app-page.ts";

const FONT = createRequire(import.meta.url).resolve(
  "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
);

describe.skipIf(chromium === null)("a figure as a file of the browser", () => {
  const app = useAppPage();

  it("has the glyphs of the bundled font inside, under the policy of the server", async () => {
    const { page, api, errors } = app();
    await page.goto(`${api.url}/synthesis`);
    await page.locator(".big").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Forest plot as SVG" }).click(),
    ]);
    const svg = readFileSync(await download.path(), "utf8");
    expect(svg.match(/@font-face\{font-family:"Noto Sans"/g)).toHaveLength(2);
    expect(svg).not.toContain("Arial");
    expect(svg).not.toMatch(/url\((?!data:)/);
    expect(svg.length).toBeLessThan(400_000);
    // The picture is drawn with them: as wide as the font says, which no font of this machine is.
    const drawn = await page.evaluate(async (file) => {
      const width = async (inner: string): Promise<number> => {
        const head = /<style>.*?<\/style>/s.exec(file)![0];
        const one = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="60">${head}<text x="0" y="40" font-family="Noto Sans, monospace" font-size="40">${inner}</text></svg>`;
        const address = URL.createObjectURL(new Blob([one], { type: "image/svg+xml" }));
        const image = new Image();
        image.src = address;
        await image.decode();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [900, 60];
        const context = canvas.getContext("2d")!;
        context.drawImage(image, 0, 0);
        URL.revokeObjectURL(address);
        const { data } = context.getImageData(0, 0, 900, 60);
        let right = 0;
        for (let at = 3; at < data.length; at += 4)
          if (data[at]! > 60) right = Math.max(right, ((at - 3) / 4) % 900);
        return right;
      };
      return { known: await width("Heterogeneity"), foreign: await width("李عربي") };
    }, svg);
    const { create } = await import("fontkit");
    const font = create(readFileSync(FONT)) as import("fontkit").Font;
    const advance = (font.layout("Heterogeneity").advanceWidth / font.unitsPerEm) * 40;
    expect(Math.abs(drawn.known - advance)).toBeLessThan(3);
    // What the font lacks is drawn by another, not left out.
    expect(drawn.foreign).toBeGreaterThan(40);
    expect(errors).toEqual([]);
  });
});
