import type { JSX } from "react";
import "./protocol.css";
import type { ProtocolResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import type { Protocol } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Criteria } from "../parts/criteria.tsx";
import { Show } from "../parts/loading.tsx";
import { PageHead, Tag } from "../parts/page-head.tsx";
import { PlanTables } from "./protocol-plan.tsx";

/** What the review set out to do, readable by someone who has never seen YAML. */
export function ProtocolPage(): JSX.Element {
  const words = useWords();
  const { t } = words;
  const answer = useAnswer(sources.protocol);
  return (
    <Show answer={answer}>
      {(doc) => (
        <>
          <PageHead title={t("page.protocol")}>
            {t("protocol.version", { number: doc.number })}
            {doc.protocol.registration === null
              ? ` · ${t("protocol.unregistered")}`
              : ` · ${doc.protocol.registration}`}
          </PageHead>
          <div className="protocol">
            <div>
              <section>
                <h2>{words.local(doc.protocol.title)}</h2>
                <p className="soft">
                  {(words.language === "nb"
                    ? (doc.protocol.authorsNb ?? doc.protocol.authors)
                    : doc.protocol.authors
                  ).join(", ")}
                </p>
                {doc.protocol.rationale === undefined ? null : (
                  <p className="prose" style={{ marginTop: 12 }}>
                    {words.local(doc.protocol.rationale)}
                  </p>
                )}
              </section>
              <Questions protocol={doc.protocol} />
              <section>
                <h2>{t("protocol.criteria")}</h2>
                <Criteria criteria={doc.protocol.criteria} />
              </section>
              <Reasons protocol={doc.protocol} />
              <PlanTables protocol={doc.protocol} />
              <section>
                <h2>{t("protocol.text")}</h2>
                <p className="hash">SHA-256 {doc.hash}</p>
                <details style={{ marginTop: 8 }}>
                  <summary>{t("protocol.show-text")}</summary>
                  <pre className="query">{doc.text}</pre>
                </details>
              </section>
            </div>
            <Side doc={doc} />
          </div>
        </>
      )}
    </Show>
  );
}

function Questions(props: { readonly protocol: Protocol }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { protocol } = props;
  return (
    <section>
      <h2>{t("protocol.questions")}</h2>
      {protocol.questions.map((question) => {
        const outcomes = question.outcomes.map((id) =>
          words.local(protocol.outcomes.find((outcome) => outcome.id === id)?.label ?? { en: id }),
        );
        const lines = [
          [t("pico.population"), words.local(question.population)],
          [t("pico.intervention"), words.local(question.intervention)],
          [t("pico.comparator"), words.local(question.comparator)],
          [t("pico.outcomes"), outcomes.join("; ")],
        ] as const;
        return (
          <div key={question.id}>
            <p className="question">
              {words.local(question.text)} <Tag>{words.named("question-kind", question.kind)}</Tag>
            </p>
            <dl className="pico">
              {lines
                .filter(([, text]) => text !== "")
                .map(([label, text]) => (
                  <div key={label} style={{ display: "contents" }}>
                    <dt>{label}</dt>
                    <dd>{text}</dd>
                  </div>
                ))}
            </dl>
          </div>
        );
      })}
    </section>
  );
}

function Reasons(props: { readonly protocol: Protocol }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { stages, exclusionReasons } = props.protocol;
  return (
    <section>
      <h2>{t("protocol.screening")}</h2>
      <p>
        {stages
          .map((plan) =>
            t("protocol.reviewers", {
              stage: words.named("stage", plan.stage),
              count: plan.reviewers,
            }),
          )
          .join(" · ")}
      </p>
      {exclusionReasons.length === 0 ? null : (
        <ol style={{ margin: "12px 0 0", paddingLeft: 20 }}>
          {exclusionReasons.map((reason) => (
            <li key={reason.id}>
              {words.local(reason.label)}{" "}
              <small className="soft">
                ({reason.stages.map((stage) => words.named("stage", stage).toLowerCase()).join(", ")})
              </small>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Side(props: { readonly doc: ProtocolResponse }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { protocol, history } = props.doc;
  const name = (id: string): string => protocol.people.find((person) => person.id === id)?.name ?? id;
  return (
    <aside className="side-list stack" aria-label={t("protocol.side")}>
      <div>
        <h2>{t("protocol.people")}</h2>
        <ul className="lines">
          {protocol.people.map((person) => (
            <li key={person.id}>
              {person.name} <span className="soft">({person.initials})</span>
              <small className="soft block">
                {person.roles.map((role) => words.named("role", role)).join(", ")}
              </small>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h2>{t("protocol.history")}</h2>
        <ul className="lines">
          {history.map((entry) => (
            <li key={entry.eventId}>
              <b>v{entry.number}</b> · {words.moment(entry.at)} · {name(entry.by)}
              <small className="soft block">
                {entry.reason ?? (entry.number === 1 ? t("protocol.first") : t("protocol.no-reason"))}
              </small>
              <span className="hash">{entry.hash.slice(0, 12)}</span>
            </li>
          ))}
        </ul>
      </div>
    </aside>
  );
}
