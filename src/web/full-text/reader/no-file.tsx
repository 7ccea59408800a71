import { type JSX, useState } from "react";
import type { FullTextResponse } from "#contract";
import type { Highlight } from "../../api/types.ts";
import { say } from "../../app/notices.tsx";
import { useWords } from "../../app/text.ts";
import { useReadingStyle } from "../../parts/use-reading-style.ts";
import { Reading } from "../../screening/reading.tsx";
import { FileButton, useDrop } from "../attach-area.tsx";
import { AttachJobs } from "../attach-jobs.tsx";
import type { GivenFiles } from "../dropped-files.ts";
import { RetrievalDialog, useRetrieval } from "../retrieval-dialog.tsx";
import { useAttachQueue } from "../use-attach-queue.ts";

/** No file is attached: what is known of the report, and the ways to its full text. */
export function NoFile(props: {
  readonly fullText: FullTextResponse;
  readonly highlights: readonly Highlight[];
  readonly readOnly: boolean;
}): JSX.Element {
  const { t } = useWords();
  const { report, retrieval } = props.fullText;
  const { queue, jobs } = useAttachQueue();
  const [asking, setAsking] = useState(false);
  const attach = (given: GivenFiles): void => queue.add(given.files.slice(0, 1), report, "file");
  const drop = useDrop(props.readOnly, attach);
  const again = useRetrieval(() => say(t("retrieval.noted-again")));
  const reading = useReadingStyle();
  const gone = retrieval?.retrieved === false;
  return (
    <div className="stack">
      <div className={drop.over ? "drop over" : "drop"} {...drop.handlers}>
        <p>
          <b>{gone ? t("retrieval.no") : t("full-text.state-missing")}</b>
          {gone ? `: ${retrieval.why ?? "–"}` : ""}
        </p>
        <p className="row">
          <FileButton disabled={props.readOnly} label={t("full-text.attach")} onFiles={attach} />
          <button
            type="button"
            className="button"
            disabled={props.readOnly}
            onClick={() => (gone ? again.mutate({ report: report.id, retrieved: true }) : setAsking(true))}
          >
            {gone ? t("retrieval.again") : t("retrieval.mark")}
          </button>
          {report.doi === null ? null : (
            <a href={`https://doi.org/${report.doi}`} target="_blank" rel="noreferrer">
              {t("report.open-doi")}
            </a>
          )}
        </p>
      </div>
      <AttachJobs jobs={jobs.filter((job) => job.report?.id === report.id)} queue={queue} missing={[]} />
      <article className="paper" style={reading}>
        <div className="sheet">
          <p className="soft">{t("full-text.by-abstract")}</p>
          <Reading report={report} highlights={props.highlights} />
        </div>
      </article>
      <RetrievalDialog report={asking ? report : null} onClose={() => setAsking(false)} />
    </div>
  );
}
