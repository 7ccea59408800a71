import type { JSX } from "react";
import { useWords } from "../app/text.ts";

/** Stands above everything that simulated participants are in. */
export function SimulatedBanner(props: { readonly source?: string | null }): JSX.Element {
  const { t } = useWords();
  return (
    <p className="banner" role="note">
      <b>{t("participants.simulated")}</b>
      <span>
        {t("participants.simulated-why")}
        {props.source ? ` ${props.source}` : ""}
      </span>
    </p>
  );
}
