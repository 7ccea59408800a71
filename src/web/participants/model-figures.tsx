import type { JSX } from "react";
import type { ModelResponse } from "#contract";
import { quantilePlot, trajectoryPlot } from "#figures";
import { useWords } from "../app/text.ts";
import { FigureCard } from "../synthesis/figure-card.tsx";

type Model = ModelResponse["model"];

/** Means of the arms by visit, and the residuals against a normal distribution. */
export function ModelFigures(props: { readonly model: Model; readonly file: string }): JSX.Element {
  const { t, language } = useWords();
  const { model, file } = props;
  const { visits } = model.counts;
  const arms = [...new Set(model.means.map(({ arm }) => arm))];
  const response = model.specification.formula.split("~")[0]!.trim();
  const label = model.simulated ? [t("participants.simulated")] : [];
  return (
    <div className="model-figures">
      <FigureCard
        title={t("model.means-figure")}
        draw={(options) =>
          trajectoryPlot(
            {
              language,
              title: t("model.means-figure"),
              outcomeLabel: response,
              visitLabel: t("participants.visit"),
              visits,
              means: "ls-means",
              arms: arms.map((arm) => ({
                label: arm,
                means: model.means
                  .filter((mean) => mean.arm === arm)
                  .map(({ visit, estimate, ciLow, ciHigh }) => ({
                    at: visits.indexOf(visit),
                    mean: estimate,
                    low: ciLow,
                    high: ciHigh,
                  })),
              })),
              level: model.specification.level ?? 0.95,
              simulated: model.simulated,
              reference: 0,
            },
            options,
          )
        }
        label={label}
        file={[file, model.specification.id, "means"]}
      />
      <FigureCard
        title={t("model.residuals")}
        draw={(options) =>
          quantilePlot(
            {
              language,
              title: t("model.residuals"),
              valueLabel: t("model.residual"),
              points: model.residualQuantiles,
              ...(model.simulated ? { note: t("participants.simulated") } : {}),
            },
            options,
          )
        }
        label={label}
        file={[file, model.specification.id, "residuals"]}
      />
    </div>
  );
}
