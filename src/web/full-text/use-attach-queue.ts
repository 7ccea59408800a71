import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { AttachResponse } from "#contract";
import { ApiError, postData, postFile, query } from "../api/client.ts";
import { type AttachJob, type AttachQueue, createAttachQueue } from "./attach-queue.ts";

/** Largest file the program takes, in bytes; a larger one is not sent in vain. */
export const LARGEST_PDF: number = 100 * 1024 * 1024;
/** While many files come in, lists are read again at most so often. */
const EVERY = 3_000;
const queues = new WeakMap<QueryClient, AttachQueue>();

/** The one queue of this window; it goes on while other pages are open. */
export function useAttachQueue(): { readonly queue: AttachQueue; readonly jobs: readonly AttachJob[] } {
  const client = useQueryClient();
  let queue = queues.get(client);
  if (queue === undefined) {
    let last = 0;
    queue = createAttachQueue({
      send,
      lookUp: (report) =>
        postData<AttachResponse>(`full-texts/${encodeURIComponent(report)}/open-access`, {}),
      taken: (more) => {
        if (more && Date.now() - last < EVERY) return;
        last = Date.now();
        void client.invalidateQueries();
      },
    });
    queues.set(client, queue);
  }
  return { queue, jobs: useSyncExternalStore(queue.subscribe, queue.jobs) };
}

function send(file: File, report: string | null, origin: "file" | "folder"): Promise<AttachResponse> {
  if (file.size > LARGEST_PDF) return Promise.reject(new FileTooLarge(file.size));
  const address = report === null ? "full-texts" : `full-texts/${encodeURIComponent(report)}`;
  return postFile<AttachResponse>(`${address}${query({ file: file.name, origin })}`, file);
}

/** It was not sent: the program would refuse it. */
export class FileTooLarge extends Error {
  readonly size: number;

  constructor(size: number) {
    super(`The file has ${size} bytes; at most ${LARGEST_PDF} are taken.`);
    this.name = "FileTooLarge";
    this.size = size;
  }
}

/** Whether trying again may help: not where the file itself was refused. */
export function mayHelp(error: unknown): boolean {
  if (error instanceof FileTooLarge) return false;
  return !(error instanceof ApiError) || error.status >= 500;
}
