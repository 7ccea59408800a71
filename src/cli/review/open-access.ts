import { InvalidArgumentError, Option } from "commander";
import type { OpenReviewOptions } from "#workbench";

/** The switch that lets the program ask the web for open-access copies. */
export function openAccessOption(): Option {
  return new Option(
    "--open-access <email>",
    "allow looking up open-access copies; DOIs and this address go to the service",
  ).argParser((text) => {
    if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return text;
    throw new InvalidArgumentError("It must be an e-mail address.");
  });
}

export function openAccessOf({ openAccess }: { readonly openAccess?: string }): OpenReviewOptions {
  return openAccess === undefined ? {} : { openAccess: { email: openAccess } };
}
