import { useQuery } from "@tanstack/react-query";
import { type JSX, useRef } from "react";
import type { ImportProgressResponse } from "#contract";
import { ApiError, getData } from "../api/client.ts";
import { explain } from "../app/notices.tsx";
import { useWords, type Words } from "../app/text.ts";
import { Tag, type Tone } from "../parts/page-head.tsx";
import { ColumnMapping } from "./column-mapping.tsx";
import { fileSize } from "./file-size.ts";
import type { ImportQueue, QueuedFile } from "./import-queue.ts";
import { ImportReport } from "./import-report.tsx";
import { Problems } from "./problems.tsx";

const TONES: Readonly<Partial<Record<QueuedFile["step"], Tone>>> = {
  asking: "wait",
  done: "ok",
  failed: "warn",
};

/** One file of the queue: where it stands, what it asks, what came of it. */
export function QueueLine(props: {
  readonly item: QueuedFile;
  readonly queue: ImportQueue;
  readonly source: string;
  /** Its columns are the ones to look at now. */
  readonly asks: boolean;
  /** Its report is unfolded from the start. */
  readonly open: boolean;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { item, queue } = props;
  const already = item.result?.already === true;
  const word = already ? t("import.step.already") : words.named("import.step", item.step);
  return (
    <li className="card">
      <div className="row apart">
        <span className="row">
          <b className="name">{item.file.name}</b>
          <span role="status">
            <Tag tone={already ? "plain" : (TONES[item.step] ?? "plain")}>{word}</Tag>
          </span>
          <span className="soft">
            {props.source} · {fileSize(item.file.size, words)}
            {item.preview === null ? "" : ` · ${words.named("format", item.preview.format)}`}
          </span>
        </span>
        {item.step === "asking" || item.step === "done" || item.step === "failed" ? (
          <button
            type="button"
            className="button quiet"
            aria-label={t("import.remove-of", { name: item.file.name })}
            onClick={() => queue.remove(item.id)}
          >
            {t(item.step === "asking" ? "import.leave-out" : "import.put-away")}
          </button>
        ) : null}
      </div>
      {item.step === "reading" ? <Progress name={item.file.name} size={item.file.size} /> : null}
      {props.asks && item.preview !== null ? (
        <ColumnMapping item={item} preview={item.preview} queue={queue} />
      ) : null}
      {item.step === "failed" ? <Failure item={item} queue={queue} words={words} /> : null}
      {item.result === null ? null : <ImportReport result={item.result} open={props.open} />}
    </li>
  );
}

/** How far the program has come; before its first word the file is still on its way. */
function Progress(props: { readonly name: string; readonly size: number }): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const { data } = useQuery<ImportProgressResponse>({
    queryKey: ["import-progress"],
    queryFn: ({ signal }) => getData<ImportProgressResponse>("imports/progress", signal),
    refetchInterval: 400,
    gcTime: 0,
  });
  const running = data?.running ?? null;
  const begun = useRef(false);
  begun.current ||= running !== null;
  const label = t("import.running", { name: props.name });
  if (running === null || running.totalBytes === 0) {
    return (
      <p className="progress">
        <progress aria-label={label} />
        <span className="soft">{t(begun.current ? "import.finishing" : "import.sending")}</span>
      </p>
    );
  }
  const share = Math.min(1, running.bytes / running.totalBytes);
  return (
    <p className="progress">
      <progress aria-label={label} max={1} value={share} />
      <span className="soft num">
        {t("import.progress", {
          records: number(running.records),
          share: words.percent(share * 100),
          bytes: fileSize(running.bytes, words),
          total: fileSize(running.totalBytes, words),
        })}
      </span>
    </p>
  );
}

function Failure(props: {
  readonly item: QueuedFile;
  readonly queue: ImportQueue;
  readonly words: Words;
}): JSX.Element {
  const { item, queue } = props;
  const { t } = props.words;
  const { message, remedy } = explain(item.error, t("lost.plain"));
  return (
    <div role="alert" className="failure">
      <p className="ex">{message}</p>
      {remedy === "" ? null : <p className="soft">{remedy}</p>}
      {item.error instanceof ApiError ? <Problems problems={item.error.problems} /> : null}
      <p>
        <button type="button" className="button" onClick={() => queue.retry(item.id)}>
          {t("retry")}
        </button>
      </p>
    </div>
  );
}
