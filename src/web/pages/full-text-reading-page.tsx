import { Link, useParams } from "@tanstack/react-router";
import type { JSX } from "react";
import "./protocol.css";
import "../imports/imports.css";
import "../screening/screening.css";
import "../screening/marks.css";
import "../full-text/full-text.css";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords } from "../app/text.ts";
import { Reader } from "../full-text/reader/reader.tsx";
import { Show } from "../parts/loading.tsx";

/** One full text, to be read and decided on. */
export function FullTextReadingPage(): JSX.Element {
  const { t } = useWords();
  const { reportId = "" } = useParams({ strict: false }) as { readonly reportId?: string };
  const fullText = useAnswer(sources.fullText(reportId));
  const session = useAnswer(sources.session);
  const protocol = useAnswer(sources.protocol);
  const report = useAnswer(sources.report(reportId));
  const next = useAnswer(sources.nextItems("full-text"));
  return (
    <>
      <p className="back">
        <Link to="/full-text">← {t("full-text.back")}</Link>
      </p>
      <Show answer={session}>
        {(who) => (
          <Show answer={protocol}>
            {(doc) => (
              <Show answer={fullText}>
                {(data) => (
                  <Reader
                    key={data.report.id}
                    fullText={data}
                    session={who}
                    protocol={doc.protocol}
                    next={next.data}
                    screening={report.data?.screening ?? []}
                  />
                )}
              </Show>
            )}
          </Show>
        )}
      </Show>
    </>
  );
}
