import { postgresBinaries, startCluster } from "./postgres.ts";

/**
 * Gives the store tests a PostgreSQL server in `EVIDENS_TEST_PG`. In CI there must be one; elsewhere
 * the tests on PostgreSQL are left out, and one line says so.
 */
export function setup(): (() => void) | undefined {
  if (process.env.EVIDENS_TEST_PG) return undefined;
  const bin = postgresBinaries();
  if (bin === null) {
    if (process.env.CI === "true")
      throw new Error("CI needs PostgreSQL: install Debian's package `postgresql`.");
    console.warn("*** PostgreSQL is not installed: the store is tested on SQLite only. ***");
    return undefined;
  }
  const cluster = startCluster(bin);
  process.env.EVIDENS_TEST_PG = cluster.url;
  return () => cluster.stop();
}
