import { Link, useParams } from "@tanstack/react-router";
import type { JSX } from "react";
import "./protocol.css";
import "../screening/screening.css";
import "../screening/marks.css";
import "../screening-setup/setup.css";
import { sources, useAnswer } from "../api/queries.ts";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { AllocationCard } from "../screening-setup/allocation-card.tsx";
import { AuditReader } from "../screening-setup/audit-reader.tsx";
import { OrderCard } from "../screening-setup/order-card.tsx";
import { SamplesCard } from "../screening-setup/samples-card.tsx";
import { StopCard } from "../screening-setup/stop-card.tsx";

/** How screening by title and abstract is set up. */
export function TitleAbstractSetup(): JSX.Element {
  return <SetupPage key="title-abstract" stage="title-abstract" />;
}

/** How screening by full text is set up. */
export function FullTextSetup(): JSX.Element {
  return <SetupPage key="full-text" stage="full-text" />;
}

/** An audit of exclusions by title and abstract. */
export function TitleAbstractAudit(): JSX.Element {
  return <AuditPage stage="title-abstract" />;
}

/** An audit of exclusions by full text. */
export function FullTextAudit(): JSX.Element {
  return <AuditPage stage="full-text" />;
}

function SetupPage(props: { readonly stage: Stage }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { stage } = props;
  const setup = useAnswer(sources.screeningSetup(stage));
  const session = useAnswer(sources.session);
  const overview = useAnswer(sources.overview(words.language));
  const counts = overview.data?.counts;
  const inStage = stage === "full-text" ? counts?.fullText.inStage : counts?.screen.inStage;
  const person = session.data?.person;
  // As the program allows it: a lead or an adjudicator plans, a lead ends.
  const plans = person?.roles.some((role) => role === "lead" || role === "adjudicator") === true;
  const may = plans && session.data?.readOnly === false;
  return (
    <>
      <PageHead
        title={t("setup.title")}
        tools={
          <Link to={stage === "full-text" ? "/full-text" : "/screen"} className="button">
            {t(stage === "full-text" ? "full-text.back" : "conflicts.back")}
          </Link>
        }
      >
        {words.named("stage", stage)}
        {session.data === undefined || may ? "" : ` · ${t("setup.read-only")}`}
      </PageHead>
      <Show answer={session}>
        {(who) => (
          <Show answer={setup}>
            {(data) => (
              <div className="setup">
                <div>
                  <OrderCard setup={data} may={may} />
                </div>
                <div>
                  <StopCard setup={data} session={who} />
                  <SamplesCard setup={data} session={who} may={may} />
                  <AllocationCard setup={data} session={who} inStage={inStage ?? null} may={may} />
                </div>
              </div>
            )}
          </Show>
        )}
      </Show>
    </>
  );
}

function AuditPage(props: { readonly stage: Stage }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { stage } = props;
  const { sample = "" } = useParams({ strict: false }) as { readonly sample?: string };
  const answer = useAnswer(sources.sample(stage, sample));
  const session = useAnswer(sources.session);
  const protocol = useAnswer(sources.protocol);
  return (
    <>
      <PageHead
        title={t("audit.title")}
        tools={
          <Link to={stage === "full-text" ? "/full-text/setup" : "/screen/setup"} className="button">
            {t("audit.back")}
          </Link>
        }
      >
        {words.named("stage", stage)}
      </PageHead>
      <Show answer={session}>
        {(who) => (
          <Show answer={protocol}>
            {(doc) => (
              <Show answer={answer}>
                {(data) =>
                  data.items.length === 0 ? (
                    <Empty title={t("audit.nothing")} />
                  ) : (
                    <AuditReader stage={stage} sample={data} session={who} protocol={doc.protocol} />
                  )
                }
              </Show>
            )}
          </Show>
        )}
      </Show>
    </>
  );
}
