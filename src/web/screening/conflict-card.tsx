import type { JSX } from "react";
import type { Conflict, Highlight, Protocol } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Tag, type Tone } from "../parts/page-head.tsx";
import { Reading } from "./reading.tsx";

const TONES: Readonly<Record<string, Tone>> = {
  include: "ok",
  exclude: "warn",
  maybe: "wait",
  await: "wait",
};
type Vote = Conflict["votes"][number];

/** One report on which votes differ, with the votes side by side. */
export function ConflictCard(props: {
  readonly conflict: Conflict;
  readonly protocol: Protocol;
  readonly highlights: readonly Highlight[];
}): JSX.Element {
  const words = useWords();
  const { conflict, protocol } = props;
  return (
    <>
      <p style={{ marginBottom: 12 }}>
        <Tag tone="wait">{words.named("conflict", conflict.kind)}</Tag>
      </p>
      <Reading report={conflict.report} highlights={props.highlights} />
      <ul className="votes">
        {conflict.votes.map((vote) => (
          <li key={vote.eventId}>
            <VoteBox
              vote={vote}
              earlier={conflict.earlier.filter(({ reviewer }) => reviewer === vote.reviewer)}
              protocol={protocol}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function VoteBox(props: {
  readonly vote: Vote;
  readonly earlier: readonly Vote[];
  readonly protocol: Protocol;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { vote, earlier, protocol } = props;
  const name = protocol.people.find(({ id }) => id === vote.reviewer)?.name ?? vote.reviewer;
  return (
    <>
      <p className="row apart">
        <b>{name}</b>
        <Tag tone={TONES[vote.decision] ?? "plain"}>{words.named("decision", vote.decision)}</Tag>
      </p>
      <VoteSaid vote={vote} protocol={protocol} />
      {earlier.length === 0 ? null : (
        <details>
          <summary>{t("conflicts.earlier", { count: earlier.length })}</summary>
          {earlier.map((one) => (
            <div key={one.eventId} className="earlier">
              <p>{words.named("decision", one.decision)}</p>
              <VoteSaid vote={one} protocol={protocol} />
            </div>
          ))}
        </details>
      )}
    </>
  );
}

function VoteSaid(props: { readonly vote: Vote; readonly protocol: Protocol }): JSX.Element {
  const words = useWords();
  const { vote, protocol } = props;
  const reason = protocol.exclusionReasons.find(({ id }) => id === vote.exclusionReason);
  return (
    <>
      {vote.exclusionReason === null ? null : (
        <p className="soft">{reason === undefined ? vote.exclusionReason : words.local(reason.label)}</p>
      )}
      {vote.note === null ? null : <p className="vote-note">{vote.note}</p>}
      <small className="soft">{words.moment(vote.at)}</small>
    </>
  );
}
