import { runCli } from "./program.ts";
import { services } from "./services.ts";

const STOPS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

// Whoever reads our output may stop early, as `head` does; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runCli(
  process.argv.slice(2),
  {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    onStop: (handler) => {
      // Once: a second Ctrl-C ends the program at once.
      const stop = (): void => {
        for (const signal of STOPS) process.off(signal, stop);
        handler();
      };
      for (const signal of STOPS) process.on(signal, stop);
      return () => {
        for (const signal of STOPS) process.off(signal, stop);
      };
    },
  },
  services,
);
