import { latestBody, type Projection, stamped } from "#ledger";

/** Folds participants' files, mappings of trials and fitted models, each by its id: the newest in force wins. */
export const participantProjections: readonly Projection[] = [
  latestBody("participant-data", "participants.data-kept", (body) => body.dataSetId, stamped),
  latestBody("participant-mapping", "participants.trials-mapped", (body) => body.dataSetId, stamped),
  latestBody(
    "participant-instrument",
    "participants.instrument-defined",
    (body) => body.instrumentId,
    stamped,
  ),
  latestBody("participant-model", "participants.model-run", (body) => body.modelId, stamped),
];
