import type { ExplainResponse, ProgressResponse, RankingState } from "#contract";
import type { OrderSet, Stage, Stamped } from "#ledger";
import type { Protocol } from "#review";
import { unitHash } from "#screening";
import type { ReviewReads } from "#store";
import { type PersonLearner, readLearner, type SharedLearner } from "./learner.ts";
import { defaultOrder } from "./order.ts";
import { progressOf } from "./progress.ts";
import { protocolIn, type Reading, randomRows, StageDecisions, touchedBy } from "./screening-state.ts";

/** An order as the thread gives it. */
export interface OrderNews {
  readonly stage: Stage;
  readonly person: string;
  readonly state: RankingState;
  readonly positions: Uint32Array | null;
}

/** So many of the likeliest are sent; a fresh order comes after every vote. */
const SENT = 4_096;
/** Reports read from the store at once. */
const PAGE = 1_000;

interface Queue {
  readonly stage: Stage;
  readonly person: string;
  reading: Reading | null;
  learner: PersonLearner | null;
  /** Labels the present order was learned from. */
  trained: Int8Array | null;
  order: Uint32Array | null;
}

/**
 * Reads the reports and decisions of a review, keeps a learner for each person whose queue is in use,
 * and gives the order of each queue. Runs in a thread of its own beside the program; its only inputs
 * are the store and who is reading.
 */
export class RankingCore {
  readonly #read: ReviewReads;
  readonly #tell: (news: OrderNews) => void;
  readonly #queues = new Map<string, Queue>();
  #seq = -1;
  #protocol: Protocol | null = null;
  #positions: Uint32Array = new Uint32Array(0);
  #rows: Map<string, number> = new Map();
  #learner: SharedLearner | null = null;
  /** The model the features were read for. */
  #model = "";
  #orders = new Map<Stage, OrderSet>();
  #decisions = new Map<Stage, StageDecisions>();
  #random = new Map<Stage, ReadonlySet<number>>();

  constructor(read: ReviewReads, tell: (news: OrderNews) => void) {
    this.#read = read;
    this.#tell = tell;
  }

  /** Begins to keep this queue in order. */
  async watch(stage: Stage, person: string): Promise<void> {
    const key = `${stage} ${person}`;
    if (!this.#queues.has(key))
      this.#queues.set(key, { stage, person, reading: null, learner: null, trained: null, order: null });
    await this.refresh();
  }

  /** Takes in what came into the store since, and gives new orders where they changed. */
  async refresh(): Promise<void> {
    await this.#takeIn();
    for (const queue of this.#queues.values()) if (queue.reading === null) this.#reorder(queue);
  }

  async progress(stage: Stage, person: string): Promise<ProgressResponse["progress"]> {
    await this.watch(stage, person);
    const queue = this.#queues.get(`${stage} ${person}`)!;
    const decisions = this.#decisions.get(stage)!;
    return progressOf({
      reading: queue.reading!,
      isKept: (row) => decisions.isKept(row, person),
      random: this.#random.get(stage) ?? new Set(),
      total: await this.#total(stage),
      order: this.#order(stage),
    });
  }

  async explain(stage: Stage, person: string, report: string): Promise<ExplainResponse["explanation"]> {
    await this.watch(stage, person);
    const queue = this.#queues.get(`${stage} ${person}`)!;
    const row = this.#rows.get((await this.#read.report(report))?.id ?? report);
    if (row === undefined || queue.learner === null || !queue.learner.trained) return null;
    const rank = queue.order === null ? -1 : queue.order.indexOf(row);
    return {
      rank: rank < 0 ? null : rank + 1,
      of: queue.order?.length ?? this.#rows.size,
      score: queue.learner.scoreOf(row),
      terms: queue.learner.explain(row, 12),
    };
  }

  async #total(stage: Stage): Promise<number> {
    return stage === "title-abstract"
      ? this.#rows.size
      : (await this.#read.screeningCounts(stage, "")).inStage;
  }

  #order(stage: Stage): OrderSet {
    return this.#orders.get(stage) ?? defaultOrder(stage);
  }

  async #takeIn(): Promise<void> {
    const seq = await this.#read.countEvents();
    if (this.#seq === seq) return;
    if (this.#seq < 0 || seq < this.#seq) {
      await this.#loadAll();
      this.#seq = seq;
      return;
    }
    const events = await this.#read.events({ arrivedAfter: this.#seq });
    const touched = await touchedBy(events, (id) => this.#read.event(id));
    this.#seq += events.length;
    if (touched.records) return await this.#loadAll();
    if (touched.settings || touched.decisions) await this.#loadSettings();
    if (this.#order("title-abstract").model !== this.#model) return await this.#loadAll();
    if (touched.decisions) await this.#loadDecisions();
    else if (touched.reports.size > 0) await this.#loadDecisionsOn([...touched.reports]);
    else if (!touched.settings) return;
    for (const queue of this.#queues.values()) queue.reading = null;
  }

  async #loadAll(): Promise<void> {
    await this.#loadOrders();
    const reader = readLearner(this.#order("title-abstract"));
    const ids: string[] = [];
    const positions: number[] = [];
    this.#learner = null;
    for (let after = 0; ; ) {
      const page = await this.#read.reports({ after, limit: PAGE });
      for (const report of page) {
        ids.push(report.id);
        positions.push(report.position);
        reader.add(report);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      after = last.position;
    }
    this.#rows = new Map(ids.map((id, row) => [id, row]));
    this.#positions = Uint32Array.from(positions);
    this.#protocol = await protocolIn(this.#read);
    await this.#loadSettings();
    this.#learner = reader.finish(this.#protocol);
    this.#model = reader.model;
    this.#forget();
    await this.#loadDecisions();
    for (const queue of this.#queues.values()) queue.reading = null;
  }

  /** Has everybody's learner made anew. */
  #forget(): void {
    for (const queue of this.#queues.values()) {
      queue.learner = null;
      queue.trained = null;
    }
  }

  async #loadOrders(): Promise<void> {
    this.#orders = new Map();
    for (const { doc } of await this.#read.documents<Stamped<OrderSet>>("screening-order"))
      this.#orders.set(doc.stage, doc);
  }

  async #loadSettings(): Promise<void> {
    this.#protocol = await protocolIn(this.#read);
    const before = JSON.stringify([...this.#orders.values()]);
    await this.#loadOrders();
    for (const stage of ["title-abstract", "full-text"] as const)
      this.#random.set(stage, await randomRows(this.#read, stage, this.#rows));
    if (JSON.stringify([...this.#orders.values()]) !== before) this.#forget();
  }

  async #loadDecisions(): Promise<void> {
    for (const stage of ["title-abstract", "full-text"] as const) {
      const decisions = new StageDecisions(stage, this.#rows, this.#protocol);
      for (const doc of await this.#read.screeningOf(stage)) decisions.set(doc.report, doc);
      this.#decisions.set(stage, decisions);
    }
  }

  async #loadDecisionsOn(reports: readonly string[]): Promise<void> {
    const now = await this.#read.reportIdsOf(reports);
    for (const id of new Set(reports.map((report) => now.get(report) ?? report)))
      for (const stage of ["title-abstract", "full-text"] as const)
        this.#decisions.get(stage)?.set(id, await this.#read.screening(stage, id));
  }

  #reorder(queue: Queue): void {
    const reading = this.#decisions.get(queue.stage)!.readingOf(queue.person);
    queue.reading = reading;
    const set = this.#order(queue.stage);
    const state = (trainedOn: number, relevant: number): RankingState => ({
      order: set.order,
      state: set.order === "import" ? "off" : "ready",
      model: set.model,
      trainedOn,
      relevant,
    });
    if (set.order === "import") {
      queue.order = null;
      this.#tell({ stage: queue.stage, person: queue.person, state: state(0, 0), positions: null });
      return;
    }
    const labels = reading.labels;
    for (const id of set.relevant) {
      const row = this.#rows.get(id);
      if (row !== undefined && labels[row] === -1) labels[row] = 1;
    }
    const all = set.order === "random" ? this.#byChance(set.seed) : this.#byLearner(queue, set, labels);
    queue.order = all.filter((row) => reading.read[row] === 0);
    let trainedOn = 0;
    let relevant = 0;
    for (const label of labels) {
      if (label >= 0) trainedOn += 1;
      if (label === 1) relevant += 1;
    }
    this.#tell({
      stage: queue.stage,
      person: queue.person,
      state: set.order === "random" ? state(0, 0) : state(trainedOn, relevant),
      positions: queue.order.slice(0, SENT).map((row) => this.#positions[row]!),
    });
  }

  #byLearner(queue: Queue, set: OrderSet, labels: Int8Array): Uint32Array {
    queue.learner ??= this.#learner!.forPerson(set);
    const before = queue.trained;
    if (before === null || labels.some((label, row) => label !== before[row])) queue.learner.train(labels);
    queue.trained = labels;
    return queue.learner.order();
  }

  #byChance(seed: number): Uint32Array {
    const draws = new Float64Array(this.#rows.size);
    for (const [id, row] of this.#rows) draws[row] = unitHash(id, seed);
    return Uint32Array.from(draws.keys()).sort((a, b) => draws[a]! - draws[b]! || a - b);
  }
}
