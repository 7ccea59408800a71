import { describe, expect, it } from "vitest";
import type { AttachResponse } from "#contract";
import { type AttachPorts, createAttachQueue } from "../../src/web/full-text/attach-queue.ts";
import { isPdf, pickedFiles } from "../../src/web/full-text/dropped-files.ts";
import { REPORTS } from "./fake-reports.ts";

const file = (name: string) => new File(["%PDF-1.7"], name);
const report = (at: number) => REPORTS[at]!;
const none: AttachResponse = { attached: null, report: null, already: false, candidates: [], problems: [] };
const some = (at: number): AttachResponse => ({
  ...none,
  report: report(at),
  attached: {
    report: report(at).id,
    hash: "a".repeat(64),
    size: 8,
    fileName: "simulated.pdf",
    origin: "file",
    by: "ada",
    at: "2026-03-01T10:00:00.000Z",
    eventId: `file-${at}`,
  },
});

/** A queue over a world that answers when it is told to, and what was asked of it. */
function world(answer: (name: string, report: string | null) => AttachResponse) {
  const asked: string[] = [];
  const taken: boolean[] = [];
  const ports: AttachPorts = {
    send: async (sent, to, origin) => {
      asked.push(`${sent.name} > ${to ?? "?"} (${origin})`);
      await Promise.resolve();
      return answer(sent.name, to);
    },
    lookUp: async (id) => {
      asked.push(`look up ${id}`);
      await Promise.resolve();
      return answer("open-access", id);
    },
    taken: (more) => taken.push(more),
  };
  const queue = createAttachQueue(ports);
  const steps = (): readonly string[] => queue.jobs().map(({ step }) => step);
  const quiet = async (): Promise<void> => {
    for (let at = 0; at < 50; at++) await Promise.resolve();
  };
  return { queue, asked, taken, steps, quiet };
}

describe("files on their way to their reports", () => {
  it("goes on with the others when one fails, one at a time and in order", async () => {
    const { queue, asked, taken, steps, quiet } = world((name) => {
      if (name === "b.pdf") throw new Error("Simulated refusal");
      return some(0);
    });
    queue.add([file("a.pdf"), file("b.pdf"), file("c.pdf")], null, "folder");
    expect(steps()).toEqual(["working", "waiting", "waiting"]);
    await quiet();
    expect(steps()).toEqual(["attached", "failed", "attached"]);
    expect(asked).toEqual(["a.pdf > ? (folder)", "b.pdf > ? (folder)", "c.pdf > ? (folder)"]);
    expect(taken).toEqual([true, false]);
    queue.clear("done");
    expect(steps()).toEqual(["failed"]);
  });

  it("waits for a person where a file fits no report, and sends it again to the one that is chosen", async () => {
    const { queue, asked, steps, quiet } = world((_name, to) => (to === null ? none : some(6)));
    queue.add([file("which.pdf")], null, "file");
    await quiet();
    expect(steps()).toEqual(["unmatched"]);
    queue.choose(queue.jobs()[0]!.id, report(6));
    await quiet();
    expect(steps()).toEqual(["attached"]);
    expect(asked).toEqual(["which.pdf > ? (file)", `which.pdf > ${report(6).id} (file)`]);
  });

  it("looks each report up once, stops the rest when told, and says where nothing was found", async () => {
    const { queue, asked, steps, quiet } = world(() => none);
    queue.lookUp([report(1), report(2), report(3)]);
    queue.lookUp([report(1), report(2)]);
    queue.clear("waiting");
    await quiet();
    expect(steps()).toEqual(["nothing"]);
    expect(asked).toEqual([`look up ${report(1).id}`]);
  });

  it("does not take away what is being sent, and tries a failed one again", async () => {
    let broken = true;
    const { queue, steps, quiet } = world(() => {
      if (broken) throw new Error("Simulated: no connection");
      return some(0);
    });
    queue.add([file("a.pdf")], report(0), "file");
    queue.remove(queue.jobs()[0]!.id);
    await quiet();
    expect(steps()).toEqual(["failed"]);
    broken = false;
    queue.retry(queue.jobs()[0]!.id);
    await quiet();
    expect(steps()).toEqual(["attached"]);
  });
});

describe("what was picked", () => {
  it("takes PDFs out of a folder and counts the rest; files that were chosen are all sent", () => {
    const all = [file("a.PDF"), file("notes.docx"), new File([""], "b", { type: "application/pdf" })];
    const folder = pickedFiles(all, true);
    expect([folder.files.map(({ name }) => name), folder.left]).toEqual([["a.PDF", "b"], 1]);
    expect(pickedFiles(all, false)).toMatchObject({ files: all, origin: "folder", left: 0 });
    expect(pickedFiles([all[0]!], false).origin).toBe("file");
    expect(isPdf({ name: "a.pdf.html", type: "text/html" })).toBe(false);
  });
});
