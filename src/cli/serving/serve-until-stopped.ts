import type { RunningServer } from "#server";
import type { Context } from "../context.ts";
import type { Io } from "../io.ts";
import { styled } from "../terminal/paint.ts";

/** Says where the app is, opens it where there is a display, and waits to be stopped. */
export async function serveUntilStopped(
  context: Context,
  server: RunningServer,
  options: { readonly browser: boolean; readonly showToken: boolean },
): Promise<void> {
  const { io, print, t, services } = context;
  const stopped = new Promise<void>((resolve) => {
    io.onStop(resolve);
  });
  const url = options.showToken ? server.url : server.address;
  print.result({ url, port: server.port }, () => [
    t("open.at"),
    ["  ", styled("bold", url)],
    t(options.showToken ? "open.stop" : "serve.token"),
  ]);
  if (options.browser && hasDisplay(io)) {
    await services.openBrowser(server.url).catch(() => print.remark(t("open.noBrowser")));
  }
  await stopped;
  print.remark(t("open.closing"));
  await server.close();
}

/** A browser can be shown: a desktop on this machine, and no script that runs us. */
function hasDisplay(io: Io, platform: string = process.platform): boolean {
  if (io.env.CI || io.stdout.isTTY !== true) return false;
  if (platform === "win32" || platform === "darwin") return !io.env.SSH_CONNECTION;
  return Boolean(io.env.DISPLAY || io.env.WAYLAND_DISPLAY);
}
