import type { JSX } from "react";
import type { AgreementResponse } from "#contract";
import { useWords } from "../app/text.ts";
import { Card, Tag } from "../parts/page-head.tsx";
import { valueText } from "./statistics-table.tsx";

/** Whether a calibration round reached what the protocol asks. */
export function CalibrationCard(props: {
  readonly calibration: NonNullable<AgreementResponse["calibration"]>;
}): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const { plan, met, remark } = props.calibration;
  return (
    <Card title={t("agreement.calibration")}>
      <p>
        <Tag tone={met === null ? "plain" : met ? "ok" : "warn"}>
          {t(met === null ? "agreement.met-unknown" : met ? "agreement.met" : "agreement.not-met")}
        </Tag>{" "}
        <span className="soft">
          {t("agreement.planned", {
            reports: number(plan.reports),
            statistic: t(`agreement.name-${plan.statistic}`),
            threshold: valueText(plan.statistic, plan.threshold, words),
          })}
        </span>
      </p>
      <p style={{ marginTop: 8 }}>{words.local(remark)}</p>
      {met === false ? <p className="soft">{t("agreement.not-met-next")}</p> : null}
    </Card>
  );
}
