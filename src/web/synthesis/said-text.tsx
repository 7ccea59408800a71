import type { JSX } from "react";
import type { Problem } from "#kernel";
import { useWords } from "../app/text.ts";
import type { Trouble } from "./compute.ts";
import { leftOutSaid, problemSaid, type Said, type StudyNames, troubleSaid } from "./trouble.ts";

function SaidText({ said }: { readonly said: Said }): JSX.Element {
  return (
    <>
      {said.text}
      {said.english === null ? null : (
        <>
          {" "}
          <span lang="en">{said.english}</span>
        </>
      )}
    </>
  );
}

/** What went wrong; what is known in English alone is marked as English. */
export function TroubleText(props: { readonly why: Trouble }): JSX.Element {
  return <SaidText said={troubleSaid(props.why, useWords())} />;
}

/** Why a study does not enter; what is known in English alone is marked as English. */
export function LeftOutText(props: { readonly one: Parameters<typeof leftOutSaid>[0] }): JSX.Element | null {
  const said = leftOutSaid(props.one, useWords());
  if (said.text === "" && said.english === null) return null;
  return (
    <>
      {": "}
      <SaidText said={said} />
    </>
  );
}

/** Something to settle about the numbers; what is known in English alone is marked as English. */
export function ProblemText(props: { readonly problem: Problem; readonly names: StudyNames }): JSX.Element {
  return <SaidText said={problemSaid(props.problem, props.names, useWords())} />;
}
