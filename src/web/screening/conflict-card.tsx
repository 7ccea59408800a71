import { type JSX, useState } from "react";
import type { AdjudicationRequest } from "#contract";
import { postData } from "../api/client.ts";
import type { Conflict, Protocol, Stage } from "../api/types.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Tag, type Tone } from "../parts/page-head.tsx";
import { ReasonDialog } from "./dialogs.tsx";
import { Reading } from "./reading.tsx";

const TONES: Readonly<Record<string, Tone>> = { include: "ok", exclude: "warn", maybe: "wait" };

/** One report on which votes differ: both votes side by side, and the choice for those who may make it. */
export function ConflictCard(props: {
  readonly stage: Stage;
  readonly conflict: Conflict;
  readonly protocol: Protocol;
  readonly mayAdjudicate: boolean;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { conflict, protocol, stage } = props;
  const [asking, setAsking] = useState(false);
  const settle = useWrite((request: AdjudicationRequest) => postData("adjudications", request), {
    onDone: () => say(t("conflicts.settled")),
  });
  const name = (id: string): string => protocol.people.find((person) => person.id === id)?.name ?? id;
  const reason = (id: string): string =>
    words.local(protocol.exclusionReasons.find((one) => one.id === id)?.label ?? { en: id });
  const reasons = protocol.exclusionReasons.filter((one) => one.stages.includes(stage));
  const decide = (decision: "include" | "exclude", exclusionReason?: string): void => {
    if (decision === "exclude" && stage === "full-text" && exclusionReason === undefined) {
      setAsking(true);
      return;
    }
    setAsking(false);
    settle.mutate({
      stage,
      report: conflict.report.id,
      decision,
      ...(exclusionReason === undefined ? {} : { exclusionReason }),
    });
  };
  return (
    <article className="card">
      <p style={{ marginBottom: 12 }}>
        <Tag tone="wait">{words.named("conflict", conflict.kind)}</Tag>
      </p>
      <Reading report={conflict.report} highlights={protocol.highlights} />
      <div className="votes">
        {conflict.votes.map((vote) => (
          <div key={vote.eventId}>
            <p className="row apart">
              <b>{name(vote.reviewer)}</b>
              <Tag tone={TONES[vote.decision] ?? "plain"}>{words.named("decision", vote.decision)}</Tag>
            </p>
            {vote.exclusionReason === null ? null : <p className="soft">{reason(vote.exclusionReason)}</p>}
            {vote.note === null ? null : <p>{vote.note}</p>}
            <small className="soft">{words.moment(vote.at)}</small>
          </div>
        ))}
      </div>
      {props.mayAdjudicate ? (
        <div className="row">
          <button
            type="button"
            className="button ex"
            disabled={settle.isPending}
            onClick={() => decide("exclude")}
          >
            {t("act.exclude")}
          </button>
          <button
            type="button"
            className="button in"
            disabled={settle.isPending}
            onClick={() => decide("include")}
          >
            {t("act.include")}
          </button>
        </div>
      ) : (
        <p className="foot">{t("conflicts.not-yours")}</p>
      )}
      <ReasonDialog
        open={asking}
        reasons={reasons}
        onClose={() => setAsking(false)}
        onChoose={(id) => decide("exclude", id)}
      />
    </article>
  );
}
