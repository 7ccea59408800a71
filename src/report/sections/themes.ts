import type { Stamped, ThemeCoded } from "#ledger";
import { heading, headingOf, table } from "../blocks.ts";
import { type Context, cite, noticeRuns, quoted, studyRuns, twin } from "../context.ts";
import { type Block, type Runs, strong, text } from "../document.ts";
import { anchorPart } from "./pooled-report.ts";

/** Themes of qualitative studies with their quotes, and which themes were found alike. */
export function themes(ctx: Context): readonly Block[] {
  const { themes: all, themeMatches } = ctx.snapshot;
  if (all.length === 0) return [];
  const studies = [...new Set(all.map((theme) => theme.studyId))];
  return [
    heading(ctx, 3, "results-themes", "themes.title"),
    ...studies.flatMap((studyId) =>
      studyThemes(
        ctx,
        studyId,
        all.filter((theme) => theme.studyId === studyId),
      ),
    ),
    ...(themeMatches.length === 0 ? [] : [matches(ctx)]),
  ];
}

function studyThemes(ctx: Context, studyId: string, own: readonly Stamped<ThemeCoded>[]): readonly Block[] {
  const reports = (ctx.study(studyId)?.reports ?? []).filter((id) => ctx.snapshot.reports.has(id));
  return [
    headingOf(4, `themes-${anchorPart(studyId)}`, studyRuns(ctx, studyId)),
    table(ctx, {
      id: `table-themes-${anchorPart(studyId)}`,
      caption: ctx.say("themes.caption", { study: studyRuns(ctx, studyId) }),
      head: [ctx.say("themes.theme"), ctx.say("themes.quotes")],
      widths: [2, 3],
      rows: own.map((theme) => [
        [strong(theme.themeId), text(" "), ctx.local(theme.label)],
        theme.quotes.length === 0
          ? [text("–")]
          : theme.quotes.flatMap(
              (quote, at): Runs => [
                ...(at === 0 ? [] : [text(" ")]),
                // Quotes stay in the language they were printed in.
                quoted(ctx, quote.text),
                ...(quote.place === undefined
                  ? []
                  : [text(" ("), twin(ctx, quote.place, quote.placeNb), text(")")]),
              ],
            ),
      ]),
      notes: [
        ...(reports.length === 0 ? [] : [[...ctx.say("themes.from"), text(" "), cite(reports), text(".")]]),
        ...noticeRuns(ctx, reports),
      ],
    }),
  ];
}

function matches(ctx: Context): Block {
  const name = (id: string): Runs => {
    const theme = ctx.snapshot.themes.find((one) => one.themeId === id);
    return theme === undefined ? [text(id)] : [strong(id), text(" "), ctx.local(theme.label)];
  };
  return table(ctx, {
    id: "table-theme-matches",
    caption: ctx.say("themes.matches"),
    head: [ctx.say("themes.theme"), ctx.say("themes.alike"), ctx.say("hypotheses.basis")],
    widths: [3, 3, 4],
    rows: ctx.snapshot.themeMatches.map((match) => [
      name(match.themes[0]),
      name(match.themes[1]),
      [ctx.local(match.basis)],
    ]),
  });
}
