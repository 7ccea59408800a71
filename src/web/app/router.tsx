import {
  type AnyRoute,
  type AnyRouter,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { ErrorScreen, NotFound } from "./error-screen.tsx";
import { parseSearch, stringifySearch } from "./search-state.ts";
import { Shell } from "./shell.tsx";

const root = createRootRoute({ component: Shell, errorComponent: ErrorScreen, notFoundComponent: NotFound });

type Page = ReturnType<typeof lazyRouteComponent>;
const page = (path: string, component: Page): AnyRoute =>
  createRoute({ getParentRoute: () => root, path, component }) as unknown as AnyRoute;

const screening = () => import("../pages/screen-page.tsx");
const conflicts = () => import("../pages/conflicts-page.tsx");
const agreement = () => import("../pages/agreement-page.tsx");
const setup = () => import("../pages/screening-setup-page.tsx");

const pages = [
  page(
    "/",
    lazyRouteComponent(() => import("../pages/overview-page.tsx"), "OverviewPage"),
  ),
  page(
    "/protocol",
    lazyRouteComponent(() => import("../pages/protocol-page.tsx"), "ProtocolPage"),
  ),
  page(
    "/search",
    lazyRouteComponent(() => import("../pages/search-page.tsx"), "SearchPage"),
  ),
  page(
    "/records",
    lazyRouteComponent(() => import("../pages/records-page.tsx"), "RecordsPage"),
  ),
  page(
    "/duplicates",
    lazyRouteComponent(() => import("../pages/duplicates-page.tsx"), "DuplicatesPage"),
  ),
  page("/screen", lazyRouteComponent(screening, "TitleAbstractPage")),
  page("/screen/conflicts", lazyRouteComponent(conflicts, "TitleAbstractConflicts")),
  page("/screen/agreement", lazyRouteComponent(agreement, "TitleAbstractAgreement")),
  page("/screen/setup", lazyRouteComponent(setup, "TitleAbstractSetup")),
  page("/screen/audit/$sample", lazyRouteComponent(setup, "TitleAbstractAudit")),
  page(
    "/full-text",
    lazyRouteComponent(() => import("../pages/full-text-page.tsx"), "FullTextPage"),
  ),
  page("/full-text/screen", lazyRouteComponent(screening, "FullTextScreenPage")),
  page("/full-text/conflicts", lazyRouteComponent(conflicts, "FullTextConflicts")),
  page("/full-text/agreement", lazyRouteComponent(agreement, "FullTextAgreement")),
  page("/full-text/setup", lazyRouteComponent(setup, "FullTextSetup")),
  page("/full-text/audit/$sample", lazyRouteComponent(setup, "FullTextAudit")),
  page(
    "/full-text/$reportId",
    lazyRouteComponent(() => import("../pages/full-text-reading-page.tsx"), "FullTextReadingPage"),
  ),
  page(
    "/extract",
    lazyRouteComponent(() => import("../pages/extract-page.tsx"), "ExtractPage"),
  ),
  page(
    "/appraise",
    lazyRouteComponent(() => import("../pages/appraise-page.tsx"), "AppraisePage"),
  ),
  page(
    "/participants",
    lazyRouteComponent(() => import("../pages/participants-page.tsx"), "ParticipantsPage"),
  ),
  page(
    "/synthesis",
    lazyRouteComponent(() => import("../pages/synthesis-page.tsx"), "SynthesisPage"),
  ),
  page(
    "/mechanisms",
    lazyRouteComponent(() => import("../pages/mechanisms-page.tsx"), "MechanismsPage"),
  ),
  page(
    "/themes",
    lazyRouteComponent(() => import("../pages/themes-page.tsx"), "ThemesPage"),
  ),
  page(
    "/report",
    lazyRouteComponent(() => import("../pages/report-page.tsx"), "ReportPage"),
  ),
  page(
    "/log",
    lazyRouteComponent(() => import("../pages/log-page.tsx"), "LogPage"),
  ),
];

/** Every page is its own bundle; the address is the state. */
export const router: AnyRouter = createRouter({
  routeTree: root.addChildren(pages as never) as unknown as AnyRoute,
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultErrorComponent: ErrorScreen,
  defaultNotFoundComponent: NotFound,
}) as never;
