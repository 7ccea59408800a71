import type { Workbench } from "#workbench";

export interface AppOptions {
  readonly workbench: Workbench;
  /** Secret of this start; who knows it may open the app. At least 16 characters. */
  readonly token: string;
  /** Id of the person to act as until another is chosen; default: the workbench's. */
  readonly person?: string | undefined;
  /** Folder with the built web app. */
  readonly webRoot: string;
  /** `host:port` values that requests may name in Host and Origin. */
  readonly allowedHosts: readonly string[];
  /** Folder that built reports are written to; without it reports can be read but not built. */
  readonly reportFolder?: string | undefined;
  /** Told of errors that are no `EvidensError`; the browser sees a generic message only. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** What middleware leaves for the routes. */
export interface Env {
  readonly Variables: {
    /** Id of the person who acts; set by the server, never read from a body. */
    person: string;
  };
}
