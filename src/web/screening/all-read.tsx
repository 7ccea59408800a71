import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Empty } from "../parts/page-head.tsx";
import { ConflictsLink } from "./conflicts-link.tsx";

/** Nothing to read: because all is read, one's share is, or nothing has arrived yet; and what comes next. */
export function AllRead(props: {
  readonly stage: Stage;
  readonly inStage: number;
  readonly read: number;
  readonly waiting: number;
}): JSX.Element {
  const { t } = useWords();
  const { stage, inStage, read } = props;
  const full = stage === "full-text";
  if (inStage === 0) {
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
  const others = Math.max(0, inStage - read);
  return (
    <Empty title={t(others === 0 ? "screen.all-read" : "screen.share-read")}>
      {others === 0 ? null : <p>{t("screen.others", { count: others })}</p>}
      <p>{t(full ? "screen.all-read-full-text" : "screen.all-read-next")}</p>
      {props.waiting === 0 ? null : <p className="soft">{t("screen.waiting", { count: props.waiting })}</p>}
      <ConflictsLink stage={stage} />
      <p style={{ marginTop: 16 }}>
        <AllReadNext stage={stage} />
      </p>
    </Empty>
  );
}

/** The step after a stage is read. */
export function AllReadNext(props: { readonly stage: Stage }): JSX.Element {
  const { t } = useWords();
  const full = props.stage === "full-text";
  return (
    <Link className="button primary" to={full ? "/extract" : "/full-text"}>
      {t(full ? "page.extract" : "page.full-text")}
    </Link>
  );
}
