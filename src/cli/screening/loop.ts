import type { NextResponse } from "#contract";
import type { Workbench } from "#workbench";
import { type Context, personOf } from "../context.ts";
import { type Keys, readKeys } from "../terminal/keys.ts";
import { type Line, painted, styled } from "../terminal/paint.ts";
import { colours } from "../terminal/printer.ts";
import { itemLines, type Report } from "./lines.ts";

type Vote = Parameters<Workbench["vote"]>[0];
type Reason = Awaited<ReturnType<Workbench["protocol"]>>["protocol"]["exclusionReasons"][number];

const DECISIONS: Readonly<Record<string, Vote["decision"]>> = { i: "include", x: "exclude", m: "maybe" };
const REASON_KEYS = "123456789abcdefghijklmnoprstvwyz";

interface Session {
  readonly context: Context;
  readonly workbench: Workbench;
  readonly stage: Vote["stage"];
  readonly by: string;
  readonly keys: Keys;
  readonly reasons: readonly Reason[];
  /** Events of this session, newest last; undo takes back these only. */
  readonly voted: string[];
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
  for (;;) {
    const report = answer.items[0]?.report;
    show(session, answer, report);
    const key = await session.keys.next();
    if (key === "q" || key === "quit") return;
    if (key === "u") answer = (await undo(session)) ?? answer;
    else if (report !== undefined && key in DECISIONS) {
      const voted = await vote(session, report, DECISIONS[key] as Vote["decision"]);
      // After the last report, begin again with those that were left out.
      if (voted !== undefined) answer = voted.items.length > 0 ? voted : await nextFrom(session, 0);
    }
  }
}

function nextFrom({ workbench, by, stage }: Session, after: number): Promise<NextResponse> {
  return workbench.next(by, stage, { after, limit: 1 });
}

function show({ context, say }: Session, { progress }: NextResponse, report: Report | undefined): void {
  const { t } = context;
  say("");
  if (report === undefined) say(styled("green", t("screen.finished")));
  else for (const line of itemLines(context, report)) say(line);
  say(styled("dim", t("screen.progress", { read: progress.read, total: progress.inStage })));
  say(t(report === undefined ? "screen.keysAtEnd" : "screen.keys"));
}

async function vote(
  session: Session,
  report: Report,
  decision: Vote["decision"],
): Promise<NextResponse | undefined> {
  const { workbench, by, stage, context, say } = session;
  let exclusionReason: string | undefined;
  if (decision === "exclude" && stage === "full-text") {
    exclusionReason = await askReason(session);
    if (exclusionReason === undefined) return undefined;
  }
  const answer = await workbench.vote({ by, stage, report: report.id, decision, exclusionReason, limit: 1 });
  session.voted.push(answer.eventId);
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

async function undo(session: Session): Promise<NextResponse | undefined> {
  const { workbench, by, voted, context, say } = session;
  const eventId = voted.at(-1);
  if (eventId === undefined) {
    say(context.t("screen.nothingToUndo"));
    return undefined;
  }
  const { report } = await workbench.undo({ by, eventId });
  voted.pop();
  say(styled("bold", context.t("screen.undone")));
  return nextFrom(session, report === null ? 0 : report.position - 1);
}
