import type { ArmsRequest, StudyRequest } from "#contract";
import type { Problem } from "#kernel";
import type { StudyDefined } from "#ledger";
import { type Context, notFound, personOf, protocolOf, refuse } from "../context.ts";
import { freshId } from "../fresh-id.ts";

/**
 * Names a study and the reports that tell of it.
 *
 * @throws {EvidensError} `workbench/study-refused` with every unknown report or question
 */
export async function defineStudy(
  context: Context,
  input: StudyRequest & { by: string },
): Promise<{ readonly studyId: string; readonly eventId: string }> {
  let studyId = "";
  const [event] = await context.store.append(async (read) => {
    const protocol = await protocolOf(read);
    personOf(protocol, input.by);
    const problems: Problem[] = [];
    for (const report of input.reports) {
      if ((await read.report(report)) !== null) continue;
      problems.push({
        code: "workbench/unknown-report",
        field: "reports",
        message: `There is no report "${report}" in this review.`,
        remedy: "Choose among the reports of the review.",
      });
    }
    const known = protocol.protocol.questions.map(({ id }) => id);
    for (const question of input.questions.filter((id) => !known.includes(id))) {
      problems.push({
        code: "workbench/unknown-question",
        field: "questions",
        message: `"${question}" is not a question of the protocol.`,
        remedy: `Use one of: ${known.join(", ")}.`,
      });
    }
    refuse(problems, "workbench/study-refused", "This study cannot be named so");
    const taken = new Set((await read.documents<StudyDefined>("study")).map(({ key }) => key));
    studyId = freshId(input.label, taken);
    const { label, reports, questions, tags } = input;
    return [
      {
        type: "study.defined",
        by: input.by,
        body: { studyId, label, reports, questions, tags: tags ?? [], characteristics: {}, pools: [] },
      },
    ];
  });
  return { studyId, eventId: event!.id };
}

/**
 * Names the arms of a study, in place of those it had.
 *
 * @throws {EvidensError} `workbench/unknown-study`, `workbench/arms-refused` for a role the protocol does not know
 */
export async function defineArms(
  context: Context,
  input: ArmsRequest & { by: string; studyId: string },
): Promise<{ readonly eventId: string }> {
  const [event] = await context.store.append(async (read) => {
    const protocol = await protocolOf(read);
    personOf(protocol, input.by);
    if ((await read.document("study", input.studyId)) === null)
      throw notFound("workbench/unknown-study", "study", input.studyId, "Name the study first.");
    const roles = protocol.protocol.armRoles.map(({ id }) => id);
    const problems = input.arms.flatMap(({ label, role }, i): Problem[] =>
      roles.includes(role)
        ? []
        : [
            {
              code: "workbench/unknown-role",
              field: `arms[${i}].role`,
              message: `"${role}" (arm "${label}") is not an arm role of the protocol.`,
              remedy: `Use one of: ${roles.join(", ")}.`,
            },
          ],
    );
    refuse(problems, "workbench/arms-refused", "These arms cannot be named so");
    const taken = new Set<string>();
    const arms = input.arms.map((arm) => {
      const id = freshId(arm.label, taken);
      taken.add(id);
      return { ...arm, id };
    });
    return [{ type: "extraction.arms-defined", by: input.by, body: { studyId: input.studyId, arms } }];
  });
  return { eventId: event!.id };
}
