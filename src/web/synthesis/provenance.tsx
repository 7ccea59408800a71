import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import type { TracedValue } from "../api/types.ts";
import { useWords } from "../app/text.ts";

/** A number that can be followed: pressed, it says where it comes from, in whose reading. */
export function Traced(props: {
  readonly value: TracedValue | undefined;
  readonly label: string;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { value } = props;
  if (value === undefined) return <span className="soft">–</span>;
  return (
    <DialogTrigger>
      <Button className="traced" aria-label={t("trace.of", { label: props.label, value: value.verbatim })}>
        {value.verbatim}
      </Button>
      <Popover className="popover" placement="top">
        <Dialog className="inside" aria-label={props.label}>
          <b>{props.label}</b>
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
      </Popover>
    </DialogTrigger>
  );
}
