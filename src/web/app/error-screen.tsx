import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { ConnectionLost } from "../api/client.ts";
import { explain } from "./notices.tsx";
import { useWords } from "./text.ts";

/** Shown in place of a page that failed: what happened and what to do. */
export function ErrorScreen(props: { readonly error: unknown; readonly reset?: () => void }): JSX.Element {
  const { t } = useWords();
  return (
    <Trouble error={props.error} retry={props.reset ?? (() => location.reload())} title={t("error.title")} />
  );
}

/** An address that leads nowhere. */
export function NotFound(): JSX.Element {
  const { t } = useWords();
  return (
    <div className="empty">
      <h1>{t("error.no-page")}</h1>
      <Link to="/">{t("page.overview")}</Link>
    </div>
  );
}

/** An error in place, with its remedy and a way to try again. */
export function Trouble(props: {
  readonly error: unknown;
  readonly retry: () => void;
  readonly title?: string;
}): JSX.Element {
  const { t } = useWords();
  const lost = props.error instanceof ConnectionLost;
  const { message, remedy } = explain(props.error, t("lost.plain"));
  return (
    <div className="empty" role="alert">
      <h1>{lost ? t("lost.title") : (props.title ?? t("error.title"))}</h1>
      <p>{message}</p>
      <p className="soft">{lost ? t("lost.remedy") : remedy}</p>
      <p style={{ marginTop: 16 }}>
        <button type="button" className="button" onClick={props.retry}>
          {t("retry")}
        </button>
      </p>
    </div>
  );
}
