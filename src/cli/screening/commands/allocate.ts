import type { Command } from "commander";
import { type Cli, wholeNumber } from "../../cli.ts";
import { type Context, personOf } from "../../context.ts";
import { UsageError } from "../../exit-codes.ts";
import { withReview } from "../../review/with-review.ts";
import { type StageOptions, stageOf, withStage } from "../stage.ts";

interface AllocateOptions extends StageOptions {
  readonly seed: number;
  readonly everyone?: boolean;
}

export function allocateCommand(cli: Cli): Command {
  return withStage(
    cli.command("allocate [shares...]", "Say who reads which share of the reports, by weights", [
      "evidens screen allocate kari=2 ola=1",
      "evidens screen allocate kari=1,ola=1,per=1",
      "evidens screen allocate --everyone",
    ]),
  )
    .option("--seed <n>", "of chance, which shares the reports out", wholeNumber(0, 0xffff_ffff), 0)
    .option("--everyone", "no shares: everyone reads whatever waits")
    .action(cli.run(allocate));
}

async function allocate(context: Context, options: AllocateOptions, given: readonly string[]): Promise<void> {
  const { t, print } = context;
  const shares = given
    .flatMap((one) => one.split(","))
    .filter((one) => one !== "")
    .map((one) => shareOf(context, one));
  if (shares.length > 0 === (options.everyone === true))
    throw new UsageError(t("allocate.none"), t("allocate.none.remedy"));
  const { eventId } = await withReview(context, async (workbench) =>
    workbench.allocate({
      by: await personOf(context, workbench),
      stage: stageOf(options),
      shares,
      seed: options.seed,
    }),
  );
  print.result({ eventId }, () => [t("setup.written", { event: eventId })]);
}

function shareOf({ t }: Context, given: string): { readonly person: string; readonly weight: number } {
  const at = given.lastIndexOf("=");
  const weight = Number(given.slice(at + 1));
  if (at < 1 || !/^\d+(\.\d+)?$/.test(given.slice(at + 1)) || !(weight > 0 && weight <= 1_000))
    throw new UsageError(t("allocate.bad", { given }), t("allocate.bad.remedy"));
  return { person: given.slice(0, at), weight };
}
