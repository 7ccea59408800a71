import { type JSX, useId, useState } from "react";
import type { AdjudicationRequest, SessionResponse } from "#contract";
import { postData } from "../api/client.ts";
import type { Conflict, ExclusionReason, Stage } from "../api/types.ts";
import { say } from "../app/notices.tsx";
import { usePreferences } from "../app/preferences.ts";
import { useShortcuts } from "../app/shortcuts.ts";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Segments } from "../parts/segments.tsx";
import { ReasonDialog } from "../screening/dialogs.tsx";

type How = NonNullable<AdjudicationRequest["how"]>;

/** In what way a person may settle a conflict: those who voted write down what they agreed on. */
function waysToSettle(session: SessionResponse, conflict: Conflict): readonly How[] {
  if (session.readOnly) return [];
  const { person } = session;
  const voted = conflict.votes.some(({ reviewer }) => reviewer === person.id);
  const judge = person.roles.includes("adjudicator") || person.roles.includes("lead");
  return [...(voted ? (["consensus"] as const) : []), ...(judge ? (["third-person"] as const) : [])];
}

/** The choice that settles a conflict, for those who may make it; keys I and X. */
export function Settle(props: {
  readonly stage: Stage;
  readonly conflict: Conflict;
  readonly session: SessionResponse;
  readonly reasons: readonly ExclusionReason[];
  readonly onSettled: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { shortcuts } = usePreferences();
  const { stage, conflict, reasons } = props;
  const ways = waysToSettle(props.session, conflict);
  const [chosen, setHow] = useState<How | null>(null);
  const [note, setNote] = useState("");
  const [asking, setAsking] = useState(false);
  const field = useId();
  const report = conflict.report.id;
  const settle = useWrite((request: AdjudicationRequest) => postData("adjudications", request), {
    onDone: () => {
      say(t("conflicts.settled"));
      props.onSettled();
    },
  });
  const how = chosen ?? ways[0];
  const decide = (decision: "include" | "exclude", exclusionReason?: string): void => {
    if (how === undefined || settle.isPending) return;
    if (decision === "exclude" && stage === "full-text" && exclusionReason === undefined) {
      setAsking(true);
      return;
    }
    setAsking(false);
    settle.mutate({
      stage,
      report,
      decision,
      how,
      ...(exclusionReason === undefined ? {} : { exclusionReason }),
      ...(note.trim() === "" ? {} : { note: note.trim() }),
    });
  };
  useShortcuts({ i: () => decide("include"), x: () => decide("exclude") });
  if (how === undefined) return <p className="foot">{t("conflicts.not-yours")}</p>;
  return (
    <div className="settle">
      {ways.length > 1 ? (
        <Segments<How>
          label={t("conflicts.how")}
          value={how}
          options={ways.map((id) => ({ id, label: t(`conflicts.how-${id}`) }))}
          onChange={setHow}
        />
      ) : null}
      <p className="soft">{t(`conflicts.what-${how}`)}</p>
      <div className="field">
        <label htmlFor={field}>{t("conflicts.note")}</label>
        <input
          id={field}
          className="input"
          value={note}
          maxLength={10_000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      <div className="row">
        {(["exclude", "include"] as const).map((decision) => (
          <button
            key={decision}
            type="button"
            className={decision === "exclude" ? "button ex" : "button in"}
            disabled={settle.isPending}
            aria-keyshortcuts={decision === "exclude" ? "x" : "i"}
            onClick={() => decide(decision)}
          >
            {t(`act.${decision}`)}
            {shortcuts ? (
              <span className="key" aria-hidden="true">
                {decision === "exclude" ? "X" : "I"}
              </span>
            ) : null}
          </button>
        ))}
      </div>
      <ReasonDialog
        open={asking}
        reasons={reasons}
        onClose={() => setAsking(false)}
        onChoose={(id) => decide("exclude", id)}
      />
    </div>
  );
}
