import type { JSX } from "react";
import { formatInterval } from "#figures";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { FigureCard, figureOf } from "./figure-card.tsx";
import { useForeseen } from "./foresight.tsx";
import { forestDrawing } from "./forest-model.ts";
import { type Grouped, groupingOf } from "./groups.ts";
import { omnibus, Unplaced } from "./groups-parts.tsx";
import { Later } from "./later.tsx";
import { NumbersTable } from "./numbers-table.tsx";
import { pAlone } from "./p-value.ts";
import { Permutation, Regression } from "./regression-view.tsx";
import { Remarks } from "./remarks.tsx";
import { TroubleText } from "./said-text.tsx";
import { isInverseVariance, shownValue } from "./specification.ts";
import type { ViewProps } from "./view-props.ts";

/** Whether studies differ by what they are: groups, and numbers that explain the spread. */
export function GroupsView(props: ViewProps): JSX.Element {
  const { t } = useWords();
  const { computed } = props;
  return (
    <>
      {isInverseVariance(computed.spec) ? null : <p className="banner calm">{t("sensitivity.nearest")}</p>}
      <Groups {...props} />
      <Later>{() => <Regression {...props} />}</Later>
      <Later>{() => <Permutation {...props} />}</Later>
    </>
  );
}

function Groups(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const found = groupingOf(props);
  useForeseen((next) => void groupingOf(next));
  const title = t("groups.title");
  if (found === null) {
    return (
      <Card title={title}>
        <p className="soft">{t("groups.none")}</p>
      </Card>
    );
  }
  if ("code" in found)
    return (
      <Card title={title}>
        <TroubleText why={found} />
      </Card>
    );
  return <GroupsFound {...props} found={found} />;
}

function GroupsFound(props: ViewProps & { readonly found: Grouped }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { label, file, found } = props;
  const { analysis, variable, unplaced } = found;
  const title = t("groups.by", { variable: variable.label.toLowerCase() });
  return (
    <>
      <Remarks list={analysis.remarks} />
      <Unplaced studies={unplaced} />
      <FigureCard
        title={title}
        {...figureOf(props, forestDrawing(words))}
        label={label}
        file={[file, title]}
      />
      <Later>{() => <GroupNumbers {...props} title={title} />}</Later>
    </>
  );
}

function GroupNumbers(props: ViewProps & { readonly found: Grouped; readonly title: string }): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { computed, found, title } = props;
  const { analysis, variable } = found;
  const show = (value: number): number => shownValue(computed.spec.measure, value);
  return (
    <NumbersTable
      title={title}
      first={variable.label}
      columns={[
        { id: "k", label: "k" },
        { id: "pooled", label: t("synthesis.pooled") },
        { id: "interval", label: t("synthesis.interval") },
        { id: "p", label: "p" },
        { id: "tau2", label: "τ²" },
        { id: "i2", label: "I²" },
      ]}
      rows={analysis.groups.map((one) => ({
        id: one.group,
        head: one.group,
        cells: [
          String(one.k),
          words.number(show(one.estimate), 2),
          formatInterval(show(one.ciLow), show(one.ciHigh), { digits: 2, language }),
          pAlone(one.p, words),
          words.number(one.tau2, 3),
          one.i2 === null ? "–" : words.percent(one.i2),
        ],
      }))}
    >
      <p className="foot">
        {t("groups.between")}: <b className="num">{omnibus(analysis.between, words)}</b>. {t("groups.note")}
      </p>
    </NumbersTable>
  );
}
