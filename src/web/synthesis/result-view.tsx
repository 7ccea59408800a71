import { type JSX, useMemo } from "react";
import { forestFigure, forestSheet, labbePlot } from "#figures";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { tableOf } from "./count-models.ts";
import { DataTable } from "./data-table.tsx";
import { FigureCard } from "./figure-card.tsx";
import { figureTitle } from "./forest.ts";
import { forestOf } from "./forest-model.ts";
import { groupedBy } from "./groups.ts";
import { Later } from "./later.tsx";
import { needsOf, shownValue } from "./specification.ts";
import { candidates } from "./study-set.ts";
import { troubleInWords } from "./trouble.ts";
import type { ViewProps } from "./view-props.ts";

/** The result: the forest plot, and the numbers that went in. */
export function ResultView(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, names, label, file, variables } = props;
  const variable = variables.find(({ id }) => id === computed.spec.groups);
  const grouped = useMemo(() => {
    const found = variable === undefined ? null : groupedBy(computed, variable);
    return found === null || "code" in found ? null : found;
  }, [computed, variable]);
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
          draw={(options) => forestFigure(forestOf(computed, names, words, grouped), options)}
          sheet={(options) => forestSheet(forestOf(computed, names, words, grouped), options)}
          label={label}
          file={[file, t("synthesis.figure")]}
        >
          {computed.problem === null ? null : <p className="ex">{troubleInWords(computed.problem, words)}</p>}
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
  const { t, language } = words;
  const { computed, names, label, file } = props;
  const { spec, pooled, effects } = computed;
  if (needsOf(spec.measure) !== "counts" || effects.length === 0) return null;
  const studies = effects.flatMap(({ row }) => {
    const table = tableOf(row);
    return table === null ? [] : [{ label: row.label, ...table }];
  });
  const measure = spec.measure === "RR" || spec.measure === "OR" ? spec.measure : "RD";
  const title = t("figure.labbe");
  return (
    <FigureCard
      title={title}
      draw={(options) =>
        labbePlot(
          {
            language,
            title: figureTitle(names, title),
            group1: names.experimental,
            group2: names.comparator,
            studies,
            named: 6,
            ...(pooled === null
              ? {}
              : { pooled: { measure, estimate: shownValue(spec.measure, pooled.estimate) } }),
          },
          options,
        )
      }
      label={label}
      file={[file, title]}
    />
  );
}
