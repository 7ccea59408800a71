import type { Language } from "#kernel";
import type { FlowArm, ParticipantFlow, TrialFlow } from "#participants";
import type { FigureOptions } from "./flow-diagram.ts";
import { textWidth, wrap } from "./measure-text.ts";
import { type Palette, palette } from "./palette.ts";
import { element, escapeXml, frame, round } from "./svg.ts";

export interface ParticipantFlowModel {
  readonly language: Language;
  readonly title: string;
  readonly flow: ParticipantFlow;
}

const WORDS = {
  en: {
    simulated: "Simulated data, no real participants",
    all: "All participants",
    randomised: (n: number) => `Randomised: ${n}`,
    allocated: (n: number) => `Allocated: ${n}`,
    visit: (visit: string, seen: number, known: number) => `${visit}: seen ${seen}, with outcome ${known}`,
    withdrawn: (n: number) => `Withdrawn: ${n}`,
    unknown: "Withdrawn: not recorded",
    noReason: (n: number) => `no reason given: ${n}`,
    analysed: (n: number) => `Analysed: ${n}`,
    unexplained: (n: number) => `Not analysed, no reason known: ${n}`,
    leftOut: (n: number) => `${n} participants belong to no arm and stand in no box.`,
  },
  nb: {
    simulated: "Simulerte data, ingen virkelige deltakere",
    all: "Alle deltakere",
    randomised: (n: number) => `Randomisert: ${n}`,
    allocated: (n: number) => `Tildelt: ${n}`,
    visit: (visit: string, seen: number, known: number) => `${visit}: sett ${seen}, med utfall ${known}`,
    withdrawn: (n: number) => `Trakk seg: ${n}`,
    unknown: "Trakk seg: ikke registrert",
    noReason: (n: number) => `ingen grunn oppgitt: ${n}`,
    analysed: (n: number) => `Analysert: ${n}`,
    unexplained: (n: number) => `Ikke analysert, ingen kjent grunn: ${n}`,
    leftOut: (n: number) => `${n} deltakere hører ikke til noen arm og står ikke i noen boks.`,
  },
} as const;

const WIDTH = 760;
const GAP = 22;
const PAD = 12;
const LINE = 18;
const BODY = { size: 12.5 } as const;
const HEAD = { size: 13, bold: true } as const;

interface Box {
  readonly head: string | null;
  readonly lines: readonly string[];
  readonly dashed?: boolean;
}

/**
 * The flow of participants through each trial and arm in the manner of CONSORT: randomised, allocated, seen at each
 * visit, withdrawn with reasons, analysed. A dashed box holds a count that nobody recorded.
 *
 * Source: Moher et al. 2010, doi:10.1136/bmj.c869, figure 1.
 * Checked: tests/gallery/participant-figures.test.ts.
 */
export function participantFlowDiagram(model: ParticipantFlowModel, options: FigureOptions = {}): string {
  const { flow, language, title } = model;
  const words = WORDS[language];
  const name = options.palette ?? "screen";
  const colours = palette(name);
  const parts: string[] = [];
  let y = 4;
  if (flow.simulated) {
    parts.push(text(2, y + 12, words.simulated, BODY.size, colours.warn));
    y += 24;
  }
  for (const trial of flow.trials) {
    const drawn = drawTrial(trial, y, words, colours);
    parts.push(...drawn.parts);
    y = drawn.bottom + 26;
  }
  if (flow.leftOut.participants > 0) {
    parts.push(text(2, y, words.leftOut(flow.leftOut.participants), BODY.size, colours.soft));
    y += 20;
  }
  return frame(
    {
      id: options.id ?? "participant-flow",
      width: WIDTH,
      height: Math.ceil(y),
      language,
      title,
      description: describeParticipantFlow(model),
      standalone: name === "print",
      background: name === "print" ? "#ffffff" : undefined,
    },
    parts,
  );
}

type Words = (typeof WORDS)[Language];

/** The flow in words, trial by trial and arm by arm. */
export function describeParticipantFlow({ flow, language }: ParticipantFlowModel): string {
  const words: Words = WORDS[language];
  const trials = flow.trials.map((trial) => {
    const arms = trial.arms.map((arm) => {
      const lines = boxesOf(arm, words).flatMap(({ lines: own }) => own);
      return `${arm.arm}. ${lines.join("; ")}.`;
    });
    return [`${trial.trial ?? words.all}. ${words.randomised(trial.randomised)}.`, ...arms].join(" ");
  });
  return [
    ...(flow.simulated ? [`${words.simulated}.`] : []),
    ...trials,
    ...(flow.leftOut.participants > 0 ? [words.leftOut(flow.leftOut.participants)] : []),
  ].join(" ");
}

/** Allocation, follow-up and analysis of one arm. */
function boxesOf(arm: FlowArm, words: Words): readonly Box[] {
  const withdrawn =
    arm.withdrawn === null
      ? [words.unknown]
      : [
          words.withdrawn(arm.withdrawn),
          ...arm.reasons.map(({ reason, count }) => `${reason}: ${count}`),
          ...(arm.noReason > 0 ? [words.noReason(arm.noReason)] : []),
        ];
  return [
    { head: arm.arm, lines: [words.allocated(arm.randomised)] },
    {
      head: null,
      lines: [...arm.visits.map((one) => words.visit(one.visit, one.seen, one.withOutcome)), ...withdrawn],
      dashed: arm.withdrawn === null,
    },
    {
      head: null,
      lines: [
        words.analysed(arm.analysed),
        ...(arm.unexplained > 0 ? [words.unexplained(arm.unexplained)] : []),
      ],
    },
  ];
}

interface Drawn {
  readonly parts: readonly string[];
  readonly bottom: number;
}

function drawTrial(trial: TrialFlow, top: number, words: Words, colours: Palette): Drawn {
  const columns = Math.max(1, trial.arms.length);
  const width = (WIDTH - 2 - (columns - 1) * GAP) / columns;
  const head: Box = { head: trial.trial ?? words.all, lines: [words.randomised(trial.randomised)] };
  const headWidth = Math.min(WIDTH - 2, Math.max(260, textWidth(head.head ?? "", HEAD) + 2 * PAD));
  const first = layBox(head, headWidth);
  const parts = [
    drawBox(first, { x: (WIDTH - headWidth) / 2, y: top, width: headWidth, height: first.height }, colours),
  ];
  let y = top + first.height;
  const laid = trial.arms.map((arm) => boxesOf(arm, words).map((box) => layBox(box, width)));
  for (let row = 0; row < 3; row++) {
    const height = Math.max(0, ...laid.map((boxes) => boxes[row]!.height));
    const arrows = laid.map((_, at) => {
      const x = 1 + at * (width + GAP) + width / 2;
      return row === 0
        ? `M${WIDTH / 2} ${round(y)}v9H${round(x)}V${round(y + GAP - 2)}`
        : `M${round(x)} ${round(y)}V${round(y + GAP - 2)}`;
    });
    parts.push(
      ...arrows.map((d) =>
        element("path", { d: `${d}m-4 -6l4 6l4 -6`, fill: "none", stroke: colours.faint }),
      ),
    );
    y += GAP;
    laid.forEach((boxes, at) => {
      parts.push(drawBox(boxes[row]!, { x: 1 + at * (width + GAP), y, width, height }, colours));
    });
    y += height;
  }
  return { parts, bottom: y };
}

interface LaidBox {
  readonly head: readonly string[];
  readonly lines: readonly string[];
  readonly dashed: boolean;
  readonly height: number;
}

function layBox({ head, lines, dashed = false }: Box, width: number): LaidBox {
  const inner = width - 2 * PAD;
  const top = head === null ? [] : wrap(head, inner, HEAD);
  const body = lines.flatMap((line) => wrap(line, inner, BODY));
  return { head: top, lines: body, dashed, height: 14 + (top.length + body.length) * LINE };
}

function drawBox(
  box: LaidBox,
  {
    x,
    y,
    width,
    height,
  }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  colours: Palette,
): string {
  const rect = element("rect", {
    x,
    y,
    width,
    height,
    rx: 6,
    fill: colours.fill,
    stroke: box.dashed ? colours.faint : colours.rule,
    "stroke-dasharray": box.dashed ? "4 4" : undefined,
  });
  const heads = box.head.map((line, at) =>
    text(x + PAD, y + 19 + at * LINE, line, HEAD.size, colours.ink, 600),
  );
  const lines = box.lines.map((line, at) =>
    text(x + PAD, y + 19 + (box.head.length + at) * LINE, line, BODY.size, colours.ink),
  );
  return [rect, ...heads, ...lines].join("");
}

function text(x: number, y: number, line: string, size: number, fill: string, weight?: number): string {
  return element("text", { x, y, "font-size": size, "font-weight": weight, fill }, escapeXml(line));
}
