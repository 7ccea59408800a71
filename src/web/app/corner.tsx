import { type JSX, useId } from "react";
import type { SessionResponse } from "#contract";
import type { Language } from "#kernel";
import { postData } from "../api/client.ts";
import { Segments } from "../parts/segments.tsx";
import { setPreferences, type Theme, usePreferences } from "./preferences.ts";
import { texts, useWords } from "./text.ts";
import { useWrite } from "./write.ts";

/** Who acts here, and how this browser likes to be used. */
export function Corner(props: { readonly session: SessionResponse }): JSX.Element {
  const { t } = useWords();
  const { theme, language } = usePreferences();
  const person = useId();
  const change = useWrite((id: string) => postData<SessionResponse>("session", { person: id }), {
    // Votes shown before belong to the other person.
    onDone: () => location.reload(),
  });
  return (
    <div className="corner">
      <div className="who small">
        <label htmlFor={person}>{t("corner.person")}</label>
        <select
          id={person}
          className="input"
          value={props.session.person.id}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.value)}
        >
          {props.session.people.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <Segments<Language>
        label={t("corner.language")}
        value={language}
        options={[
          { id: "en", label: "English", lang: "en" },
          { id: "nb", label: "Norsk", lang: "nb" },
        ]}
        onChange={(next) => {
          setPreferences({ language: next });
          void texts.changeLanguage(next);
        }}
      />
      <Segments<Theme>
        label={t("corner.theme")}
        value={theme}
        options={[
          { id: "light", label: t("theme.light") },
          { id: "dark", label: t("theme.dark") },
          { id: "system", label: t("theme.system") },
        ]}
        onChange={(next) => setPreferences({ theme: next })}
      />
    </div>
  );
}
