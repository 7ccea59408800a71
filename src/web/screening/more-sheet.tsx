import type { JSX } from "react";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { type Hint, Hints } from "./decide.tsx";
import { ScreenSide, type ScreenSideProps } from "./screen-side.tsx";

/** On a phone: what stands beside the record on a desk, in a sheet from below. */
export function MoreSheet(props: {
  readonly onClose: () => void;
  readonly hints: readonly Hint[];
  readonly side: ScreenSideProps;
}): JSX.Element {
  const { t } = useWords();
  return (
    <AppDialog title={t("screen.more")} open onClose={props.onClose}>
      <div className="more">
        <Hints hints={props.hints} />
        <ScreenSide {...props.side} />
      </div>
    </AppDialog>
  );
}
