import { type Context, Hono } from "hono";
import { EvidensError } from "#kernel";
import { errorBody, HttpRefusal, statusOf } from "./errors.ts";
import type { AppOptions, Env } from "./options.ts";
import { pageRoutes } from "./pages.ts";
import { analysisRoutes } from "./routes/analyses.ts";
import { duplicateRoutes } from "./routes/duplicates.ts";
import { evidenceRoutes } from "./routes/evidence.ts";
import { extractionRoutes } from "./routes/extraction.ts";
import { figureRoutes } from "./routes/figures.ts";
import { fullTextRoutes } from "./routes/full-texts.ts";
import { importRoutes } from "./routes/imports.ts";
import { logRoutes } from "./routes/log.ts";
import { overviewRoutes } from "./routes/overview.ts";
import { participantRoutes } from "./routes/participants.ts";
import { protocolRoutes } from "./routes/protocol.ts";
import { recordRoutes } from "./routes/records.ts";
import { reportRoutes } from "./routes/reports.ts";
import { screeningRoutes } from "./routes/screening.ts";
import { sessionRoutes } from "./routes/session.ts";
import { studyRoutes } from "./routes/studies.ts";
import { guardOrigin } from "./security/guard.ts";
import { securityHeaders } from "./security/headers.ts";
import { actingPerson } from "./security/person.ts";
import { deriveSecrets } from "./security/secrets.ts";
import { requireSession } from "./security/session.ts";

/** Fewer characters could be guessed. */
const TOKEN_LENGTH = 16;

/**
 * The web application of one open review: the HTTP interface under `/api` and the pages around it.
 *
 * @throws {EvidensError} `invalid` when the token is shorter than 16 characters
 * Checked: tests/server
 */
export function createApp(options: AppOptions): Hono<Env> {
  if (options.token.length < TOKEN_LENGTH) throw shortToken(options.token.length);
  const { workbench } = options;
  const secrets = deriveSecrets(options.token);
  const app = new Hono<Env>();
  app.use(securityHeaders());
  app.use(guardOrigin(options.allowedHosts));
  app.use("/api/*", requireSession(secrets), actingPerson(workbench, options.person));
  for (const routes of [
    sessionRoutes(workbench),
    overviewRoutes(workbench),
    protocolRoutes(workbench),
    recordRoutes(workbench),
    importRoutes(workbench),
    duplicateRoutes(workbench),
    screeningRoutes(workbench),
    fullTextRoutes(workbench),
    extractionRoutes(workbench),
    studyRoutes(workbench),
    evidenceRoutes(workbench),
    analysisRoutes(workbench),
    participantRoutes(workbench),
    figureRoutes(workbench),
    reportRoutes(workbench, options.reportFolder),
    logRoutes(workbench),
  ]) {
    app.route("/api", routes);
  }
  app.all("/api/*", noRoute);
  app.route("/", pageRoutes(options, secrets));
  app.notFound((c) => c.text("Not found.", 404));
  app.onError((error, c) => {
    const status = statusOf(error);
    if (status === 500) options.onError?.(error);
    return c.json(errorBody(error), status);
  });
  return app;
}

function noRoute(c: Context): never {
  throw new HttpRefusal(404, {
    code: "server/no-route",
    message: `Nothing answers ${c.req.method} ${c.req.path}.`,
    remedy: "Load the page again; it may belong to another version of Evidens.",
  });
}

function shortToken(length: number): EvidensError {
  return new EvidensError({
    code: "server/short-token",
    kind: "invalid",
    message: `The token has ${length} characters; at least ${TOKEN_LENGTH} are needed.`,
    remedy: "Use a longer random token.",
  });
}
