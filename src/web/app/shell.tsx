import { Outlet, useRouterState } from "@tanstack/react-router";
import { type JSX, useEffect, useRef } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { sources, useAnswer } from "../api/queries.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import { Corner } from "./corner.tsx";
import { Trouble } from "./error-screen.tsx";
import { Notices } from "./notices.tsx";
import { useSearchState } from "./search-state.ts";
import { currentStage, Stages } from "./stages.tsx";
import { useWords } from "./text.ts";

/** The frame of every page: the rail, the skip link, the page, the notices. */
export function Shell(): JSX.Element {
  const { t, language, local } = useWords();
  const session = useAnswer(sources.session);
  const overview = useAnswer(sources.overview(language));
  const path = useRouterState({ select: (state) => state.location.pathname });
  const title = session.data === undefined ? "Evidens" : session.data.review.title;
  const short = session.data === undefined ? "" : local(session.data.shortTitle);
  const page = t(currentStage(path).label);
  useEffect(() => {
    document.title = `${page} · ${title}`;
  }, [page, title]);
  useFocusOnNewPage(path);

  return (
    <I18nProvider locale={language === "nb" ? "nb-NO" : "en-GB"}>
      <a className="skip button primary" href="#page">
        {t("skip")}
      </a>
      <div className="app">
        <aside className="rail">
          <div className="brand">
            Evidens<small>{short}</small>
          </div>
          <nav aria-label={t("rail.label")}>
            <Stages path={path} counts={overview.data?.counts} />
          </nav>
          {session.data === undefined ? null : <Corner session={session.data} />}
        </aside>
        <header className="topbar">
          <div className="brand">
            Evidens<small>{page}</small>
          </div>
          <Menu path={path} counts={overview.data?.counts} session={session.data} />
        </header>
        <main id="page" tabIndex={-1} className={isWide(path) ? "page wide" : "page"}>
          {session.error !== null && session.data === undefined ? (
            <Trouble error={session.error} retry={session.retry} />
          ) : session.data === undefined ? (
            <Loading />
          ) : (
            <>
              <ReadOnlyBanner readOnly={session.data.readOnly} problems={session.data.problems.length} />
              <Outlet />
            </>
          )}
        </main>
      </div>
      <Notices />
    </I18nProvider>
  );
}

/** Pages whose work is a wide table. */
const WIDE: ReadonlySet<string> = new Set(["/records", "/duplicates", "/mechanisms"]);
/** A document with what is decided on it beside. */
const DOCUMENT = /^\/full-text\/(?!(?:screen|conflicts|agreement|setup)$|audit\/)[^/]+$/;

function isWide(path: string): boolean {
  return WIDE.has(currentStage(path).to) || DOCUMENT.test(path);
}

function Menu(props: {
  readonly path: string;
  readonly counts: Parameters<typeof Stages>[0]["counts"];
  readonly session: Parameters<typeof Corner>[0]["session"] | undefined;
}): JSX.Element {
  const { t } = useWords();
  const [search, setSearch] = useSearchState();
  const open = search["menu"] === "1";
  const close = (): void => setSearch({ menu: undefined });
  return (
    <>
      <button type="button" className="button" onClick={() => setSearch({ menu: "1" })}>
        {t("menu")}
      </button>
      <AppDialog title={t("menu")} open={open} onClose={close}>
        <div className="menu">
          <nav aria-label={t("rail.label")}>
            <Stages path={props.path} counts={props.counts} />
          </nav>
          {props.session === undefined ? null : <Corner session={props.session} />}
        </div>
      </AppDialog>
    </>
  );
}

function ReadOnlyBanner(props: {
  readonly readOnly: boolean;
  readonly problems: number;
}): JSX.Element | null {
  const { t } = useWords();
  if (!props.readOnly && props.problems === 0) return null;
  return (
    <div className="banner" role="status">
      {props.readOnly ? <b>{t("session.read-only")}</b> : null}
      {props.problems > 0 ? <span>{t("session.problems", { count: props.problems })}</span> : null}
    </div>
  );
}

/** A new page is announced by moving the focus to it; the first one is left alone. */
function useFocusOnNewPage(path: string): void {
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    document.getElementById("page")?.focus({ preventScroll: true });
  }, [path]);
}
