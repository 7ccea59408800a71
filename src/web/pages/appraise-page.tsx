import type { JSX } from "react";
import "./appraise.css";
import type { AppraisalsResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Show } from "../parts/loading.tsx";
import { Card, Empty, PageHead } from "../parts/page-head.tsx";

/** Risk of bias as a table of judgements in words and signs, and levels of evidence. */
export function AppraisePage(): JSX.Element {
  const { t } = useWords();
  const answer = useAnswer(sources.appraisals);
  return (
    <>
      <PageHead title={t("page.appraise")}>{t("appraise.lead")}</PageHead>
      <Show answer={answer}>
        {(data) =>
          data.appraisals.length === 0 && data.levels.length === 0 ? (
            <Empty title={t("appraise.none")}>{t("appraise.none-next")}</Empty>
          ) : (
            <div className="stack">
              {[...new Set(data.appraisals.map((one) => one.tool))].map((tool) => (
                <ToolTable key={tool} tool={tool} rows={data.appraisals.filter((one) => one.tool === tool)} />
              ))}
              <Levels levels={data.levels} />
            </div>
          )
        }
      </Show>
    </>
  );
}

type Appraisal = AppraisalsResponse["appraisals"][number];

function ToolTable(props: { readonly tool: string; readonly rows: readonly Appraisal[] }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { tool, rows } = props;
  const domains = [...new Set(rows.flatMap((row) => Object.keys(row.domains)))].sort();
  const title = words.named("tool", tool);
  return (
    <Card title={title}>
      <Frame label={title}>
        <table className="table lights">
          <thead>
            <tr>
              <th scope="col">{t("study")}</th>
              {domains.map((domain) => (
                <th key={domain} scope="col">
                  {domain}
                  <small className="block">{words.named(`domain.${tool}`, domain, "")}</small>
                </th>
              ))}
              <th scope="col">{t("appraise.overall")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.eventId}>
                <th scope="row">{row.label}</th>
                {domains.map((domain) => (
                  <td key={domain}>
                    <Light judged={row.domains[domain]} />
                  </td>
                ))}
                <td>
                  <Light judged={row.overall} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      <Origins rows={rows} />
      <Supports rows={rows} domains={domains} />
    </Card>
  );
}

/** Whose judgements these are, said once for all rows that share it. */
function Origins(props: { readonly rows: readonly Appraisal[] }): JSX.Element {
  const { t } = useWords();
  const origins = [...new Set(props.rows.flatMap((row) => (row.source === undefined ? [] : [row.source])))];
  return (
    <>
      {origins.map((source) => {
        const mine = props.rows.filter((row) => row.source === source);
        return (
          <p key={source} className="foot">
            {mine.length === props.rows.length ? "" : `${mine.map((row) => row.label).join(", ")}: `}
            {t("appraise.source", { source })}
          </p>
        );
      })}
    </>
  );
}

function Supports(props: {
  readonly rows: readonly Appraisal[];
  readonly domains: readonly string[];
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <details style={{ marginTop: 16 }}>
      <summary>{t("appraise.support")}</summary>
      {props.rows.map((row) => (
        <section key={row.eventId} style={{ marginTop: 12 }}>
          <h3>{row.label}</h3>
          <dl className="facts left">
            {[
              ...props.domains.map((id) => [id, row.domains[id]] as const),
              [t("appraise.overall"), row.overall] as const,
            ].map(([id, judged]) => (
              <div key={id} style={{ display: "contents" }}>
                <dt>{id}</dt>
                <dd>
                  {judged?.support === undefined
                    ? t("appraise.no-support")
                    : words.local({ en: judged.support, nb: judged.supportNb })}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </details>
  );
}

/** Sign and word by severity; colour only repeats them. */
const SIGNS: readonly { readonly match: RegExp; readonly tone: string; readonly sign: string }[] = [
  { match: /^low/, tone: "low", sign: "+" },
  { match: /some|moderate|unclear/, tone: "some", sign: "!" },
  { match: /critical/, tone: "critical", sign: "×" },
  { match: /high|serious/, tone: "high", sign: "−" },
];

function Light(props: { readonly judged: { readonly judgement: string } | undefined }): JSX.Element {
  const words = useWords();
  const judgement = props.judged?.judgement;
  const sign = SIGNS.find((one) => judgement !== undefined && one.match.test(judgement));
  return (
    <span className="light">
      <span className={`lamp ${sign?.tone ?? "none"}`} aria-hidden="true">
        {sign?.sign ?? "?"}
      </span>
      {judgement === undefined ? words.t("appraise.not-judged") : words.named("judgement", judgement)}
    </span>
  );
}

function Levels(props: { readonly levels: AppraisalsResponse["levels"] }): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  if (props.levels.length === 0) return null;
  return (
    <Card title={t("appraise.levels")}>
      <Frame label={t("appraise.levels")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("study")}</th>
              <th scope="col">{t("appraise.scheme")}</th>
              <th scope="col">{t("appraise.level")}</th>
              <th scope="col">{t("log.why")}</th>
            </tr>
          </thead>
          <tbody>
            {props.levels.map((level) => (
              <tr key={level.eventId}>
                <th scope="row">{level.label}</th>
                <td>{words.named("scheme", level.scheme)}</td>
                <td>{level.level}</td>
                <td>{words.local({ en: level.why, nb: level.whyNb })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </Card>
  );
}
