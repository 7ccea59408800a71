import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Empty } from "../parts/page-head.tsx";
import { ConflictsLink } from "./screen-side.tsx";

/** Nothing to read: because all is read, or because nothing has arrived yet; and what comes next. */
export function AllRead(props: {
  readonly stage: Stage;
  readonly inStage: number;
  readonly waiting: number;
}): JSX.Element {
  const { t } = useWords();
  const full = props.stage === "full-text";
  if (props.inStage === 0) {
    return (
      <Empty title={t(full ? "screen.none-full-text" : "screen.none")}>
        <p>{t(full ? "screen.none-full-text-next" : "screen.none-next")}</p>
        <p style={{ marginTop: 16 }}>
          <Link
            className="button primary"
            to={full ? "/screen" : "/records"}
            search={full ? {} : ({ import: "1" } as never)}
          >
            {t(full ? "page.screen" : "import.title")}
          </Link>
        </p>
      </Empty>
    );
  }
  return (
    <Empty title={t("screen.all-read")}>
      <p>{t(full ? "screen.all-read-full-text" : "screen.all-read-next")}</p>
      {props.waiting === 0 ? null : <p className="soft">{t("screen.waiting", { count: props.waiting })}</p>}
      <ConflictsLink stage={props.stage} />
      <p style={{ marginTop: 16 }}>
        <Link className="button primary" to={full ? "/extract" : "/full-text"}>
          {t(full ? "page.extract" : "page.full-text")}
        </Link>
      </p>
    </Empty>
  );
}
