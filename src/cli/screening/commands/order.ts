import { type Command, InvalidArgumentError, Option } from "commander";
import type { OrderRequest } from "#contract";
import { type Cli, wholeNumber } from "../../cli.ts";
import { type Context, personOf } from "../../context.ts";
import { findReport } from "../../review/find-report.ts";
import { withReview } from "../../review/with-review.ts";
import { type StageOptions, stageOf, withStage } from "../stage.ts";

interface OrderOptions extends StageOptions {
  readonly model?: string;
  readonly seed?: number;
  readonly start?: OrderRequest["start"];
  readonly rule?: string;
  readonly target?: number;
  readonly confidence?: number;
  readonly relevant?: readonly string[];
}

const ORDERS = ["ranked", "import", "random"] as const satisfies readonly OrderRequest["order"][];
const LARGEST_SEED = 0xffff_ffff;

export function orderCommand(cli: Cli): Command {
  const command = withStage(
    cli.command(
      "order <order>",
      "Choose the order of the queues (ranked, import, random) and the stopping rule",
      [
        "evidens screen order ranked --relevant 10.1000/xyz smith2020",
        "evidens screen order ranked --rule recall-test --target 0.95 --confidence 0.95",
        "evidens screen order random --seed 7",
      ],
    ),
  );
  command.registeredArguments[0]?.choices(ORDERS);
  return command
    .option("--model <id>", "learner; `evidens screen setup` lists them")
    .option("--seed <n>", "of chance", wholeNumber(0, LARGEST_SEED))
    .addOption(
      new Option(
        "--start <start>",
        "before anything is decided: the protocol's words, or a random report",
      ).choices(["words", "random"]),
    )
    .option("--rule <id>", "stopping rule; `evidens screen setup` lists them")
    .option("--target <share>", "share of the relevant reports to find, such as 0.95", share)
    .option("--confidence <level>", "such as 0.95", share)
    .option(
      "--relevant <keys...>",
      'reports known to be relevant, to begin learning from; none: --relevant ""',
    )
    .action(cli.run(chooseOrder));
}

/** Parser of a number above 0 and up to 1, with a decimal point or comma. */
export function share(text: string): number {
  const value = Number(text.replace(",", "."));
  if (text.trim() === "" || !(value > 0 && value <= 1))
    throw new InvalidArgumentError("It must be a number above 0 and up to 1, such as 0.95.");
  return value;
}

/** What is not said stays as it is. */
async function chooseOrder(
  context: Context,
  options: OrderOptions,
  order: OrderRequest["order"],
): Promise<void> {
  const stage = stageOf(options);
  const { eventId } = await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    const { order: now } = await workbench.setup(by, stage);
    const relevant: string[] = [];
    for (const key of options.relevant ?? []) {
      if (key !== "") relevant.push((await findReport(context, workbench, by, key)).id);
    }
    return await workbench.setOrder({
      by,
      stage,
      order,
      model: options.model ?? now.model,
      seed: options.seed ?? now.seed,
      start: options.start ?? now.start,
      relevant: options.relevant === undefined ? now.relevant : relevant,
      stopping: {
        rule: options.rule ?? now.stopping.rule,
        target: options.target ?? now.stopping.target,
        confidence: options.confidence ?? now.stopping.confidence,
      },
    });
  });
  context.print.result({ eventId }, () => [context.t("setup.written", { event: eventId })]);
}
