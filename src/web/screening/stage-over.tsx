import type { JSX } from "react";
import type { NextResponse, SessionResponse, UndoResponse } from "#contract";
import { postData } from "../api/client.ts";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Empty } from "../parts/page-head.tsx";
import { AllReadNext } from "./all-read.tsx";

/** Screening of the stage was ended: by whom, on what grounds, and the way back. */
export function StageOver(props: {
  readonly stage: Stage;
  readonly stopped: NonNullable<NextResponse["stopped"]>;
  readonly session: SessionResponse;
  readonly onResumed: () => void;
}): JSX.Element {
  const words = useWords();
  const { t, number, percent } = words;
  const { stopped, session } = props;
  const resume = useWrite(
    () => postData<UndoResponse>("undo", { eventId: stopped.eventId, reason: t("screen.resume") }),
    { onDone: props.onResumed },
  );
  const by = session.people.find(({ id }) => id === stopped.by)?.name ?? stopped.by;
  const mayResume = session.person.roles.includes("lead") && !session.readOnly;
  return (
    <Empty title={t("screen.stopped")}>
      <p>
        {t("screen.stopped-by", {
          by,
          when: words.moment(stopped.at),
          screened: number(stopped.screened),
          total: number(stopped.total),
          relevant: number(stopped.relevant),
        })}
      </p>
      <p>
        {t(stopped.supported ? "screen.stopped-supported" : "screen.stopped-anyway", {
          rule: words.named("progress.rule", stopped.rule),
          target: percent(100 * stopped.target),
          confidence: percent(100 * stopped.confidence),
        })}
      </p>
      {stopped.note === undefined ? null : <p className="soft">{stopped.note}</p>}
      <p className="soft">{t(mayResume ? "screen.resume-what" : "screen.resume-lead")}</p>
      <div className="row" style={{ marginTop: 16 }}>
        <AllReadNext stage={props.stage} />
        {mayResume ? (
          <button
            type="button"
            className="button"
            disabled={resume.isPending}
            onClick={() => resume.mutate(undefined)}
          >
            {t("screen.resume")}
          </button>
        ) : null}
      </div>
    </Empty>
  );
}
