import { type JSX, useId, useState } from "react";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import {
  type Category,
  categoriesOf,
  type Dictionary,
  missingOf,
  type Variable,
  withCategories,
  withPart,
} from "./dictionary-draft.ts";

interface CodesProps {
  readonly variable: Variable;
  /** Levels found in the file. */
  readonly met: readonly string[];
  readonly onDone: (change: (dictionary: Dictionary) => Dictionary) => void;
  readonly onClose: () => void;
}

/** The name to show of a variable, what its codes mean, the order of its categories, and its codes for missing. */
export function CodesDialog(props: CodesProps): JSX.Element {
  const { t } = useWords();
  const { variable, met } = props;
  const [label, setLabel] = useState(variable.label ?? "");
  const before = categoriesOf(variable, met);
  const [categories, setCategories] = useState(before);
  const [missing, setMissing] = useState(Object.keys(variable.missing ?? {}).join(", "));
  const id = useId();
  const done = (): void => {
    const gone = missingOf(missing, variable.missing);
    const kept = categories
      .filter(({ code }) => gone === undefined || !Object.hasOwn(gone, code))
      .map(({ code, meaning }) => ({ code, meaning: meaning.trim() }));
    props.onDone((dictionary) => {
      const named = withPart(dictionary, variable.name, {
        label: label.trim() === "" ? undefined : label.trim(),
        missing: gone,
      });
      return variable.type === "category" && JSON.stringify(kept) !== JSON.stringify(before)
        ? withCategories(named, variable.name, kept)
        : named;
    });
  };
  return (
    <AppDialog
      title={variable.name}
      open
      onClose={props.onClose}
      closeLabel={t("cancel")}
      actions={
        <button type="button" className="button primary" onClick={done}>
          {t("participants.take")}
        </button>
      }
    >
      <div className="stack">
        <div className="field">
          <label htmlFor={`${id}-label`}>{t("participants.label")}</label>
          <input
            id={`${id}-label`}
            className="input"
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
        </div>
        {variable.type === "category" ? (
          <Categories categories={categories} onChange={setCategories} />
        ) : null}
        <div className="field">
          <label htmlFor={`${id}-missing`}>{t("participants.missing-codes")}</label>
          <input
            id={`${id}-missing`}
            className="input"
            spellCheck={false}
            value={missing}
            aria-describedby={`${id}-help`}
            onChange={(event) => setMissing(event.currentTarget.value)}
          />
          <small id={`${id}-help`} className="soft">
            {t("participants.missing-codes-help")}
          </small>
        </div>
      </div>
    </AppDialog>
  );
}

function Categories(props: {
  readonly categories: readonly Category[];
  readonly onChange: (categories: readonly Category[]) => void;
}): JSX.Element {
  const { t } = useWords();
  const { categories, onChange } = props;
  if (categories.length === 0) return <p className="soft">{t("participants.categories-later")}</p>;
  const up = (at: number): void => {
    const next = [...categories];
    [next[at - 1], next[at]] = [next[at]!, next[at - 1]!];
    onChange(next);
  };
  return (
    <fieldset className="codes">
      <legend>{t("participants.categories-order")}</legend>
      <ol>
        {categories.map(({ code, meaning }, at) => (
          <li key={code}>
            <code className="soft">{code}</code>
            <input
              className="input"
              aria-label={t("participants.meaning-of", { code })}
              value={meaning}
              onChange={(event) =>
                onChange(
                  categories.map((one) =>
                    one.code === code ? { code, meaning: event.currentTarget.value } : one,
                  ),
                )
              }
            />
            {at === 0 ? (
              <small className="soft">{t("participants.reference")}</small>
            ) : (
              <button
                type="button"
                className="button quiet"
                aria-label={t("participants.move-up", { name: meaning })}
                onClick={() => up(at)}
              >
                ↑
              </button>
            )}
          </li>
        ))}
      </ol>
    </fieldset>
  );
}
