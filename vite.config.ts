import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * The browser application: `src/web` to `dist/web`. In development the API is another process.
 *
 * Rooms are found by alias and not by the condition `source`: packages of others use that name too.
 */
export default defineConfig({
  root: fileURLToPath(new URL("./src/web", import.meta.url)),
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^#([a-z]+)$/, replacement: fileURLToPath(new URL("./src/$1/index.ts", import.meta.url)) },
    ],
  },
  build: {
    outDir: fileURLToPath(new URL("./dist/web", import.meta.url)),
    emptyOutDir: true,
    // Fonts stay files: the content security policy allows none inside the style sheet.
    assetsInlineLimit: 0,
    target: "es2023",
  },
  server: { proxy: { "/api": process.env["EVIDENS_API"] ?? "http://127.0.0.1:4870" } },
});
