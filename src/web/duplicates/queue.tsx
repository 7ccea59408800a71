import { type JSX, useState } from "react";
import type { DuplicatePair, JudgeRequest } from "#contract";
import { useShortcuts } from "../app/shortcuts.ts";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { Loading, Show } from "../parts/loading.tsx";
import { Empty } from "../parts/page-head.tsx";
import { Compare, Points } from "./compare.tsx";
import { relations, suggestedRelation } from "./relations.ts";
import { usePairQueue } from "./use-pairs.ts";

/** One waiting pair at a time, judged with one key each. */
export function PairQueue(props: { readonly readOnly: boolean }): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const queue = usePairQueue();
  const { pair } = queue;
  const [linking, setLinking] = useState(false);
  const may = pair !== undefined && !props.readOnly;
  const judge = (verdict: JudgeRequest["verdict"]): void => {
    if (!may) return;
    if (verdict === "linked") setLinking(true);
    else queue.judge(verdict);
  };
  useShortcuts({
    s: () => judge("same"),
    d: () => judge("different"),
    l: () => judge("linked"),
    u: () => (queue.canUndo ? queue.undo() : undefined),
    arrowright: () => queue.move(1),
    arrowleft: () => queue.move(-1),
    j: () => queue.move(1),
    k: () => queue.move(-1),
  });
  return (
    <Show answer={queue.answer}>
      {(data) =>
        pair === undefined && queue.total > 0 ? (
          <Loading />
        ) : pair === undefined ? (
          <Empty title={t(data.run === null ? "duplicates.not-run" : "duplicates.none")}>
            {t(data.run === null ? "duplicates.not-run-next" : "duplicates.none-next")}
          </Empty>
        ) : (
          <section aria-label={t("duplicates.queue")}>
            <div className="row apart pair-head">
              <span role="status">
                {t("duplicates.place", { place: number(queue.place + 1), total: number(queue.total) })}
                {" · "}
                {t("duplicates.score")} <Points points={pair.score} />
                {data.run?.thresholds === null || data.run === null
                  ? ""
                  : ` ${t("duplicates.thresholds", {
                      ask: number(data.run.thresholds.ask),
                      merge: number(data.run.thresholds.merge),
                    })}`}
              </span>
              <span className="row">
                <button type="button" className="button quiet" onClick={() => queue.move(-1)}>
                  {t("duplicates.previous")} <kbd className="key">←</kbd>
                </button>
                <button type="button" className="button quiet" onClick={() => queue.move(1)}>
                  {t("duplicates.next")} <kbd className="key">→</kbd>
                </button>
              </span>
            </div>
            <div className="card">
              <Compare key={`${pair.a.id} ${pair.b.id}`} pair={pair} />
            </div>
            <div className="verdicts">
              <Verdict
                label={t("duplicates.same")}
                hotkey="S"
                disabled={!may}
                onPress={() => judge("same")}
              />
              <Verdict
                label={t("duplicates.different")}
                hotkey="D"
                disabled={!may}
                onPress={() => judge("different")}
              />
              <Verdict
                label={t("duplicates.linked")}
                hotkey="L"
                disabled={!may}
                onPress={() => judge("linked")}
              />
              <button
                type="button"
                className="button quiet"
                disabled={!queue.canUndo || props.readOnly}
                onClick={queue.undo}
              >
                {t("undo.act")} <kbd className="key">U</kbd>
              </button>
            </div>
            <LinkDialog
              pair={pair}
              open={linking}
              onClose={() => setLinking(false)}
              onChoose={(relation) => {
                setLinking(false);
                queue.judge("linked", relation);
              }}
            />
          </section>
        )
      }
    </Show>
  );
}

function Verdict(props: {
  readonly label: string;
  readonly hotkey: string;
  readonly disabled: boolean;
  readonly onPress: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      className="button verdict"
      disabled={props.disabled}
      aria-keyshortcuts={props.hotkey}
      onClick={props.onPress}
    >
      {props.label} <kbd className="key">{props.hotkey}</kbd>
    </button>
  );
}

/** How two linked documents are related; the likeliest comes first and has the focus. */
function LinkDialog(props: {
  readonly pair: DuplicatePair;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onChoose: (relation: NonNullable<JudgeRequest["relation"]>) => void;
}): JSX.Element {
  const words = useWords();
  const likely = suggestedRelation(props.pair);
  const ordered = [likely, ...relations.filter((relation) => relation !== likely)];
  return (
    <AppDialog title={words.t("duplicates.how-linked")} open={props.open} onClose={props.onClose}>
      <p className="soft">{words.t("duplicates.how-linked-hint")}</p>
      <div className="choices">
        {ordered.map((relation, index) => (
          <button
            key={relation}
            type="button"
            className={index === 0 ? "button primary" : "button"}
            // biome-ignore lint/a11y/noAutofocus: the dialog asks one question, and this is its likeliest answer
            autoFocus={index === 0}
            onClick={() => props.onChoose(relation)}
          >
            {words.named("link", relation)}
          </button>
        ))}
      </div>
    </AppDialog>
  );
}
