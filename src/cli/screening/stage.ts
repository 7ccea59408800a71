import { type Command, Option } from "commander";
import type { Workbench } from "#workbench";

export type Stage = Parameters<Workbench["next"]>[1];

export interface StageOptions {
  readonly stage?: Stage;
}

/** Adds `--stage`. It has no default of commander's, since a parent's default would win over what was given. */
export function withStage(command: Command): Command {
  return command.addOption(
    new Option("--stage <stage>", "title-abstract (default) or full-text").choices([
      "title-abstract",
      "full-text",
    ]),
  );
}

/** The stage that was asked for. */
export function stageOf({ stage }: StageOptions): Stage {
  return stage ?? "title-abstract";
}
