import type { JSX } from "react";
import type { Problem } from "#kernel";
import { useWords } from "../app/text.ts";
import type { Trouble } from "./compute.ts";
import { problemSaid, type Said, type StudyNames, troubleSaid } from "./trouble.ts";

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

/** Something to settle about the numbers; what is known in English alone is marked as English. */
export function ProblemText(props: { readonly problem: Problem; readonly names: StudyNames }): JSX.Element {
  return <SaidText said={problemSaid(props.problem, props.names, useWords())} />;
}
