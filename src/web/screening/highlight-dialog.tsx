import { type JSX, useEffect, useState } from "react";
import type { Highlight } from "../api/types.ts";
import { usePreferences } from "../app/preferences.ts";
import { type TextKey, useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { KINDS, kindName, termsOf, withTerms } from "./marks.ts";
import { readTerm, sameTerm, type TermFault } from "./term.ts";
import type { Highlights } from "./use-highlights.ts";

type Kind = Highlight["kind"];
const MOST = 500;
const FAULTS: Readonly<Record<TermFault | "known" | "many", TextKey>> = {
  empty: "highlight.fault-empty",
  star: "highlight.fault-star",
  long: "highlight.fault-long",
  known: "highlight.fault-known",
  many: "highlight.fault-many",
};

/** Puts a term under a kind, or says why not. A term of another kind moves. */
function added(
  highlights: readonly Highlight[],
  kind: Kind,
  text: string,
): { readonly highlights: readonly Highlight[] } | { readonly fault: TextKey } {
  const read = readTerm(text);
  if ("fault" in read) return { fault: FAULTS[read.fault] };
  const terms = termsOf(highlights, kind);
  if (terms.some((term) => sameTerm(term, read.term))) return { fault: FAULTS.known };
  if (terms.length >= MOST) return { fault: FAULTS.many };
  const others = highlights.map((one) => ({
    ...one,
    terms: one.terms.filter((term) => !sameTerm(term, read.term)),
  }));
  return { highlights: withTerms(others, kind, [...terms, read.term]) };
}

/** The words marked for this reader, by kind: add, remove, back to the protocol's. */
export function HighlightDialog(props: {
  readonly highlights: Highlights;
  readonly onClose: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { highlights } = props;
  return (
    <AppDialog
      title={t("highlight.title")}
      open
      onClose={props.onClose}
      actions={
        highlights.own ? (
          <button type="button" className="button" onClick={() => highlights.save(highlights.protocol)}>
            {t("highlight.reset")}
          </button>
        ) : null
      }
    >
      <p className="soft">
        {t(highlights.own ? "highlight.own" : "highlight.of-protocol")} {t("highlight.hint")}
      </p>
      {KINDS.map((kind) => (
        <KindTerms key={kind} kind={kind} highlights={highlights} />
      ))}
    </AppDialog>
  );
}

function KindTerms(props: { readonly kind: Kind; readonly highlights: Highlights }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { kind, highlights } = props;
  const [text, setText] = useState("");
  const [fault, setFault] = useState<TextKey | null>(null);
  const terms = termsOf(highlights.now, kind);
  const name = kindName(kind, words);
  const add = (): void => {
    const result = added(highlights.now, kind, text);
    if ("fault" in result) {
      setFault(result.fault);
      return;
    }
    setText("");
    setFault(null);
    highlights.save(result.highlights);
  };
  return (
    <fieldset className="kind">
      <legend>
        <mark data-kind={kind}>{name}</mark>
      </legend>
      <ul className="chips">
        {terms.map((term) => (
          <li key={term} className="chip">
            {term}
            <button
              type="button"
              aria-label={t("highlight.remove", { term })}
              onClick={() =>
                highlights.save(
                  withTerms(
                    highlights.now,
                    kind,
                    terms.filter((one) => one !== term),
                  ),
                )
              }
            >
              ×
            </button>
          </li>
        ))}
        <li>
          <form
            className="add"
            onSubmit={(event) => {
              event.preventDefault();
              add();
            }}
          >
            <input
              className="input"
              value={text}
              aria-label={t("highlight.add-to", { kind: name })}
              aria-invalid={fault !== null}
              placeholder={t("highlight.add")}
              onChange={(event) => {
                setText(event.currentTarget.value);
                setFault(null);
              }}
            />
            <button type="submit" className="button" aria-label={t("highlight.add-to", { kind: name })}>
              +
            </button>
          </form>
        </li>
      </ul>
      {fault === null ? null : (
        <p className="problem" role="alert">
          {t(fault)}
        </p>
      )}
    </fieldset>
  );
}

/** Marks the selected word from now on: as what, chosen by number. */
export function MarkDialog(props: {
  /** The selected words. */
  readonly term: string;
  readonly highlights: Highlights;
  readonly onClose: () => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { shortcuts } = usePreferences();
  const { term, highlights, onClose } = props;
  const [fault, setFault] = useState<TextKey | null>(null);
  const choose = (kind: Kind): void => {
    const result = added(highlights.now, kind, term);
    if ("fault" in result) {
      setFault(result.fault);
      return;
    }
    highlights.save(result.highlights);
    onClose();
  };
  useEffect(() => {
    if (!shortcuts) return;
    const onKey = (event: KeyboardEvent): void => {
      const kind = KINDS[Number(event.key) - 1];
      if (kind === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      choose(kind);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
  return (
    <AppDialog title={t("highlight.mark", { term: term })} open onClose={onClose} closeLabel={t("cancel")}>
      {fault === null ? null : (
        <p className="problem" role="alert">
          {t(fault)}
        </p>
      )}
      <ol className="reasons">
        {KINDS.map((kind, at) => (
          <li key={kind}>
            <button
              type="button"
              // biome-ignore lint/a11y/noAutofocus: the dialog was opened to choose one of these
              autoFocus={at === 0}
              onClick={() => choose(kind)}
            >
              <span className="num soft">{at + 1}</span>
              <span>
                <mark data-kind={kind}>{kindName(kind, words)}</mark>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </AppDialog>
  );
}
