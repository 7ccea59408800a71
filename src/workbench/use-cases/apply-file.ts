import { checkAppraisal, checkAvailability, checkEvidenceLevel } from "#appraisal";
import {
  checkEntries,
  type ExtractionFile,
  type ExtractionFileRead,
  readExtractionFile,
  type StudyInFile,
  type ValuesDoc,
} from "#extraction";
import { EvidensError, type Problem } from "#kernel";
import type { ArmsDefined, EventDraft, SampleDrawn, Stamped, StudyDefined, ValuesExtracted } from "#ledger";
import { hasStage, type Protocol } from "#review";
import { checkVote, statusOf, votesNeeded } from "#screening";
import type { ReviewReads } from "#store";
import { type Context, personOf, protocolOf } from "../context.ts";
import { availabilityPlace } from "./availability.ts";

type Path = readonly (string | number)[];

/**
 * Applies a bulk file whole or not at all: everything in it is checked against the review as it
 * stands and against what the file itself defines before, then written in one transaction.
 *
 * @throws {EvidensError} `workbench/bad-extraction-file` with every problem, by line
 */
export async function applyFile(
  context: Context,
  input: { by: string; text: string; file: string },
): Promise<{ readonly written: Readonly<Record<string, number>> }> {
  const { file, problems, placeOf } = readExtractionFile(input.text, input.file);
  if (file === null) throw badFile(input.file, problems);
  const events = await context.store.append(async (read) => {
    const plan = new BulkPlan(read, await protocolOf(read), file.by ?? input.by, input.file, placeOf);
    await plan.build(file);
    if (plan.problems.length > 0) throw badFile(input.file, plan.problems);
    return plan.drafts;
  });
  const written: Record<string, number> = {};
  for (const event of events) written[event.type] = (written[event.type] ?? 0) + 1;
  return { written };
}

function badFile(file: string, problems: readonly Problem[]): EvidensError {
  return new EvidensError({
    code: "workbench/bad-extraction-file",
    kind: "invalid",
    message: `${file} cannot be applied: ${problems.length} ${problems.length === 1 ? "problem" : "problems"}; nothing was written.`,
    remedy: "Correct what is listed and apply the file again.",
    problems,
  });
}

/** Turns a bulk file into events, gathering problems. A class because its parts share the growing plan. */
class BulkPlan {
  readonly drafts: EventDraft[] = [];
  readonly problems: Problem[] = [];
  readonly #read: ReviewReads;
  readonly #protocol: Protocol;
  readonly #by: string;
  readonly #file: string;
  readonly #placeOf: ExtractionFileRead["placeOf"];
  readonly #resolved = new Map<string, string>();
  readonly #studies = new Set<string>();
  /** Reports this file votes into full text. */
  readonly #included = new Set<string>();

  constructor(
    read: ReviewReads,
    protocol: Awaited<ReturnType<typeof protocolOf>>,
    by: string,
    file: string,
    placeOf: ExtractionFileRead["placeOf"],
  ) {
    personOf(protocol, by);
    this.#read = read;
    this.#protocol = protocol.protocol;
    this.#by = by;
    this.#file = file;
    this.#placeOf = placeOf;
  }

  async build(file: ExtractionFile): Promise<void> {
    for (const { doc } of await this.#read.documents<StudyDefined>("study")) this.#studies.add(doc.studyId);
    for (const [i, body] of file.reportStatuses.entries())
      this.#add("report.status-set", {
        ...body,
        report: await this.#report(body.report, ["reportStatuses", i]),
      });
    for (const [i, body] of file.retrievals.entries())
      this.#add("report.retrieval-set", {
        ...body,
        report: await this.#report(body.report, ["retrievals", i]),
      });
    for (const body of file.reportedCounts) this.#add("flow.count-reported", body);
    for (const [i, vote] of file.votes.entries()) await this.#vote(vote, ["votes", i]);
    for (const { study } of file.studies) this.#studies.add(study.studyId);
    for (const [i, study] of file.studies.entries()) await this.#study(study, ["studies", i]);
    for (const body of file.hypotheses) this.#add("mechanism.hypothesised", body);
    for (const [i, body] of file.mechanismLinks.entries()) {
      this.#knownStudy(body.studyId, ["mechanismLinks", i]);
      this.#add("mechanism.linked", body);
    }
    for (const [i, body] of file.themes.entries()) {
      this.#knownStudy(body.studyId, ["themes", i]);
      this.#add("theme.coded", body);
    }
    for (const body of file.themeMatches) this.#add("themes.matched", body);
    for (const [i, body] of file.statements.entries()) {
      const cites: string[] = [];
      for (const cite of body.cites) cites.push(await this.#report(cite, ["statements", i, "cites"], true));
      this.#add("statement.made", { ...body, cites });
    }
  }

  #add<T extends EventDraft["type"]>(type: T, body: Extract<EventDraft, { type: T }>["body"]): void {
    this.drafts.push({ type, by: this.#by, body } as EventDraft);
  }

  #problem(at: Path, problem: Problem): void {
    this.problems.push({ ...problem, file: this.#file, ...this.#placeOf(at) });
  }

  #knownStudy(id: string, at: Path): void {
    if (this.#studies.has(id)) return;
    const message = `There is no study "${id}".`;
    this.#problem(at, { code: "workbench/unknown-study", message, remedy: "Define it in `studies`." });
  }

  /** Report id for a key people know; a citation that is no report of the review stays as it is. */
  async #report(key: string, at: Path, free = false): Promise<string> {
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const found = await this.#read.findReports(key);
    if (found.length === 1) {
      this.#resolved.set(key, found[0]!.id);
      return found[0]!.id;
    }
    if (found.length === 0 && free) return key;
    this.#problem(
      at,
      found.length === 0
        ? {
            code: "workbench/unknown-report",
            message: `No imported record has the key, DOI or PMID "${key}".`,
            remedy: "Import the record first, or correct the key.",
          }
        : {
            code: "workbench/ambiguous-report",
            message: `"${key}" fits ${found.length} reports (${found.map(({ id }) => id).join(", ")}).`,
            remedy: "Use the report's own id.",
          },
    );
    return key;
  }

  async #vote(vote: ExtractionFile["votes"][number], at: Path): Promise<void> {
    const resolved = await this.#report(vote.report, at);
    const round =
      vote.round === undefined
        ? undefined
        : await this.#read.document<Stamped<SampleDrawn>>("screening-sample", vote.round);
    const records = round === undefined ? [] : ((await this.#read.report(resolved))?.records ?? []);
    // A round knows a report that was merged since by the id it was drawn with.
    const report = round?.reports.find((id) => records.includes(id)) ?? resolved;
    const checked = checkVote({
      protocol: this.#protocol,
      ...vote,
      round,
      report,
      voter: this.#by,
      reportExists: true,
      inStage: vote.stage === "title-abstract" || (await this.#letThrough(resolved)),
    });
    for (const problem of checked) this.#problem(at, problem);
    const decides = vote.stage === "title-abstract" && vote.round === undefined;
    if (decides && vote.decision === "include" && this.#votesNeeded(resolved) === 1)
      this.#included.add(resolved);
    this.#add("screening.voted", { ...vote, report });
  }

  /** Votes a report needs at title and abstract; 0 where that stage is not planned and full text takes all. */
  #votesNeeded(report: string): number {
    return hasStage(this.#protocol, "title-abstract")
      ? votesNeeded(this.#protocol, "title-abstract", report)
      : 0;
  }

  async #letThrough(report: string): Promise<boolean> {
    const required = this.#votesNeeded(report);
    if (required === 0 || this.#included.has(report)) return true;
    const doc = await this.#read.screening("title-abstract", report);
    return doc !== null && statusOf(doc, required) === "include";
  }

  async #study(entry: StudyInFile, at: Path): Promise<void> {
    const { studyId } = entry.study;
    const reports: string[] = [];
    for (const [i, key] of entry.study.reports.entries())
      reports.push(await this.#report(key, [...at, "study", "reports", i]));
    for (const pooled of entry.study.pools) this.#knownStudy(pooled, [...at, "study", "pools"]);
    this.#add("study.defined", { ...entry.study, reports });
    if (entry.arms !== null) this.#add("extraction.arms-defined", entry.arms);
    const arms = entry.arms ?? (await this.#read.document<ArmsDefined>("arms", studyId));
    for (const [i, values] of entry.values.entries()) await this.#values(values, arms, [...at, "forms", i]);
    for (const [i, check] of entry.checks.entries()) {
      this.#knownForm(check.formId, [...at, "check", i]);
      this.#add("extraction.source-checked", check);
    }
    for (const [i, appraisal] of entry.appraisals.entries()) {
      for (const problem of checkAppraisal(appraisal)) this.#problem([...at, "appraisals", i], problem);
      this.#add("appraisal.judged", appraisal);
    }
    for (const [i, judged] of entry.availability.entries()) {
      for (const problem of [...availabilityPlace(this.#protocol, judged), ...checkAvailability(judged)])
        this.#problem(
          [...at, "availability", i, ...(problem.field === undefined ? [] : [problem.field])],
          problem,
        );
      this.#add("appraisal.availability-judged", judged);
    }
    if (entry.evidenceLevel !== null) {
      for (const problem of checkEvidenceLevel(entry.evidenceLevel))
        this.#problem([...at, "evidenceLevel"], problem);
      this.#add("appraisal.evidence-levelled", entry.evidenceLevel);
    }
  }

  async #values(values: ValuesExtracted, arms: ArmsDefined | null, at: Path): Promise<void> {
    const form = this.#knownForm(values.formId, at);
    if (form === undefined) return;
    const problems = checkEntries({
      protocol: this.#protocol,
      form,
      studyId: values.studyId,
      arms: arms?.arms ?? [],
      entries: values.entries,
      existing: await this.#read.document<ValuesDoc>("values", `${form.id}/${values.studyId}`),
      by: this.#by,
    });
    for (const problem of problems)
      this.#problem([...at, "entries"], {
        ...problem,
        message: `Study ${values.studyId}: ${problem.message}`,
      });
    const { report, ...rest } = values;
    this.#add("extraction.values-extracted", {
      ...rest,
      ...(report === undefined ? {} : { report: await this.#report(report, at) }),
    });
  }

  #knownForm(id: string, at: Path): Protocol["forms"][number] | undefined {
    const form = this.#protocol.forms.find((one) => one.id === id);
    if (form === undefined) {
      const known = this.#protocol.forms.map((one) => one.id).join(", ");
      this.#problem(at, {
        code: "workbench/unknown-form",
        message: `"${id}" is not a form of the protocol (${known || "it has none"}).`,
        remedy: "Use one of its forms, or amend the protocol.",
      });
    }
    return form;
  }
}
