import { type JSX, useState } from "react";
import type { FullTextResponse } from "#contract";
import { sources, useAnswer } from "../../api/queries.ts";
import { useWords } from "../../app/text.ts";
import { fileSize } from "../../imports/file-size.ts";
import { Card } from "../../parts/page-head.tsx";
import { UndoDialog } from "../../parts/undo-dialog.tsx";
import { FileButton } from "../attach-area.tsx";
import { useAttachQueue } from "../use-attach-queue.ts";

/** What is known of the attached file, and the way to another one. */
export function FileCard(props: {
  readonly fullText: FullTextResponse;
  readonly readOnly: boolean;
}): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const { queue } = useAttachQueue();
  const session = useAnswer(sources.session);
  const [undoing, setUndoing] = useState<string | null>(null);
  const { report, file, files } = props.fullText;
  const name = (id: string): string => session.data?.people.find((one) => one.id === id)?.name ?? id;
  return (
    <Card title={t("full-text.file")}>
      {file === null ? (
        <p className="soft">{t("full-text.state-missing")}</p>
      ) : (
        <dl className="facts left file-facts">
          <dt>{t("full-text.file-name")}</dt>
          <dd className="name">
            <a
              href={`/api/full-texts/${encodeURIComponent(report.id)}/file`}
              download={file.fileName}
              title={t("full-text.download")}
            >
              {file.fileName}
            </a>
          </dd>
          <dt>{t("full-text.file-size")}</dt>
          <dd>
            {fileSize(file.size, words)}
            {file.text === undefined ? "" : ` · ${t("full-text.pages", { count: file.text.pages })}`}
          </dd>
          <dt>{t("full-text.file-from")}</dt>
          <dd>
            {t(`full-text.origin-${file.origin}`)}
            {file.matchedBy === undefined ? "" : ` · ${t(`full-text.matched-${file.matchedBy}`)}`}
            {file.license === undefined ? "" : ` · ${file.license}`}
          </dd>
          <dt>{t("full-text.file-by")}</dt>
          <dd>
            {name(file.by)}, {words.moment(file.at)}
          </dd>
        </dl>
      )}
      {files.length > 1 ? (
        <p className="foot">
          {t("full-text.older-files", { count: files.length - 1, shown: number(files.length - 1) })}
        </p>
      ) : null}
      <div className="row" style={{ marginTop: 8 }}>
        <FileButton
          quiet
          disabled={props.readOnly}
          label={file === null ? t("full-text.attach") : t("full-text.attach-other")}
          onFiles={(given) => queue.add(given.files.slice(0, 1), report, "file")}
        />
        {file === null || props.readOnly ? null : (
          <button type="button" className="button quiet" onClick={() => setUndoing(file.eventId)}>
            {t("full-text.detach")}
          </button>
        )}
      </div>
      <UndoDialog eventId={undoing} title={t("full-text.detach-title")} onClose={() => setUndoing(null)}>
        <p>{t("full-text.detach-what")}</p>
      </UndoDialog>
    </Card>
  );
}
