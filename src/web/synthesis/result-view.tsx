import { type JSX, useMemo } from "react";
import { type LabbeModel, labbePlot } from "#figures";
import { useWords, type Words } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { tableOf } from "./count-models.ts";
import { DataTable } from "./data-table.tsx";
import { FigureCard, figureOf } from "./figure-card.tsx";
import { figureTitle } from "./forest.ts";
import { forestDrawing } from "./forest-model.ts";
import { Later } from "./later.tsx";
import { TroubleText } from "./said-text.tsx";
import type { Shown } from "./shown.ts";
import { needsOf, shownValue } from "./specification.ts";
import { candidates } from "./study-set.ts";
import type { ViewProps } from "./view-props.ts";

/** The result: the forest plot, and the numbers that went in. */
export function ResultView(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, label, file } = props;
  const { without, risk, retracted } = computed.spec;
  // biome-ignore lint/correctness/useExhaustiveDependencies: no other choice says who may enter
  const rows = useMemo(
    () => candidates(props.material, computed.spec),
    [props.material, without.join(), risk, retracted],
  );
  return (
    <>
      {computed.effects.length === 0 ? (
        <Card>
          <p className="soft">{t("synthesis.nothing")}</p>
        </Card>
      ) : (
        <FigureCard
          title={t("synthesis.figure")}
          {...figureOf(props, forestDrawing(words))}
          label={label}
          file={[file, t("synthesis.figure")]}
        >
          {computed.problem === null ? null : (
            <p className="ex">
              <TroubleText why={computed.problem} />
            </p>
          )}
        </FigureCard>
      )}
      <Later>
        {() => (
          <DataTable candidates={rows} spec={computed.spec} onOpen={(study) => props.setSearch({ study })} />
        )}
      </Later>
      <Later>{() => <Risks {...props} />}</Later>
    </>
  );
}

/** For counts, the two groups' risks against each other. */
function Risks(props: ViewProps): JSX.Element | null {
  const words = useWords();
  const { computed, label, file } = props;
  if (needsOf(computed.spec.measure) !== "counts" || computed.effects.length === 0) return null;
  const title = words.t("figure.labbe");
  return (
    <FigureCard
      title={title}
      {...figureOf(props, (of) => ({ draw: (options) => labbePlot(labbeOf(of, title, words), options) }))}
      label={label}
      file={[file, title]}
    />
  );
}

function labbeOf({ computed, names }: Shown, title: string, { language }: Words): LabbeModel {
  const { spec, pooled, effects } = computed;
  const measure = spec.measure === "RR" || spec.measure === "OR" ? spec.measure : "RD";
  return {
    language,
    title: figureTitle(names, title),
    group1: names.experimental,
    group2: names.comparator,
    studies: effects.flatMap(({ row }) => {
      const table = tableOf(row);
      return table === null ? [] : [{ label: row.label, ...table }];
    }),
    named: 6,
    ...(pooled === null ? {} : { pooled: { measure, estimate: shownValue(spec.measure, pooled.estimate) } }),
  };
}
