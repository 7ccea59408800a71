import { Link } from "@tanstack/react-router";
import { type JSX, type RefObject, useRef } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import type { TracedValue } from "../api/types.ts";
import { useWords } from "../app/text.ts";

/** A number that was pressed. */
export interface Followed {
  readonly value: TracedValue;
  readonly label: string;
}

/** A number that can be followed: pressed, it says where it comes from, in whose reading. */
export function Traced(props: {
  readonly value: TracedValue | undefined;
  readonly label: string;
  readonly onFollow: (followed: Followed, button: HTMLButtonElement) => void;
}): JSX.Element {
  const { t } = useWords();
  const { value, label } = props;
  if (value === undefined) return <span className="soft">–</span>;
  return (
    <button
      type="button"
      className="traced"
      aria-haspopup="dialog"
      aria-label={t("trace.of", { label, value: value.verbatim })}
      onClick={(event) => props.onFollow({ value, label }, event.currentTarget)}
    >
      {value.verbatim}
    </button>
  );
}

/** Where the pressed number comes from; one for a whole table, since a table has many numbers. */
export function TracePopover(props: {
  readonly followed: Followed | null;
  readonly button: HTMLButtonElement | null;
  readonly onClose: () => void;
}): JSX.Element {
  const trigger: RefObject<HTMLButtonElement | null> = useRef(null);
  trigger.current = props.button;
  return (
    <Popover
      className="popover"
      placement="top"
      triggerRef={trigger}
      isOpen={props.followed !== null}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      {props.followed === null ? null : <Origin {...props.followed} />}
    </Popover>
  );
}

function Origin({ value, label }: Followed): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <Dialog className="inside" aria-label={label}>
      <b>{label}</b>
      {value.quote === null ? null : (
        <p className="prose" style={{ margin: "8px 0" }}>
          “{value.quote}”
        </p>
      )}
      <dl className="facts left">
        <dt>{t("value.value")}</dt>
        <dd>{value.verbatim}</dd>
        <dt>{t("value.place")}</dt>
        <dd>
          {value.place === null ? t("not-stated") : words.local({ en: value.place, nb: value.placeNb })}
        </dd>
        <dt>{t("value.confidence")}</dt>
        <dd>{words.named("confidence", value.confidence)}</dd>
        <dt>{t("log.who")}</dt>
        <dd>
          {value.by}, {words.moment(value.at)}
        </dd>
      </dl>
      {value.report === null ? null : (
        <p style={{ marginTop: 8 }}>
          <Link to="/records" search={{ report: value.report } as never}>
            {t("trace.report")}
          </Link>
        </p>
      )}
    </Dialog>
  );
}
