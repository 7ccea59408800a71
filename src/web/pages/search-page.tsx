import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import "./protocol.css";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { SourceList } from "../parts/source-list.tsx";

/** Where was searched, when, with which words, and what came of it. */
export function SearchPage(): JSX.Element {
  const { t } = useWords();
  const answer = useAnswer(sources.protocol);
  return (
    <>
      <PageHead
        title={t("page.search")}
        tools={
          <Link to="/records" search={{ import: "1" } as never} className="button primary">
            {t("import.title")}
          </Link>
        }
      >
        {t("search.lead")}
      </PageHead>
      <Show answer={answer}>
        {({ protocol }) =>
          protocol.sources.length === 0 ? (
            <Empty title={t("search.none")}>{t("search.none-next")}</Empty>
          ) : (
            <SourceList sources={protocol.sources} />
          )
        }
      </Show>
    </>
  );
}
