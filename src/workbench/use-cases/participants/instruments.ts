import type { InstrumentDefined, Stamped } from "#ledger";
import { type Instrument, instruments, parseInstrument } from "#participants";
import type { ReviewReads } from "#store";
import { type Context, personOf, protocolOf, refuse } from "../../context.ts";

/** The program's instruments, then those of the review, each with the text it was defined by. */
export async function knownInstruments(read: ReviewReads): Promise<readonly Instrument[]> {
  const docs = await read.documents<Stamped<InstrumentDefined>>("participant-instrument");
  return [...instruments, ...docs.flatMap(({ doc }) => parseInstrument(doc.text).instrument ?? [])];
}

/**
 * Adds an instrument to the review, or takes the place of one that the review added before.
 *
 * @throws {EvidensError} `workbench/bad-instrument` with every problem and its line, or for the id of a bundled one
 */
export async function defineInstrument(
  context: Context,
  input: { by: string; text: string; file?: string | undefined },
): Promise<{ readonly instrument: Instrument; readonly eventId: string }> {
  personOf(await protocolOf(context.store.read), input.by);
  const { instrument, problems } = parseInstrument(input.text, input.file);
  const bundled = instruments.some(({ id }) => id === instrument?.id);
  refuse(
    bundled
      ? [
          {
            code: "workbench/bundled-instrument",
            field: "id",
            message: `"${instrument!.id}" is an instrument that Evidens brings; its rules stay as they are.`,
            remedy: "Give yours another id.",
          },
        ]
      : problems,
    "workbench/bad-instrument",
    "This instrument cannot be used",
  );
  const [event] = await context.store.append([
    {
      type: "participants.instrument-defined",
      by: input.by,
      body: { instrumentId: instrument!.id, text: input.text },
    },
  ]);
  return { instrument: instrument!, eventId: event!.id };
}
