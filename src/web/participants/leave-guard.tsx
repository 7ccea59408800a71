import { useBlocker } from "@tanstack/react-router";
import type { JSX } from "react";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";

/** Asks before changes that are not saved are left behind, by a link, another view or closing the window. */
export function LeaveGuard(props: { readonly unsaved: boolean }): JSX.Element | null {
  const { t } = useWords();
  const { unsaved } = props;
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => unsaved,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  return (
    <AppDialog
      title={t("participants.unsaved")}
      open={status === "blocked"}
      onClose={() => reset?.()}
      closeLabel={t("participants.stay")}
      actions={
        <button type="button" className="button" onClick={() => proceed?.()}>
          {t("participants.leave")}
        </button>
      }
    >
      <p>{t("participants.unsaved-why")}</p>
    </AppDialog>
  );
}
