import type { JSX, ReactNode } from "react";
import type { SessionResponse } from "#contract";
import type { Stage } from "../api/types.ts";
import { DiscussionDialog } from "./discussion-dialog.tsx";
import { LabelsDialog } from "./labels-dialog.tsx";
import { useTalk } from "./talk.ts";
import { TalkLine } from "./talk-line.tsx";

/** The dialogs of what was said of a report. */
export type Asked = "discussion" | "labels";

/** Labels and discussion of one report: the line on the sheet and the two dialogs behind it. */
export function Talks(props: {
  readonly stage: Stage;
  readonly report: string;
  readonly session: SessionResponse;
  readonly open: string | null;
  readonly onOpen: (open: Asked | null) => void;
  readonly children: (talkLine: ReactNode) => ReactNode;
}): JSX.Element {
  const { stage, report, session, open, onOpen } = props;
  const talk = useTalk(stage, report, session.person.id);
  const nameOf = (person: string): string => session.people.find(({ id }) => id === person)?.name ?? person;
  const close = (): void => onOpen(null);
  return (
    <>
      {props.children(
        <TalkLine talk={talk} onLabels={() => onOpen("labels")} onDiscussion={() => onOpen("discussion")} />,
      )}
      {open === "discussion" ? (
        <DiscussionDialog
          report={report}
          stage={stage}
          talk={talk}
          nameOf={nameOf}
          readOnly={session.readOnly}
          onClose={close}
        />
      ) : null}
      {open === "labels" ? (
        <LabelsDialog
          person={session.person.id}
          talk={talk}
          nameOf={nameOf}
          readOnly={session.readOnly}
          onClose={close}
        />
      ) : null}
    </>
  );
}
