import type { JSX, ReactNode } from "react";
import type { ReportResponse } from "#contract";
import type { Decision, ExclusionReason } from "../../api/types.ts";
import { explain } from "../../app/notices.tsx";
import { usePreferences } from "../../app/preferences.ts";
import { useWords } from "../../app/text.ts";
import { Card, Tag } from "../../parts/page-head.tsx";
import { NoteField } from "../../screening/note-field.tsx";
import { draftKeyOf, type FullTextVote } from "./use-full-text-vote.ts";

type OwnVote = ReportResponse["screening"][number]["votes"][number];

const CHOICES = [
  { decision: "include", tone: "in", key: "I" },
  { decision: "maybe", tone: "may", key: "M" },
  { decision: "exclude", tone: "ex", key: "X" },
  { decision: "await", tone: "", key: "A" },
] as const;

export interface DecidePanelProps {
  readonly report: string;
  readonly own: OwnVote | null;
  readonly reasons: readonly ExclusionReason[];
  readonly vote: FullTextVote;
  readonly noting: boolean;
  readonly onNote: (noting: boolean) => void;
  readonly onDecide: (decision: Decision, reason?: string) => void;
  readonly readOnly: boolean;
}

/** The decision on a full text: four choices, the reasons of an exclusion by number, a note. */
export function DecidePanel(props: DecidePanelProps): JSX.Element {
  const words = useWords();
  const { t, local } = words;
  const { own, reasons, vote, readOnly } = props;
  const disabled = readOnly || vote.sending;
  return (
    <>
      <Card title={t("full-text.decide")}>
        {own === null ? null : (
          <p className="own-vote">
            {t("full-text.you-said")} <Tag>{words.named("decision", own.decision)}</Tag>{" "}
            {own.exclusionReason === null ? "" : `${reasonName(reasons, own.exclusionReason, local)}. `}
            <span className="soft">{t("full-text.say-again")}</span>
          </p>
        )}
        <div className="choices">
          {CHOICES.map(({ decision, tone, key }) => (
            <button
              key={decision}
              type="button"
              className={`button ${tone}`}
              disabled={disabled}
              aria-keyshortcuts={key.toLowerCase()}
              onClick={() => props.onDecide(decision)}
            >
              {t(`decision.${decision}`)}
              <Key>{key}</Key>
            </button>
          ))}
        </div>
        {props.noting ? (
          <NoteField
            key={props.report}
            draftKey={draftKeyOf(props.report)}
            focus={props.noting}
            onClose={() => props.onNote(false)}
          />
        ) : (
          <p>
            <button
              type="button"
              className="button quiet"
              disabled={readOnly}
              onClick={() => props.onNote(true)}
            >
              {t("full-text.add-note")}
              <Key>N</Key>
            </button>
          </p>
        )}
        <Failure error={vote.failed} />
      </Card>
      <Card title={t("screen.exclude-with")}>
        {reasons.length === 0 ? <p className="soft">{t("reason.none")}</p> : null}
        <ol className="criteria choose">
          {reasons.map((reason, at) => (
            <li key={reason.id}>
              <button type="button" disabled={disabled} onClick={() => props.onDecide("exclude", reason.id)}>
                <b>{at < 9 ? at + 1 : ""}</b>
                <span>{local(reason.label)}</span>
              </button>
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}

function Failure(props: { readonly error: unknown }): JSX.Element {
  const { t } = useWords();
  const said = props.error === null ? null : explain(props.error, t("full-text.vote-lost"));
  return (
    <div role="alert">
      {said === null ? null : (
        <p className="problem">
          {t("screen.refused")} {said.message} {said.remedy}
        </p>
      )}
    </div>
  );
}

function reasonName(
  reasons: readonly ExclusionReason[],
  id: string,
  local: (text: ExclusionReason["label"]) => string,
): string {
  const found = reasons.find((reason) => reason.id === id);
  return found === undefined ? id : local(found.label);
}

function Key(props: { readonly children: ReactNode }): JSX.Element | null {
  const { shortcuts } = usePreferences();
  if (!shortcuts) return null;
  return (
    <span className="key" aria-hidden="true">
      {props.children}
    </span>
  );
}
