import { useQueries } from "@tanstack/react-query";
import { type JSX, useId, useState } from "react";
import type { RecordsResponse } from "#contract";
import { ApiError, getData, query } from "../api/client.ts";
import { sources } from "../api/queries.ts";
import type { ReportRow } from "../api/types.ts";
import { complain } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { shortName } from "../parts/report-line.tsx";

/** Reports known beforehand to be relevant, found by DOI, PubMed number, report id or title. */
export function KnownRelevant(props: {
  readonly relevant: readonly string[];
  readonly disabled: boolean;
  readonly onChange: (relevant: readonly string[]) => void;
}): JSX.Element {
  const { t, number } = useWords();
  const { relevant, disabled, onChange } = props;
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [lost, setLost] = useState<readonly string[]>([]);
  const field = useId();
  const add = async (): Promise<void> => {
    const lines = [
      ...new Set(
        text
          .split(/\n|;\s/)
          .map((line) => line.trim())
          .filter((line) => line !== ""),
      ),
    ];
    if (lines.length === 0 || busy) return;
    setBusy(true);
    try {
      const found: string[] = [];
      const missed: string[] = [];
      for (const line of lines) {
        const report = await reportOf(line);
        if (report === null) missed.push(line);
        else found.push(report.id);
      }
      onChange([...new Set([...relevant, ...found])]);
      setLost(missed);
      setText(missed.join("\n"));
    } catch (error) {
      complain(error, t("lost.plain"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <fieldset className="choice" disabled={disabled}>
      <legend>{t("setup.relevant", { count: relevant.length, shown: number(relevant.length) })}</legend>
      <p className="soft">{t("setup.relevant-what")}</p>
      <RelevantList relevant={relevant} disabled={disabled} onChange={onChange} />
      {disabled ? null : (
        <div className="field">
          <label htmlFor={field}>{t("setup.relevant-add")}</label>
          <textarea
            id={field}
            className="input"
            value={text}
            rows={3}
            aria-invalid={lost.length > 0}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setLost([]);
            }}
          />
          <div role="status">
            {lost.length === 0 ? null : (
              <small className="problem">{t("setup.relevant-lost", { count: lost.length })}</small>
            )}
          </div>
          <div>
            <button
              type="button"
              className="button"
              disabled={busy || text.trim() === ""}
              onClick={() => void add()}
            >
              {t("setup.relevant-find")}
            </button>
          </div>
        </div>
      )}
    </fieldset>
  );
}

/** Names are asked for the first fifty. */
const NAMED = 50;

function RelevantList(props: {
  readonly relevant: readonly string[];
  readonly disabled: boolean;
  readonly onChange: (relevant: readonly string[]) => void;
}): JSX.Element | null {
  const { t } = useWords();
  const { relevant } = props;
  const reports = useQueries({ queries: relevant.slice(0, NAMED).map((id) => sources.report(id)) });
  if (relevant.length === 0) return null;
  return (
    <ul className="chips">
      {relevant.map((id, at) => {
        const report = reports[at]?.data?.report;
        const name = report === undefined ? id : shortName(report);
        return (
          <li key={id} className="chip" title={report?.title}>
            {name}
            {props.disabled ? null : (
              <button
                type="button"
                aria-label={t("setup.relevant-remove", { name })}
                onClick={() => props.onChange(relevant.filter((one) => one !== id))}
              >
                ×
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The one report that a line names; null: none, or several. */
async function reportOf(line: string): Promise<Pick<ReportRow, "id"> | null> {
  const bare = line.replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*|pmid:?\s*)/i, "").trim();
  const { rows } = await getData<RecordsResponse>(`records${query({ text: bare, limit: 20 })}`);
  const wanted = bare.toLowerCase();
  const exact = rows.find(
    (row) =>
      row.id === bare ||
      row.doi?.toLowerCase() === wanted ||
      row.pmid === bare ||
      row.title.toLowerCase() === wanted,
  );
  if (exact !== undefined) return exact;
  if (rows.length === 1 && /\s/.test(bare)) return rows[0] ?? null;
  try {
    const { report } = await getData<{ readonly report: ReportRow }>(`records/${encodeURIComponent(bare)}`);
    return report;
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}
