import type { JSX } from "react";
import type { ThemesResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Card, Empty, PageHead } from "../parts/page-head.tsx";
import "./themes.css";

/** Themes of the qualitative studies with their quotes, and which of them speak of the same thing. */
export function ThemesPage(): JSX.Element {
  const { t } = useWords();
  const answer = useAnswer(sources.themes);
  return (
    <>
      <PageHead title={t("page.themes")}>{t("themes.lead")}</PageHead>
      <Show answer={answer}>
        {(data) =>
          data.studies.length === 0 ? (
            <Empty title={t("themes.none")}>{t("themes.none-next")}</Empty>
          ) : (
            <Themes data={data} />
          )
        }
      </Show>
    </>
  );
}

function Themes(props: { readonly data: ThemesResponse }): JSX.Element {
  const words = useWords();
  const { t, local } = words;
  const { studies, matches } = props.data;
  const all = studies.flatMap(({ study, themes }) => themes.map((theme) => ({ study, theme })));
  const label = (id: string): { readonly theme: string; readonly study: string } => {
    const found = all.find(({ theme }) => theme.themeId === id);
    return { theme: found === undefined ? id : local(found.theme.label), study: found?.study.label ?? "" };
  };
  return (
    <div className="stack">
      <div className="theme-columns">
        {studies.map(({ study, themes }) => (
          <Card key={study.studyId} title={study.label}>
            <ul className="lines">
              {themes.map((theme) => (
                <li key={theme.themeId}>
                  <b>{local(theme.label)}</b>
                  {theme.quotes.map((quote) => (
                    <blockquote key={quote.text}>
                      {quote.text}
                      {quote.place === undefined ? null : (
                        <small className="soft block">{local({ en: quote.place, nb: quote.placeNb })}</small>
                      )}
                    </blockquote>
                  ))}
                </li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
      {matches.length === 0 ? null : (
        <Card title={t("themes.matches")}>
          <ul className="lines">
            {matches.map((match) => {
              const [first, second] = match.themes.map(label);
              return (
                <li key={match.eventId}>
                  <b>{first?.theme}</b> <span className="soft">({first?.study})</span> ↔{" "}
                  <b>{second?.theme}</b> <span className="soft">({second?.study})</span>
                  <p className="soft">{local(match.basis)}</p>
                </li>
              );
            })}
          </ul>
        </Card>
      )}
    </div>
  );
}
