import { type Counts, countsOf, demandParameter, trailingIrrelevant, verdict } from "./check-screened.ts";
import type { Screened, StoppingRule } from "./stopping.types.ts";

export interface SafeOptions {
  /** Phase S: share of the set to draw at random first, in (0, 1); default .01. */
  readonly randomShare?: number;
  /** Phase A: share of the set to have read, in (0, 1); default .1. */
  readonly minimumShare?: number;
  /** Phase A: how many times the estimated number of relevant records is to be read; default 2. */
  readonly timesEstimate?: number;
  /** Phases A, F and E: irrelevant records in a row; default 50. */
  readonly inARow?: number;
  /** Key papers that are known to be in the set and not yet found; default 0. */
  readonly keyPapersMissing?: number;
  /** Phase F: how many records had been read when another model took over; absent while none has. */
  readonly switchedAt?: number;
  /** Phase E: the excluded records read again, those ranked highest first. */
  readonly secondLook?: {
    /** Irrelevant ones in a row at the end of the second look. */
    readonly inARow: number;
    /** Excluded records there are to look at. */
    readonly excluded: number;
  };
}

/** The phases by name; `values.phase` of the verdict is the place in this list, its length when all are done. */
export const SAFE_PHASES: readonly ["start", "learn", "find-more", "evaluate"] = [
  "start",
  "learn",
  "find-more",
  "evaluate",
];

const share = (name: string, value: number): void =>
  demandParameter(value > 0 && value < 1, name, value, "(0, 1)");
const count = (name: string, value: number): void =>
  demandParameter(Number.isInteger(value) && value >= 0, name, value, "0, 1, …");

function settled(options: SafeOptions): SafeOptions & {
  readonly randomShare: number;
  readonly minimumShare: number;
  readonly timesEstimate: number;
  readonly inARow: number;
  readonly keyPapersMissing: number;
} {
  const {
    randomShare = 0.01,
    minimumShare = 0.1,
    timesEstimate = 2,
    inARow = 50,
    keyPapersMissing = 0,
  } = options;
  share("randomShare", randomShare);
  share("minimumShare", minimumShare);
  demandParameter(timesEstimate > 0, "timesEstimate", timesEstimate, "(0, Infinity)");
  demandParameter(Number.isInteger(inARow) && inARow > 0, "inARow", inARow, "1, 2, …");
  count("keyPapersMissing", keyPapersMissing);
  if (options.switchedAt !== undefined) count("switchedAt", options.switchedAt);
  if (options.secondLook !== undefined) {
    count("secondLook.inARow", options.secondLook.inARow);
    count("secondLook.excluded", options.secondLook.excluded);
  }
  return { ...options, randomShare, minimumShare, timesEstimate, inARow, keyPapersMissing };
}

/**
 * SAFE, a row of heuristics in four phases; it carries no error rate.
 *
 * Start: records drawn at random, at least `randomShare` of the set and one relevant among them; their share
 * of relevant ones estimates how many there are. Learn: ranked records until no key paper is missing, twice
 * the estimate and a tenth of the set are read, and `inARow` irrelevant came last. Find more: another model,
 * until `inARow` irrelevant came last. Evaluate: a second look at excluded records, until `inARow`
 * irrelevant came last.
 *
 * Values: `phase` (place in `SAFE_PHASES`) and what the phase lacks: `lacksRandom`, `lacksRelevant`,
 * `lacksKeyPapers`, `lacksRead`, `lacksInARow`, each a number of records; `estimate` once there is one.
 *
 * @throws EvidensError `screening/stopping-input`
 * Source: Boetje and van de Schoot 2024, doi:10.1186/s13643-024-02502-7.
 * Checked: tests/screening/stopping-rules.test.ts.
 */
export function safe(options: SafeOptions = {}): StoppingRule {
  const given = settled(options);
  const id = "safe";
  return {
    id,
    judge(screened) {
      const counts = countsOf(screened);
      const start = randomStart(screened);
      if (start.drawn === 0)
        return verdict(id, counts, {
          stop: false,
          unsupported: "screening/stopping-no-random-start",
          values: { phase: 0, lacksRandom: Math.ceil(given.randomShare * screened.total), lacksRelevant: 1 },
        });
      const estimate = (screened.total * start.relevant) / start.drawn;
      const lacks = lacksByPhase(given, screened, counts, start, estimate);
      const open = lacks.findIndex((lack) => Object.values(lack).some((records) => records > 0));
      const phase = open === -1 ? SAFE_PHASES.length : open;
      return verdict(id, counts, {
        stop: open === -1,
        values: { phase, randomStart: start.drawn, randomFound: start.relevant, estimate, ...lacks[phase] },
      });
    },
  };
}

interface RandomStart {
  readonly drawn: number;
  readonly relevant: number;
}

function randomStart({ labels, random }: Screened): RandomStart {
  let drawn = 0;
  let relevant = 0;
  while (random !== undefined && drawn < labels.length && random[drawn] === 1) {
    relevant += labels[drawn]!;
    drawn += 1;
  }
  return { drawn, relevant };
}

/** What each phase lacks, in records; a phase is done when it lacks nothing. */
function lacksByPhase(
  given: ReturnType<typeof settled>,
  { labels, total }: Screened,
  counts: Counts,
  start: RandomStart,
  estimate: number,
): readonly Readonly<Record<string, number>>[] {
  const read = labels.length;
  const row = trailingIrrelevant(labels);
  const lacking = (wanted: number, have: number): number => Math.max(0, wanted - have);
  const since = (place: number): number => Math.min(row, lacking(read, place));
  const wanted = Math.ceil(Math.max(given.timesEstimate * estimate, given.minimumShare * total));
  const { inARow, switchedAt } = given;
  const look = given.secondLook ?? { inARow: 0, excluded: counts.screened - counts.found };
  return [
    {
      lacksRandom: lacking(Math.ceil(given.randomShare * total), start.drawn),
      lacksRelevant: lacking(1, start.relevant),
    },
    {
      lacksKeyPapers: given.keyPapersMissing,
      lacksRead: lacking(Math.min(total, wanted), read),
      // Once another model has taken over, the row that counts is its own.
      lacksInARow: switchedAt === undefined ? lacking(inARow, since(start.drawn)) : 0,
    },
    { lacksInARow: switchedAt === undefined ? inARow : lacking(inARow, since(switchedAt)) },
    { lacksInARow: lacking(Math.min(inARow, look.excluded), look.inARow) },
  ];
}
