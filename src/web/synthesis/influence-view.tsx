import type { JSX } from "react";
import { type BaujatModel, baujatPlot } from "#figures";
import type { Influence } from "#synthesis";
import { useWords, type Words } from "../app/text.ts";
import { Card, Tag } from "../parts/page-head.tsx";
import { attempt, type Computed } from "./compute.ts";
import { FigureCard, figureOf } from "./figure-card.tsx";
import { figureTitle } from "./forest.ts";
import { Later } from "./later.tsx";
import { NumbersTable } from "./numbers-table.tsx";
import { Remarks } from "./remarks.tsx";
import { TroubleText } from "./said-text.tsx";
import { influences } from "./sensitivity.ts";
import type { Shown } from "./shown.ts";
import { isInverseVariance } from "./specification.ts";
import type { ViewProps } from "./view-props.ts";

/** What each study does to the result. */
export function Influential(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, label, file } = props;
  const found = attempt(() => influences(computed));
  const title = t("figure.baujat");
  if ("code" in found)
    return (
      <Card title={title}>
        <TroubleText why={found} />
      </Card>
    );
  const { influence } = found;
  return (
    <>
      <Remarks list={influence.remarks} />
      {isInverseVariance(computed.spec) ? null : <p className="banner calm">{t("sensitivity.nearest")}</p>}
      <FigureCard
        title={title}
        {...figureOf(props, (of) => ({ draw: (options) => baujatPlot(baujatOf(of, title, words), options) }))}
        label={label}
        file={[file, title]}
      >
        <p className="foot">{t("figure.baujat-note")}</p>
      </FigureCard>
      <Later>{() => <InfluenceTable computed={computed} influence={influence} />}</Later>
    </>
  );
}

function baujatOf({ computed, names }: Shown, title: string, { language }: Words): BaujatModel {
  return {
    language,
    title: figureTitle(names, title),
    studies: influences(computed).baujat.flatMap(({ study, heterogeneity, influence }) =>
      influence === null ? [] : [{ label: computed.effects[study]!.row.label, heterogeneity, influence }],
    ),
  };
}

function InfluenceTable(props: { readonly computed: Computed; readonly influence: Influence }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, influence } = props;
  const number = (value: number | null | undefined, digits = 2): string =>
    value === null || value === undefined ? "–" : words.number(value, digits);
  return (
    <NumbersTable
      title={t("sensitivity.influence")}
      first={t("study")}
      columns={[
        { id: "residual", label: t("influence.residual") },
        { id: "dffits", label: "DFFITS" },
        { id: "cook", label: t("influence.cook") },
        { id: "ratio", label: t("influence.ratio") },
        { id: "dfbetas", label: "DFBETAS" },
        { id: "hat", label: t("influence.hat") },
        { id: "tau2", label: t("influence.tau2") },
        { id: "flags", label: t("influence.flags") },
      ]}
      rows={influence.studies.map((one) => ({
        id: computed.effects[one.study]!.row.studyId,
        head: computed.effects[one.study]!.row.label,
        cells: [
          number(one.external?.z),
          number(one.dffits),
          number(one.cooksDistance, 3),
          number(one.covarianceRatio),
          number(one.dfbetas[0]),
          number(one.hat),
          number(one.tau2, 3),
          one.flags.length === 0 ? (
            "–"
          ) : (
            <Tag key="flags" tone="wait">
              {one.flags.map((flag) => words.named("flag", flag)).join(", ")}
            </Tag>
          ),
        ],
      }))}
    >
      <p className="foot">{t("influence.note")}</p>
    </NumbersTable>
  );
}
