import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Where the API is in development; `npm run dev` starts it there. */
const api = process.env["EVIDENS_API"] ?? "http://127.0.0.1:4747";

/**
 * In development the page comes from here and its token from the server: the address with `?token=` is
 * handed on, so that the cookie is set, and the page gets the token the server would have put into it.
 */
function sessionOfServer(): Plugin {
  let token = "";
  return {
    name: "evidens-session",
    apply: "serve",
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const { url = "/", headers } = request;
        if (!url.startsWith("/?token=") && !headers.accept?.includes("text/html")) return next();
        const answer = await fetch(new URL(url.startsWith("/?token=") ? url : "/", api), {
          headers: { cookie: headers.cookie ?? "" },
          redirect: "manual",
        }).catch(() => null);
        if (answer !== null && answer.status === 303) {
          response.writeHead(303, { location: "/", "set-cookie": answer.headers.getSetCookie() });
          response.end();
          return;
        }
        token = /name="evidens-token" content="([^"]*)"/.exec((await answer?.text()) ?? "")?.[1] ?? "";
        next();
      });
    },
    transformIndexHtml: (html) => html.replace(/(name="evidens-token" content=")"/, `$1${token}"`),
  };
}

/**
 * The browser application: `src/web` to `dist/web`. In development the API is another process.
 *
 * Rooms are found by alias and not by the condition `source`: packages of others use that name too.
 */
export default defineConfig({
  root: fileURLToPath(new URL("./src/web", import.meta.url)),
  plugins: [react(), sessionOfServer()],
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
  server: {
    proxy: {
      "/api": {
        target: api,
        changeOrigin: true,
        // The server takes writes from its own origin only.
        configure: (proxy) => proxy.on("proxyReq", (request) => request.setHeader("origin", api)),
      },
    },
  },
});
