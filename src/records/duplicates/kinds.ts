import type { Position } from "./position.ts";

/** What kind of document an entry describes, as far as it shows. */
export type DocumentKind =
  | "article"
  | "erratum"
  | "retraction"
  | "comment"
  | "preprint"
  | "registration"
  | "thesis";

export interface KindInput {
  readonly title: string;
  readonly type: string;
  readonly journal: string;
  readonly publisher: string;
  readonly url: string;
  readonly dois: readonly string[];
  readonly hasPmid: boolean;
}

const ERRATUM =
  /^\W*(?:publisher'?s? |author'?s? |editor'?s? )?(?:errat(?:um|a)|corrigend(?:um|a)|corrections?(?= ?[:.;-]| to | for | in )|addendum|expression of concern)(?: notice)?(?:\s+(?:to|for|in|regarding|on))?\s*[:.;–—-]?\s*|[:.(,[–—-]\s*(?:errat(?:um|a)|corrigend(?:um|a)|correction)\W*$|\((?:vol(?:ume)?\.? ?\d+[a-z]?,|retracted article)[^)]*\)\W*$/i;
const RETRACTION =
  /^\W*(?:notice of )?(?:retraction(?: note| notice)?(?=\W|$)(?!\s+(?:force|of the (?!article|paper)))|withdrawal notice)(?:\s+(?:to|of|for))?\s*[:.–—-]?\s*/i;
const COMMENT =
  /^\W*(?:(?:invited )?comment(?:ary|s)? (?:on|to)\b|(?:invited )?(?:comment|commentary)\s*[:–—-]|re\s*:|(?:author'?s?'? |in )?(?:reply|response)(?: (?:to|from)\b(?=.*\b(?:letter|comment|editor|et al|re\b|re:))| ?:| by )|letter(?: to the editor)?\s*[:–—-]|editorial(?: comment)?\s*[:–—-]|letter re:)\s*|[:.(,[–—-]\s*(?:(?:the )?authors?'? )?(?:reply|response|rebuttal)\W*$|[:.(,–—-]\s*(?:a )?comment(?:ary)?\W*$/i;

const PREPRINT_NAME =
  /\b(?:bioRxiv|medRxiv|arXiv|psyArXiv|socArXiv|chemRxiv|eartharxiv|ssrn|research square|preprints?(?:\.org)?|osf preprints|authorea|techrxiv|f1000research preprint)\b/i;
const PREPRINT_DOI =
  /^10\.(?:1101\/(?:\d{4}\.\d{2}\.\d{2}\.)?\d{6,8}|64898\/|21203\/rs\.|31234\/osf|31219\/osf|31235\/osf|48550\/arxiv|2139\/ssrn|20944\/preprints|26434\/chemrxiv|22541\/au|36227\/techrxiv|12688\/.*preprint|2196\/preprints)/i;
const REGISTRY_NAME =
  /clinicaltrials\.gov|trialsearch|isrctn\.(?:com|org)|isrctn registry|clinicaltrialsregister|anzctr|chictr|drks\.de|apps\.who\.int\/trial|trialregister|umin-?ctr|irct\.|prospero|controlled-trials\.com/i;
const THESIS_NAME =
  /\bdissertations?\b|\bmasters? abstracts\b|\bthes[ie]s\b|^\W*ph\.?\s?d\b|\bdoctoral\b|\bproquest dissertation/i;

/** Reads the kind off type, title, journal and identifiers. Checked: tests/records/duplicates-rules.test.ts. */
export function kindOf(input: KindInput): DocumentKind {
  const { title, type, journal, publisher, url, dois, hasPmid } = input;
  if (RETRACTION.test(title)) return "retraction";
  if (ERRATUM.test(title) || /erratum|corrigend|correction/i.test(type)) return "erratum";
  if (COMMENT.test(title)) return "comment";
  if (/^ctli|trial.?regist|registry|clinical trial (?:protocol|record)/i.test(type)) return "registration";
  if (!hasPmid && (REGISTRY_NAME.test(journal) || (journal === "" && REGISTRY_NAME.test(url))))
    return "registration";
  if (
    dois.some((doi) => PREPRINT_DOI.test(doi)) ||
    PREPRINT_NAME.test(journal) ||
    /preprint|posted.content/i.test(type)
  )
    return "preprint";
  if (
    /^thes|dissertation|thesis/i.test(type) ||
    THESIS_NAME.test(journal) ||
    (journal === "" && THESIS_NAME.test(publisher))
  )
    return "thesis";
  return "article";
}

/** The title that a notice, comment or reply is about, as far as its own title says. */
export function titleSpokenOf(title: string, kind: DocumentKind): string {
  const pattern =
    kind === "erratum" ? ERRATUM : kind === "retraction" ? RETRACTION : kind === "comment" ? COMMENT : null;
  if (pattern === null) return title;
  const rest = title.replace(pattern, "").trim();
  return rest.replace(/^["“'‘]+|["”'’]+$/g, "");
}

/** Whether an entry looks like an abstract of a congress: of that type, or in a supplement on a lettered page or on one page. */
export function looksLikeAbstract(type: string, journal: string, position: Position): boolean {
  if (
    /^(?:conf|cpaper)$|(?:conference|meeting|congress) (?:abstract|paper|proceeding)|abstract of/i.test(
      type.trim(),
    )
  )
    return true;
  const short = position.last === 0 || position.last - position.first <= 1;
  if (/^[a-df-z]{1,2}\d{1,4}[a-z]?$/.test(position.start) && short) return true;
  return position.supplement && short && position.start !== "" ? true : /\babstracts?\b/i.test(journal);
}
