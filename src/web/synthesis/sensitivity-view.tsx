import type { JSX } from "react";
import {
  cumulativeForest,
  cumulativeSheet,
  formatInterval,
  leaveOneOutForest,
  leaveOneOutSheet,
  type SensitivityForestModel,
  type SensitivityRow,
} from "#figures";
import { type PooledResult, smallNumberRemarks } from "#synthesis";
import { useWords, type Words } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { Segments } from "../parts/segments.tsx";
import { attempt, leftOutOnce } from "./compute.ts";
import { FigureCard, figureOf } from "./figure-card.tsx";
import { effectAxis, figureTitle } from "./forest.ts";
import { Subsets } from "./gosh-view.tsx";
import { Influential } from "./influence-view.tsx";
import { Later } from "./later.tsx";
import { NumbersTable } from "./numbers-table.tsx";
import { Remarks } from "./remarks.tsx";
import { TroubleText } from "./said-text.tsx";
import { addedUp, ORDERS, type Order } from "./sensitivity.ts";
import type { Shown } from "./shown.ts";
import { shownValue } from "./specification.ts";
import type { ViewProps } from "./view-props.ts";

const PARTS = ["left-out", "cumulative", "influence", "gosh"] as const;

/** Whether the result hangs on a study, or on a few. */
export function SensitivityView(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const part = PARTS.find((one) => one === props.search["part"]) ?? "left-out";
  const Part = { "left-out": LeftOut, cumulative: Cumulative, influence: Influential, gosh: Subsets }[part];
  const few = props.computed.effects.length < 2;
  return (
    <>
      <div className="views">
        <Segments
          label={t("sensitivity.part")}
          value={part}
          options={PARTS.map((id) => ({ id, label: words.named("sensitivity", id) }))}
          onChange={(next) => props.setSearch({ part: next === "left-out" ? undefined : next })}
        />
      </div>
      {few ? (
        <Card>
          <p className="soft">{t("sensitivity.few")}</p>
        </Card>
      ) : (
        <Part {...props} />
      )}
    </>
  );
}

/** A pooled result's cells: estimate, interval, τ², I². */
function useResultCells(props: ViewProps) {
  const words = useWords();
  const { t, language } = words;
  const show = (value: number): number => shownValue(props.computed.spec.measure, value);
  return {
    columns: [
      { id: "pooled", label: t("synthesis.pooled") },
      { id: "interval", label: t("synthesis.interval") },
      { id: "tau2", label: "τ²" },
      { id: "i2", label: "I²" },
    ],
    cells: (result: PooledResult): readonly string[] => [
      words.number(show(result.estimate), 2),
      formatInterval(show(result.ciLow), show(result.ciHigh), { digits: 2, language }),
      result.tau2 === null ? "–" : words.number(result.tau2, 3),
      result.i2 === null ? "–" : words.percent(result.i2),
    ],
  };
}

function LeftOut(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, label, file } = props;
  const { columns, cells } = useResultCells(props);
  const found = attempt(() => ({ list: leftOutOnce(computed) }));
  const title = t("synthesis.leave-one-out");
  if ("code" in found)
    return (
      <Card title={title}>
        <TroubleText why={found} />
      </Card>
    );
  const of = (omitted: number) => computed.effects[omitted]!.row;
  return (
    <>
      <Remarks list={smallNumberRemarks("leaving-out", computed.effects.length)} />
      <FigureCard
        title={title}
        {...figureOf(props, (shown) => ({
          draw: (options) => leaveOneOutForest(leftOutModel(shown, title, words), options),
          sheet: (options) => leaveOneOutSheet(leftOutModel(shown, title, words), options),
        }))}
        label={label}
        file={[file, title]}
      />
      <Later>
        {() => (
          <NumbersTable
            title={title}
            first={t("synthesis.without")}
            columns={columns}
            rows={found.list.map(({ omitted, result }) => ({
              id: of(omitted).studyId,
              head: of(omitted).label,
              cells: cells(result),
            }))}
          />
        )}
      </Later>
    </>
  );
}

function leftOutModel({ computed, names }: Shown, title: string, words: Words): SensitivityForestModel {
  const { spec, effects, pooled } = computed;
  return {
    ...effectAxis(spec, names, words),
    title: figureTitle(names, title),
    rows: leftOutOnce(computed).map(({ omitted, result }) => rowOf(effects[omitted]!.row.label, result)),
    ...(pooled === null ? {} : { pooled: rowOf(words.t("synthesis.all-together"), pooled) }),
  };
}

function rowOf(label: string, { estimate, ciLow, ciHigh }: PooledResult): SensitivityRow {
  return { label, estimate, low: ciLow, high: ciHigh };
}

function Cumulative(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { computed, label, file, search } = props;
  const { columns, cells } = useResultCells(props);
  const order: Order = ORDERS.find((one) => one === search["order"]) ?? "year";
  const found = attempt(() => ({ list: addedUp(computed, order) }));
  const title = t("sensitivity.cumulative-by", { order: words.named("order", order).toLowerCase() });
  const model = (of: Shown): SensitivityForestModel => ({
    ...effectAxis(of.computed.spec, of.names, words),
    title: figureTitle(of.names, title),
    rows: addedUp(of.computed, order).map(({ added, result }) => rowOf(added.row.label, result)),
  });
  return (
    <>
      <div className="views">
        <Segments
          label={t("sensitivity.order")}
          value={order}
          options={ORDERS.map((id) => ({ id, label: words.named("order", id) }))}
          onChange={(next) => props.setSearch({ order: next === "year" ? undefined : next })}
        />
      </div>
      {"code" in found ? (
        <Card title={title}>
          <TroubleText why={found} />
        </Card>
      ) : (
        <>
          <FigureCard
            title={title}
            {...figureOf(
              props,
              (of) => ({
                draw: (options) => cumulativeForest(model(of), options),
                sheet: (options) => cumulativeSheet(model(of), options),
              }),
              order,
            )}
            label={label}
            file={[file, title]}
          />
          <Later>
            {() => (
              <NumbersTable
                title={title}
                first={t("sensitivity.added")}
                columns={[{ id: "k", label: "k" }, ...columns]}
                rows={found.list.map(({ added, result }) => ({
                  id: added.row.studyId,
                  head: added.row.label,
                  cells: [String(result.k), ...cells(result)],
                }))}
              />
            )}
          </Later>
        </>
      )}
    </>
  );
}
