import { Fragment, type JSX } from "react";
import type { AnalysisResponse } from "#contract";
import { useWords } from "../app/text.ts";
import type { PlanFound, PlannedVariant } from "./planned-variants.ts";
import { ProblemText } from "./said-text.tsx";

/**
 * What the protocol plans beside the main result, each a way to see it; a part that could not be carried out
 * says why.
 */
export function PlannedParts(props: {
  readonly variants: readonly PlannedVariant[];
  readonly found: PlanFound;
  /** Nothing differs from what was found. */
  readonly follows: boolean;
  readonly outcome: AnalysisResponse["outcome"];
  readonly onChoose: (variant: PlannedVariant) => void;
}): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { variants, found, follows, outcome } = props;
  if (variants.length < 2) return null;
  const shown = (one: PlannedVariant): boolean =>
    follows && (one.part === null ? found.parts.length === 0 : found.parts.includes(one));
  const names = { set: outcome.set, studies: [...outcome.set.rows, ...outcome.set.leftOut] };
  const failed = outcome.parts.filter(({ result }) => result === null);
  return (
    <section className="planned-parts" aria-label={t("plan.parts")}>
      <h2 className="soft">{t("plan.parts")}</h2>
      <ul className="row">
        {variants.map((one) => (
          <li key={one.part?.id ?? ""}>
            <button
              type="button"
              className="button"
              aria-pressed={shown(one)}
              onClick={() => props.onChoose(one)}
            >
              {one.part === null ? t("plan.main") : words.local(one.part.label)}
              <small className="soft block">{words.named("plan-kind", one.kind)}</small>
            </button>
          </li>
        ))}
      </ul>
      {failed.map((part) => (
        <p key={part.id} className="banner" style={{ margin: "8px 0 0" }}>
          <span>
            {t("plan.not-done", { part: words.local(part.label) })}{" "}
            {part.problems.map((problem) => (
              <Fragment key={`${problem.field ?? ""} ${problem.message}`}>
                <ProblemText problem={problem} names={names} />{" "}
              </Fragment>
            ))}
          </span>
        </p>
      ))}
    </section>
  );
}
