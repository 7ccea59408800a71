import type { JSX } from "react";
import type { InformationSource } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Card, Tag } from "./page-head.tsx";

/** Each source with its query as run, date and hits; what was not reported says so. */
export function SourceList(props: { readonly sources: readonly InformationSource[] }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const missing = <Tag>{t("not-reported")}</Tag>;
  return (
    <div className="stack">
      {props.sources.map((source) => (
        <Card key={source.id} className="source">
          <div className="row apart">
            <h2 className="title">
              {words.local({ en: source.name, nb: source.nameNb })}
              {source.platform === null ? "" : ` (${source.platform})`}
            </h2>
            <Tag>{words.named("source-kind", source.kind)}</Tag>
          </div>
          <dl className="facts left">
            <dt>{t("source.searched-on")}</dt>
            <dd>{source.searchedOn === null ? missing : words.date(source.searchedOn)}</dd>
            <dt>{t("source.hits")}</dt>
            <dd>{source.hits === null ? missing : words.number(source.hits)}</dd>
            {source.limits === null ? null : (
              <>
                <dt>{t("source.limits")}</dt>
                <dd>{source.limits}</dd>
              </>
            )}
            <dt>{t("source.query")}</dt>
            <dd>
              {source.query === null ? t("source.no-query") : <pre className="query">{source.query}</pre>}
            </dd>
          </dl>
          {source.note === undefined ? null : <p className="foot">{words.local(source.note)}</p>}
        </Card>
      ))}
    </div>
  );
}
