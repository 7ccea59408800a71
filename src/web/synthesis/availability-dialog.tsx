import { type JSX, useId, useState } from "react";
import type { AvailabilityRequest, UndoResponse } from "#contract";
import { missingReasonLabels } from "#synthesis";
import { postData } from "../api/client.ts";
import type { AnalysisMaterial } from "../api/types.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { availabilityRequestOf, CHOICES, choiceOf, PARTLY } from "./availability-choices.ts";

type Result = AnalysisMaterial["results"][number];
const TEXTS = ["note", "quote", "place"] as const;

/** Says what is known of one study's result for one outcome, and why no more. */
export function AvailabilityDialog(props: {
  readonly result: Result;
  readonly timepoint: string;
  readonly title: string;
  readonly readOnly: boolean;
  readonly onClose: () => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { result, timepoint, readOnly, onClose } = props;
  const { judged } = result;
  const [choice, setChoice] = useState(choiceOf(judged));
  const [partly, setPartly] = useState(
    PARTLY.find((one) => judged?.status === "partly-known" && one === judged.reason) ?? "unclear",
  );
  const [texts, setTexts] = useState({
    note: judged?.note ?? "",
    quote: judged?.quote ?? "",
    place: judged?.place ?? "",
  });
  const name = useId();
  const path = `studies/${encodeURIComponent(result.studyId)}/availability`;
  const save = useWrite((request: AvailabilityRequest) => postData(path, request), {
    onDone: () => {
      say(t("availability.saved"));
      onClose();
    },
  });
  const undo = useWrite((eventId: string) => postData<UndoResponse>("undo", { eventId }), {
    onDone: () => {
      say(t("undo.done"));
      onClose();
    },
  });
  const noPlace = texts.quote.trim() !== "" && texts.place.trim() === "";
  const busy = save.isPending || undo.isPending;
  return (
    <AppDialog
      title={props.title}
      open
      onClose={onClose}
      closeLabel={t("cancel")}
      actions={
        readOnly ? undefined : (
          <>
            {judged === null ? null : (
              <button
                type="button"
                className="button"
                disabled={busy}
                onClick={() => undo.mutate(judged.eventId)}
              >
                {t("availability.undo")}
              </button>
            )}
            <button
              type="button"
              className="button primary"
              disabled={busy || choice === null || noPlace}
              onClick={() => {
                if (choice !== null)
                  save.mutate(
                    availabilityRequestOf({ outcome: result.outcome, timepoint }, choice, partly, texts),
                  );
              }}
            >
              {t("availability.save")}
            </button>
          </>
        )
      }
    >
      {judged === null ? null : (
        <p className="soft">{t("availability.by", { by: judged.by, at: words.moment(judged.at) })}</p>
      )}
      <fieldset className="field" disabled={readOnly}>
        <legend>{t("availability.what")}</legend>
        {CHOICES.map((one) => (
          <label key={one.id} className="plain-check">
            <input type="radio" name={name} checked={choice?.id === one.id} onChange={() => setChoice(one)} />{" "}
            {words.named("availability", one.id)}
          </label>
        ))}
      </fieldset>
      {choice?.status !== "partly-known" ? null : (
        <div className="field">
          <label htmlFor={`${name}-partly`}>{t("availability.why-partly")}</label>
          <select
            id={`${name}-partly`}
            className="input"
            value={partly}
            disabled={readOnly}
            onChange={(event) =>
              setPartly(PARTLY.find((one) => one === event.currentTarget.value) ?? "unclear")
            }
          >
            {PARTLY.map((one) => (
              <option key={one} value={one}>
                {words.local(missingReasonLabels[one])}
              </option>
            ))}
          </select>
        </div>
      )}
      {TEXTS.map((field) => (
        <div key={field} className="field">
          <label htmlFor={`${name}-${field}`}>{words.named("availability", field)}</label>
          <textarea
            id={`${name}-${field}`}
            className="input"
            rows={field === "place" ? 1 : 2}
            maxLength={field === "place" ? 1_000 : 20_000}
            value={texts[field]}
            readOnly={readOnly}
            onChange={(event) => setTexts({ ...texts, [field]: event.currentTarget.value })}
          />
        </div>
      ))}
      {noPlace ? <p role="alert">{t("availability.no-place")}</p> : null}
    </AppDialog>
  );
}
