import type { JSX } from "react";
import { goshPlot } from "#figures";
import { useWords } from "../app/text.ts";
import { subsetLines } from "./export-long-jobs.ts";
import { FigureCard } from "./figure-card.tsx";
import { figureTitle } from "./forest.ts";
import { regressionOptions } from "./inverse-variance.ts";
import { useKeptWork } from "./kept-models.ts";
import type { GoshFound, GoshJob } from "./long-job.types.ts";
import { LongJobCard } from "./long-job-card.tsx";
import { countInWords } from "./p-value.ts";
import { scaleOf } from "./specification.ts";
import { useLongJob } from "./use-long-job.ts";
import type { ViewProps } from "./view-props.ts";

const GOSH_MOST = 100_000;

/** All subsets of the studies, or a hundred thousand of them: the work of a thread. */
export function Subsets(props: ViewProps): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { spec, y, v } = props.computed;
  const work = useLongJob(JSON.stringify([[...y], [...v], spec.model, spec.tau2]));
  const { method = "REML" } = regressionOptions(spec);
  const found = work.state.is === "done" ? (work.state.found as GoshFound) : null;
  const common = method === "EE" || method === "FE";
  const chosen: Pick<GoshJob, "model" | "tau2"> = {
    model: common ? "common" : "random",
    tau2: common ? "DL" : method,
  };
  useKeptWork(props.computed, "subsets", found === null ? null : () => subsetLines(found, chosen));
  const title = t("figure.gosh");
  return (
    <>
      <LongJobCard
        title={title}
        explain={t("gosh.explain", { most: countInWords(GOSH_MOST, words) })}
        start={t("gosh.start")}
        work={work}
        onStart={() =>
          work.start({
            kind: "gosh",
            y,
            v,
            ...chosen,
            most: GOSH_MOST,
          })
        }
      />
      {found === null ? null : <GoshFigure {...props} found={found} />}
    </>
  );
}

/** The subsets found, those with one study told apart where that is asked. */
function GoshFigure(props: ViewProps & { readonly found: GoshFound }): JSX.Element {
  const words = useWords();
  const { t, language } = words;
  const { computed, names, label, file, search, found } = props;
  const { spec, effects } = computed;
  const apart = effects.findIndex(({ row }) => row.studyId === search["apart"]);
  const title = t("figure.gosh");
  return (
    <>
      <div className="field narrow">
        <label htmlFor="gosh-apart">{t("gosh.apart")}</label>
        <select
          id="gosh-apart"
          className="input"
          value={apart < 0 ? "" : search["apart"]}
          onChange={(event) => props.setSearch({ apart: event.currentTarget.value })}
        >
          <option value="">{t("gosh.nobody")}</option>
          {effects.map(({ row }) => (
            <option key={row.studyId} value={row.studyId}>
              {row.label}
            </option>
          ))}
        </select>
      </div>
      <FigureCard
        title={title}
        draw={(options) =>
          goshPlot(
            {
              language,
              title: figureTitle(names, title),
              effectLabel: names.measure,
              scale: scaleOf(spec.measure),
              estimates: found.estimate,
              heterogeneity: found.i2,
              ...(apart < 0
                ? {}
                : { study: { label: effects[apart]!.row.label, included: memberOf(found, apart) } }),
            },
            options,
          )
        }
        label={label}
        file={[file, title]}
      >
        <p className="foot">
          {t(found.exhaustive ? "gosh.all" : "gosh.sampled", {
            subsets: countInWords(found.subsets, words),
          })}
        </p>
      </FigureCard>
    </>
  );
}

/** For each subset whether the study is in it. */
function memberOf({ subsets, words, members }: GoshFound, study: number): Uint8Array {
  const word = study >> 5;
  const bit = study & 31;
  return Uint8Array.from({ length: subsets }, (_, at) => (members[at * words + word]! >>> bit) & 1);
}
