import { describe, expect, it } from "vitest";
import type { ImportResponse, PreviewResponse } from "#contract";
import { createImportQueue, type ImportQueue, type QueuedFile } from "../../src/web/imports/import-queue.ts";
import { imported } from "./fake-imports.ts";

const PREVIEW: PreviewResponse = {
  format: "ris",
  encoding: "utf-8",
  columns: null,
  columnFields: [],
  sample: [],
  problems: [],
};
const TABLE: PreviewResponse = {
  ...PREVIEW,
  format: "table",
  columns: [{ heading: "__proto__", field: "ignore", examples: [] }],
};

function world() {
  const calls: string[] = [];
  const state = { broken: false, open: 0, most: 0 };
  const work = async <T>(call: string, answer: T): Promise<T> => {
    calls.push(call);
    state.open += 1;
    state.most = Math.max(state.most, state.open);
    await new Promise((resolve) => setTimeout(resolve, 2));
    state.open -= 1;
    if (state.broken) throw new TypeError("no connection");
    return answer;
  };
  const queue = createImportQueue({
    look: (file, columns) =>
      work(
        `look ${file.name}${columns.size === 0 ? "" : ` ${[...columns].join(";")}`}`,
        file.name.endsWith(".csv") ? TABLE : PREVIEW,
      ),
    take: (file, source, columns) =>
      work<ImportResponse>(`take ${file.name} ${source} ${columns.size}`, {
        import: imported(file.name),
        already: false,
      }),
    taken: ({ import: one }) => calls.push(`taken ${one.fileName}`),
  });
  return { queue, calls, state };
}

const files = (...names: readonly string[]): File[] => names.map((name) => new File(["x"], name));
const steps = (queue: ImportQueue): QueuedFile["step"][] => queue.files().map(({ step }) => step);

describe("import queue", () => {
  it("looks at each file and imports in order, one at a time", async () => {
    const { queue, calls, state } = world();
    queue.add(files("a.ris", "b.ris", "c.ris"), "base-a");
    await expect.poll(() => steps(queue)).toEqual(["done", "done", "done"]);
    expect(calls.filter((call) => call.startsWith("take "))).toEqual([
      "take a.ris base-a 0",
      "take b.ris base-a 0",
      "take c.ris base-a 0",
    ]);
    expect(calls.filter((call) => call.startsWith("taken "))).toHaveLength(3);
    expect(state.most).toBeLessThanOrEqual(2);
  });

  it("asks about a table and lets the files behind it pass", async () => {
    const { queue, calls } = world();
    queue.add(files("a.csv", "b.ris"), "base-a");
    await expect.poll(() => steps(queue)).toEqual(["asking", "done"]);
    const { id } = queue.files()[0]!;
    queue.choose(id, "__proto__", "title");
    await expect.poll(() => calls).toContain("look a.csv __proto__,title");
    queue.accept(id);
    await expect.poll(() => steps(queue)).toEqual(["done", "done"]);
    expect(calls).toContain("take a.csv base-a 1");
  });

  it("keeps a file that failed, and imports it on another try", async () => {
    const { queue, state } = world();
    state.broken = true;
    queue.add(files("a.ris"), "base-a");
    await expect.poll(() => steps(queue)).toEqual(["failed"]);
    expect(queue.files()[0]?.error).toBeInstanceOf(TypeError);
    state.broken = false;
    queue.retry(queue.files()[0]!.id);
    await expect.poll(() => steps(queue)).toEqual(["done"]);
  });

  it("takes a resting file off the list, and no other", async () => {
    const { queue } = world();
    queue.add(files("a.ris"), "base-a");
    const { id } = queue.files()[0]!;
    queue.remove(id);
    expect(queue.files()).toHaveLength(1);
    await expect.poll(() => steps(queue)).toEqual(["done"]);
    queue.remove(id);
    expect(queue.files()).toEqual([]);
  });
});
