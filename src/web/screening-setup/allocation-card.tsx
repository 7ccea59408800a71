import { type JSX, useEffect, useState } from "react";
import type { AllocationRequest, SessionResponse, SetupResponse, WrittenResponse } from "#contract";
import { postData } from "../api/client.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Card } from "../parts/page-head.tsx";
import { Choice, NumberField } from "./choice.tsx";
import { readNumber } from "./read-number.ts";
import { expectedParts } from "./shares.ts";

type Typed = Readonly<Record<string, string>>;

/** Who reads how much of the stage. */
export function AllocationCard(props: {
  readonly setup: SetupResponse;
  readonly session: SessionResponse;
  /** Reports of the stage; null: not known. */
  readonly inStage: number | null;
  readonly may: boolean;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { setup, session, may } = props;
  const [shared, setShared] = useState(isShared(setup));
  const [typed, setTyped] = useState<Typed>(() => typedOf(setup));
  const event = setup.allocation?.eventId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another event starts the form anew
  useEffect(() => {
    setShared(isShared(setup));
    setTyped(typedOf(setup));
  }, [event]);
  const save = useWrite(
    (request: AllocationRequest) => postData<WrittenResponse>(`screening/${setup.stage}/allocation`, request),
    { onDone: () => say(t("setup.saved")) },
  );
  const weights = setup.reviewers.map((person) => ({ person, weight: readNumber(typed[person] ?? "") }));
  const wrong = weights.filter(({ weight }) => !(weight >= 0 && weight <= 1_000));
  const shares = shared ? weights.filter(({ weight }) => weight > 0) : [];
  const needed = setup.required + (setup.secondReviewerShare > 0 ? 1 : 0);
  const few = shared && shares.length < needed;
  const parts =
    shared && !few && wrong.length === 0
      ? expectedParts(shares, setup.required, setup.secondReviewerShare)
      : null;
  const nameOf = (person: string): string => session.people.find(({ id }) => id === person)?.name ?? person;
  const preview = (person: string): string | undefined => {
    const part = parts?.[shares.findIndex((share) => share.person === person)];
    if (part === undefined) return undefined;
    if (props.inStage === null || props.inStage === 0)
      return t("setup.part", { part: words.percent(100 * part) });
    return t("setup.part-reports", {
      part: words.percent(100 * part),
      reports: words.number(Math.round(part * props.inStage)),
    });
  };
  return (
    <Card title={t("setup.allocation")} className="setup-card">
      <p className="soft">
        {t("setup.votes-needed", { count: setup.required })}
        {setup.secondReviewerShare > 0
          ? ` ${t("setup.second-share", { share: words.percent(100 * setup.secondReviewerShare) })}`
          : ""}
      </p>
      <Choice<"all" | "shares">
        legend={t("setup.who")}
        value={shared ? "shares" : "all"}
        disabled={!may}
        options={[
          { id: "all", label: t("setup.who-all"), detail: t("setup.who-all-what") },
          { id: "shares", label: t("setup.who-shares"), detail: t("setup.who-shares-what") },
        ]}
        onChange={(who) => setShared(who === "shares")}
      />
      {shared ? (
        <div className="shares">
          {setup.reviewers.map((person) => (
            <NumberField
              key={person}
              label={t("setup.weight", { name: nameOf(person) })}
              value={typed[person] ?? ""}
              problem={wrong.some((one) => one.person === person) ? t("setup.weight-fault") : null}
              {...(preview(person) === undefined ? {} : { hint: preview(person) as string })}
              disabled={!may}
              onChange={(value) => setTyped({ ...typed, [person]: value })}
            />
          ))}
        </div>
      ) : null}
      {few ? <p className="problem">{t("setup.too-few", { count: needed })}</p> : null}
      {may ? (
        <div className="row">
          <button
            type="button"
            className="button primary"
            disabled={few || (shared && wrong.length > 0) || save.isPending || same(setup, shares)}
            onClick={() => save.mutate({ shares, seed: setup.allocation?.seed ?? 0 })}
          >
            {save.isPending ? t("saving") : t("save")}
          </button>
        </div>
      ) : null}
    </Card>
  );
}

function isShared(setup: SetupResponse): boolean {
  return (setup.allocation?.shares.length ?? 0) > 0;
}

function typedOf(setup: SetupResponse): Typed {
  const shares = setup.allocation?.shares ?? [];
  return Object.fromEntries(
    setup.reviewers.map((id) => {
      const weight = shares.find(({ person }) => person === id)?.weight;
      return [id, String(weight ?? (shares.length === 0 ? 1 : 0))];
    }),
  );
}

function same(setup: SetupResponse, shares: AllocationRequest["shares"]): boolean {
  const flat = (list: AllocationRequest["shares"]): string =>
    list
      .map(({ person, weight }) => `${person} ${weight}`)
      .toSorted()
      .join("\n");
  return flat(setup.allocation?.shares ?? []) === flat(shares);
}
