import { useQueryClient } from "@tanstack/react-query";
import { type JSX, useRef, useState } from "react";
import type { AuditRequest, SampleResponse, SessionResponse, WrittenResponse } from "#contract";
import { postData } from "../api/client.ts";
import { sources } from "../api/queries.ts";
import type { Protocol, Stage } from "../api/types.ts";
import { complain } from "../app/notices.tsx";
import { usePreferences } from "../app/preferences.ts";
import { useShortcuts } from "../app/shortcuts.ts";
import { useWords } from "../app/text.ts";
import { Criteria } from "../parts/criteria.tsx";
import { Card, Empty, Tag } from "../parts/page-head.tsx";
import { useReadingStyle } from "../parts/use-reading-style.ts";
import { Reading } from "../screening/reading.tsx";
import { useHighlights } from "../screening/use-highlights.ts";

/** A second look at excluded reports, one by one: should it have been included? */
export function AuditReader(props: {
  readonly stage: Stage;
  readonly sample: SampleResponse;
  readonly session: SessionResponse;
  readonly protocol: Protocol;
}): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const { stage, sample, session, protocol } = props;
  const client = useQueryClient();
  const { highlight, shortcuts } = usePreferences();
  const highlights = useHighlights(protocol);
  const reading = useReadingStyle();
  const { items, state } = sample;
  const firstOpen = items.findIndex(({ relevant }) => relevant === null);
  const [chosen, setAt] = useState<number | null>(null);
  const [sending, setSending] = useState(false);
  const busy = useRef(false);
  const at = chosen ?? (firstOpen < 0 ? items.length : firstOpen);
  const item = items[at];
  const { reviewers } = state.sample;
  const may = !session.readOnly && (reviewers.length === 0 || reviewers.includes(session.person.id));
  const go = (to: number): void => setAt(Math.min(items.length, Math.max(0, to)));

  const answer = async (relevant: boolean): Promise<void> => {
    if (item === undefined || !may || busy.current) return;
    busy.current = true;
    setSending(true);
    const request: AuditRequest = { sample: state.sample.sample, report: item.report.id, relevant };
    try {
      await postData<WrittenResponse>(`screening/${stage}/audits`, request);
      const { queryKey } = sources.sample(stage, state.sample.sample);
      await client.invalidateQueries({ queryKey });
      void client.invalidateQueries({ queryKey: sources.screeningSetup(stage).queryKey });
      setAt(at + 1);
    } catch (error) {
      complain(error, t("lost.plain"));
    } finally {
      busy.current = false;
      setSending(false);
    }
  };
  useShortcuts({
    arrowleft: () => void answer(false),
    n: () => void answer(false),
    arrowright: () => void answer(true),
    y: () => void answer(true),
    j: () => go(at + 1),
    k: () => go(at - 1),
  });
  const answered = items.filter(({ relevant }) => relevant !== null).length;
  return (
    <div className="two">
      {item === undefined ? (
        <div className="card">
          <Empty title={t(firstOpen < 0 ? "audit.all-read" : "audit.at-end")}>
            {firstOpen < 0 ? null : <p>{t("audit.left", { count: items.length - answered })}</p>}
            <p className="row" style={{ marginTop: 12 }}>
              <button type="button" className="button" onClick={() => go(firstOpen)}>
                {t(firstOpen < 0 ? "audit.look-again" : "audit.go-on")}
              </button>
            </p>
          </Empty>
        </div>
      ) : (
        <article className="paper audit" style={reading} aria-label={item.report.title}>
          <div className="sheet">
            <p className="row apart" style={{ marginBottom: 12 }}>
              <span className="soft num" role="status">
                {t("audit.place", { place: number(at + 1), total: number(items.length) })}
              </span>
              {item.relevant === null ? null : (
                <Tag tone={item.relevant ? "wait" : "ok"}>
                  {t(item.relevant ? "audit.said-yes" : "audit.said-no")}
                </Tag>
              )}
            </p>
            <Reading report={item.report} highlights={highlight ? highlights.now : []} />
            <p className="audit-question">{t("audit.question")}</p>
          </div>
          <div className="answers">
            <button
              type="button"
              disabled={!may || sending}
              aria-keyshortcuts="ArrowLeft n"
              onClick={() => void answer(false)}
            >
              {t("audit.no")}
              {shortcuts ? (
                <span className="key" aria-hidden="true">
                  ←
                </span>
              ) : null}
            </button>
            <button
              type="button"
              disabled={!may || sending}
              aria-keyshortcuts="ArrowRight y"
              onClick={() => void answer(true)}
            >
              {t("audit.yes")}
              {shortcuts ? (
                <span className="key" aria-hidden="true">
                  →
                </span>
              ) : null}
            </button>
          </div>
        </article>
      )}
      <div className="stack side">
        <Card title={t("audit.result")}>
          <p className="num">
            {t("audit.answered", { answered: number(answered), total: number(items.length) })}
          </p>
          {sample.bound === null ? (
            <p className="soft">{t("audit.no-bound")}</p>
          ) : (
            <>
              <p className="bound num">
                {t("audit.at-most", {
                  atMost: number(sample.bound.atMost),
                  population: number(sample.bound.population),
                })}
              </p>
              <p className="soft">{words.local(sample.bound.text)}</p>
            </>
          )}
          <p className="row" style={{ marginTop: 12 }}>
            <button type="button" className="button quiet" disabled={at === 0} onClick={() => go(at - 1)}>
              {t("conflicts.previous")}
            </button>
            <button
              type="button"
              className="button quiet"
              disabled={at >= items.length}
              onClick={() => go(at + 1)}
            >
              {t("conflicts.next")}
            </button>
          </p>
        </Card>
        <Card title={t("protocol.criteria")}>
          <Criteria criteria={protocol.criteria} />
        </Card>
      </div>
    </div>
  );
}
