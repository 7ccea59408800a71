import { type JSX, useState } from "react";
import type { SampleRequest, SessionResponse, SetupResponse, WrittenResponse } from "#contract";
import { postData } from "../api/client.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { filterOf } from "../records/filter.ts";
import { useRecordRows } from "../records/record-rows.ts";
import { auditSize } from "./audit-size.ts";
import { Choice, NumberField } from "./choice.tsx";
import { readNumber } from "./read-number.ts";

type Purpose = SampleRequest["purpose"];
const PURPOSES: readonly Purpose[] = ["calibration", "pilot", "random", "audit"];

/** Draws a sample: for what, how large, who reads it. */
export function DrawForm(props: {
  readonly setup: SetupResponse;
  readonly session: SessionResponse;
}): JSX.Element {
  const { t } = useWords();
  const { setup, session } = props;
  const [purpose, setPurpose] = useState<Purpose>("calibration");
  const [size, setSize] = useState(() => String(setup.calibration?.reports ?? 50));
  const [readers, setReaders] = useState<readonly string[]>(setup.reviewers);
  const draw = useWrite(
    (request: SampleRequest) => postData<WrittenResponse>(`screening/${setup.stage}/samples`, request),
    { onDone: () => say(t("sample.drawn-now")) },
  );
  const wanted = readNumber(size);
  const wrong = !(Number.isInteger(wanted) && wanted >= 1 && wanted <= 100_000);
  const all = readers.length === setup.reviewers.length;
  // A round compares people, so one alone cannot read it.
  const few = (purpose === "calibration" || purpose === "pilot") && readers.length < 2;
  const choose = (next: Purpose): void => {
    setPurpose(next);
    if (next === "calibration" && setup.calibration !== null) setSize(String(setup.calibration.reports));
  };
  return (
    <details className="draw">
      <summary>{t("sample.draw")}</summary>
      <div className="setup-form">
        <Choice<Purpose>
          legend={t("sample.purpose")}
          value={purpose}
          disabled={false}
          options={PURPOSES.map((id) => ({ id, label: t(`sample.${id}`), detail: t(`sample.${id}-what`) }))}
          onChange={choose}
        />
        {purpose === "audit" ? <AuditHelp setup={setup} onSize={(next) => setSize(String(next))} /> : null}
        <NumberField
          label={t("sample.size")}
          value={size}
          disabled={false}
          problem={wrong ? t("sample.size-fault") : null}
          {...(purpose === "calibration" && setup.calibration !== null
            ? { hint: t("sample.planned", { count: setup.calibration.reports }) }
            : {})}
          onChange={setSize}
        />
        <fieldset className="choice">
          <legend>{t("sample.readers")}</legend>
          {setup.reviewers.map((person) => (
            <label key={person}>
              <input
                type="checkbox"
                checked={readers.includes(person)}
                onChange={(event) =>
                  setReaders(
                    event.currentTarget.checked
                      ? setup.reviewers.filter((id) => id === person || readers.includes(id))
                      : readers.filter((id) => id !== person),
                  )
                }
              />
              <span>{session.people.find(({ id }) => id === person)?.name ?? person}</span>
            </label>
          ))}
          {few ? <p className="problem">{t("sample.few-readers")}</p> : null}
        </fieldset>
        <div>
          <button
            type="button"
            className="button primary"
            disabled={wrong || few || readers.length === 0 || draw.isPending}
            onClick={() => draw.mutate({ purpose, size: wanted, ...(all ? {} : { reviewers: readers }) })}
          >
            {t("sample.draw")}
          </button>
        </div>
      </div>
    </details>
  );
}

/** How many to read again for a claim about all that were excluded. */
function AuditHelp(props: {
  readonly setup: SetupResponse;
  readonly onSize: (size: number) => void;
}): JSX.Element {
  const { t, number, percent } = useWords();
  const { setup } = props;
  const [missed, setMissed] = useState("5");
  const rows = useRecordRows({ ...filterOf({ stage: setup.stage }), status: "exclude" });
  const tolerated = readNumber(missed);
  const wrong = !(Number.isInteger(tolerated) && tolerated >= 0);
  const { confidence } = setup.order.stopping;
  const { total } = rows;
  const size = total === undefined || wrong ? null : auditSize(total, tolerated, confidence);
  return (
    <div className="help">
      <p>
        {total === undefined ? t("loading") : t("audit.excluded", { count: total, shown: number(total) })}
      </p>
      <NumberField
        label={t("audit.tolerated")}
        value={missed}
        disabled={false}
        problem={wrong ? t("audit.tolerated-fault") : null}
        onChange={setMissed}
      />
      {size === null || total === undefined || total === 0 ? null : size === 0 ? (
        <p className="soft">{t("audit.no-need")}</p>
      ) : (
        <p className="row">
          <span>
            {t("audit.size", {
              count: size,
              shown: number(size),
              tolerated: number(tolerated),
              confidence: percent(100 * confidence),
            })}
          </span>
          <button type="button" className="button" onClick={() => props.onSize(size)}>
            {t("audit.take-size", { shown: number(size) })}
          </button>
        </p>
      )}
    </div>
  );
}
