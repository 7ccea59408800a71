import { type FormEvent, type JSX, useId, useState } from "react";
import type { StudyFormResponse } from "#contract";
import { postData } from "../api/client.ts";
import type { Protocol } from "../api/types.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";

/** Names the arms of a study that has none: one field per role of the protocol. */
export function ArmsEditor(props: {
  readonly data: StudyFormResponse;
  readonly protocol: Protocol;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const roles = props.protocol.armRoles;
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(roles.map((role) => [role.id, words.local(role.label)])),
  );
  const field = useId();
  const named = roles.filter((role) => (labels[role.id] ?? "").trim() !== "");
  const write = useWrite(
    () =>
      postData(`studies/${encodeURIComponent(props.data.study.studyId)}/arms`, {
        arms: named.map((role) => ({ role: role.id, label: labels[role.id] })),
      }),
    { onDone: () => say(t("arms.named")) },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (named.length > 0 && !write.isPending) write.mutate(undefined);
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <h2>{t("arms.title")}</h2>
      <p className="soft">{t("arms.lead")}</p>
      {roles.map((role) => (
        <div key={role.id} className="field">
          <label htmlFor={`${field}-${role.id}`}>{words.local(role.label)}</label>
          <input
            id={`${field}-${role.id}`}
            className="input"
            value={labels[role.id] ?? ""}
            onChange={(event) => setLabels({ ...labels, [role.id]: event.currentTarget.value })}
          />
        </div>
      ))}
      <div>
        <button type="submit" className="button primary" disabled={write.isPending || named.length === 0}>
          {t("arms.save")}
        </button>
      </div>
    </form>
  );
}
