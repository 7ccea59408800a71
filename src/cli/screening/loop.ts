import type { NextResponse } from "#contract";
import type { Workbench } from "#workbench";
import { type Context, personOf } from "../context.ts";
import { type Keys, readKeys } from "../terminal/keys.ts";
import { type Line, painted, styled } from "../terminal/paint.ts";
import { colours } from "../terminal/printer.ts";
import { bannerLines, type Item, itemLines, stoppedLine } from "./lines.ts";
import { explanationLines, orderLine } from "./with-ranking.ts";

type Vote = Parameters<Workbench["vote"]>[0];
type Reason = Awaited<ReturnType<Workbench["protocol"]>>["protocol"]["exclusionReasons"][number];

const DECISIONS: Readonly<Record<string, Vote["decision"]>> = {
  i: "include",
  x: "exclude",
  m: "maybe",
  a: "await",
};
const REASON_KEYS = "123456789abcdefghijklmnoprstvwyz";

interface Session {
  readonly context: Context;
  readonly workbench: Workbench;
  readonly stage: Vote["stage"];
  readonly by: string;
  readonly keys: Keys;
  readonly reasons: readonly Reason[];
  /** Votes of this session, newest last; undo takes back these only. */
  readonly voted: { readonly eventId: string; readonly item: Item }[];
  say(line: Line): void;
}

/** Shows one report after the other and votes by single keys until the end or `q`. */
export async function screenByKeys(
  context: Context,
  workbench: Workbench,
  stage: Vote["stage"],
): Promise<void> {
  const { io, t } = context;
  const { protocol } = await workbench.protocol();
  const session: Session = {
    context,
    workbench,
    stage,
    by: await personOf(context, workbench),
    keys: readKeys(io.stdin),
    reasons: protocol.exclusionReasons.filter(({ stages }) => stages.includes(stage)),
    voted: [],
    say: (line) => io.stdout.write(`${painted(line, colours(io, io.stdout))}\n`),
  };
  try {
    for (const { id, kind, text } of protocol.criteria) {
      session.say([styled(kind === "include" ? "green" : "red", id), " ", text[context.language] ?? text.en]);
    }
    await loop(session);
    session.say(t("screen.goodbye", { n: session.voted.length }));
  } finally {
    session.keys.close();
  }
}

async function loop(session: Session): Promise<void> {
  let answer = await nextFrom(session, 0);
  let shown = true;
  for (;;) {
    const item = answer.items[0];
    if (shown) show(session, answer, item);
    shown = true;
    const key = await session.keys.next();
    if (key === "q" || key === "quit") return;
    if (key === "u") answer = (await undo(session)) ?? answer;
    else if (item !== undefined && key === "e") {
      await explain(session, item);
      // The report stands above; the explanation is not to push it away.
      shown = false;
    } else if (item !== undefined && key in DECISIONS) {
      const voted = await vote(session, item, DECISIONS[key] as Vote["decision"]);
      // After the last report, begin again with those that were left out.
      if (voted !== undefined) answer = voted.items.length > 0 ? voted : await nextFrom(session, 0);
    }
  }
}

async function explain({ context, workbench, stage, by, say }: Session, { report }: Item): Promise<void> {
  for (const line of explanationLines(context, await workbench.explain(by, stage, report.id))) say(line);
}

function nextFrom({ workbench, by, stage }: Session, after: number): Promise<NextResponse> {
  return workbench.next(by, stage, { after, limit: 1 });
}

function show({ context, say }: Session, answer: NextResponse, item: Item | undefined): void {
  const { t } = context;
  const { progress, stopped } = answer;
  say("");
  if (stopped !== null) say(stoppedLine(context, stopped));
  else if (item === undefined) say(styled("green", t("screen.finished")));
  else for (const line of [...bannerLines(context, item), ...itemLines(context, item.report)]) say(line);
  say(styled("dim", t("screen.progress", { read: progress.read, total: progress.inStage })));
  if (item?.because === "ranked") say(orderLine(context, answer.ranking));
  say(t(item === undefined ? "screen.keysAtEnd" : "screen.keys"));
}

async function vote(
  session: Session,
  item: Item,
  decision: Vote["decision"],
): Promise<NextResponse | undefined> {
  const { workbench, by, stage, context, say } = session;
  let exclusionReason: string | undefined;
  if (decision === "exclude" && stage === "full-text") {
    exclusionReason = await askReason(session);
    if (exclusionReason === undefined) return undefined;
  }
  const { report, round } = item;
  const answer = await workbench.vote({
    by,
    stage,
    report: report.id,
    decision,
    exclusionReason,
    round,
    limit: 1,
  });
  session.voted.push({ eventId: answer.eventId, item });
  say(
    styled(
      "bold",
      `→ ${context.t(`decision.${decision}`)}${exclusionReason === undefined ? "" : ` (${exclusionReason})`}`,
    ),
  );
  return answer;
}

async function askReason({ context, reasons, keys, say }: Session): Promise<string | undefined> {
  say(styled("bold", context.t("screen.whichReason")));
  for (const [index, { label }] of reasons.entries()) {
    say(`  ${REASON_KEYS[index] ?? "?"}  ${label[context.language] ?? label.en}`);
  }
  const key = await keys.next();
  return reasons[REASON_KEYS.indexOf(key)]?.id;
}

/** Takes back the newest vote of the session and shows its report again, whatever the order is now. */
async function undo({
  workbench,
  by,
  stage,
  voted,
  context,
  say,
}: Session): Promise<NextResponse | undefined> {
  const last = voted.at(-1);
  if (last === undefined) {
    say(context.t("screen.nothingToUndo"));
    return undefined;
  }
  const { eventId, item } = last;
  await workbench.undo({ by, eventId });
  voted.pop();
  say(styled("bold", context.t("screen.undone")));
  const after = await workbench.next(by, stage, { after: item.report.position - 1, limit: 1 });
  return after.stopped === null ? { ...after, items: [item] } : after;
}
