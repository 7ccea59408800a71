import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { ImportResponse, PreviewResponse } from "#contract";
import { postFile, query } from "../api/client.ts";
import { type ChosenColumns, createImportQueue, type ImportQueue, type QueuedFile } from "./import-queue.ts";

/** What a format is told by, and enough rows to guess columns from. */
const BEGINNING = 512 * 1024;
const queues = new WeakMap<QueryClient, ImportQueue>();

/** The one queue of this window; it goes on while other pages are open. */
export function useImportQueue(): { readonly queue: ImportQueue; readonly files: readonly QueuedFile[] } {
  const client = useQueryClient();
  let queue = queues.get(client);
  if (queue === undefined) {
    queue = createImportQueue({ look, take, taken: () => void client.invalidateQueries() });
    queues.set(client, queue);
  }
  return { queue, files: useSyncExternalStore(queue.subscribe, queue.files) };
}

/** A spreadsheet is a ZIP file, whose directory stands at its end: it goes whole. */
async function look(file: File, columns: ChosenColumns): Promise<PreviewResponse> {
  const [p, k] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const zip = p === 0x50 && k === 0x4b;
  return await postFile<PreviewResponse>(
    `imports/preview${query({ file: file.name, columns: asText(columns) })}`,
    zip ? file : file.slice(0, BEGINNING),
  );
}

function take(file: File, source: string, columns: ChosenColumns): Promise<ImportResponse> {
  return postFile<ImportResponse>(
    `imports${query({ source, file: file.name, columns: asText(columns) })}`,
    file,
  );
}

function asText(columns: ChosenColumns): string | undefined {
  return columns.size === 0 ? undefined : JSON.stringify(Object.fromEntries(columns));
}
