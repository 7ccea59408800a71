import { table } from "../blocks.ts";
import { type Context, cite, noticeRuns, studyRuns, twin } from "../context.ts";
import { type Block, type Run, type Runs, text } from "../document.ts";
import { characteristicName } from "./selection.ts";

function capital(run: Run): Run {
  return { ...run, text: run.text.charAt(0).toUpperCase() + run.text.slice(1) };
}

/** Characteristics of the studies that enter any analysis. */
export function trialsTable(ctx: Context): readonly Block[] {
  const ids = [
    ...new Set(
      ctx.snapshot.analyses.flatMap((outcome) => outcome.effects.map((effect) => effect.row.studyId)),
    ),
  ];
  const studies = ids.flatMap((id) => ctx.study(id) ?? []);
  if (studies.length === 0) return [];
  const keys = [...new Set(studies.flatMap((study) => Object.keys(study.characteristics)))];
  const dash: Runs = [text("–")];
  return [
    table(ctx, {
      id: "table-trials",
      caption: ctx.say("trials.caption"),
      head: [
        ctx.say("forest.study"),
        ctx.say("included.reports"),
        ctx.say("trials.arms"),
        ...keys.map((key) => characteristicName(ctx, key).map(capital)),
      ],
      widths: [3, 3, 4, ...keys.map(() => 2)],
      wide: keys.length > 3,
      rows: studies.map((study) => {
        const reports = study.reports.filter((id) => ctx.snapshot.reports.has(id));
        const arms = ctx.snapshot.arms.find((one) => one.studyId === study.studyId)?.arms ?? [];
        return [
          studyRuns(ctx, study.studyId),
          reports.length === 0 ? dash : [cite(reports)],
          arms.length === 0
            ? dash
            : [
                text(
                  arms
                    .map((arm) => (arm.detail === undefined ? arm.label : `${arm.label} (${arm.detail})`))
                    .join("; "),
                ),
              ],
          ...keys.map((key): Runs => {
            const fact = study.characteristics[key];
            return fact === undefined ? dash : [twin(ctx, fact, study.characteristicsNb?.[key])];
          }),
        ];
      }),
      notes: [
        ...studies.flatMap((study) =>
          study.note === undefined ? [] : [[text(`${study.label}: `), ctx.local(study.note)]],
        ),
        ...noticeRuns(
          ctx,
          studies.flatMap((study) => study.reports),
        ),
      ],
    }),
  ];
}
