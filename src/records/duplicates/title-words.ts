/**
 * What the finder knows about words of titles. Lists of a language's and of the literature's habits,
 * not of any data set.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that come and go between entries for one title. `with` is none: `without` is its opposite. */
export const STOP_WORDS: ReadonlySet<string> = words(
  "a an the of in on and or for to by from at as is are its into und der die das et de la le les des du del el los y e il di",
);

/** Words of the methods and of every second abstract: they tell titles apart badly. */
export const COMMON_WORDS: ReadonlySet<string> = words(`
  study studies trial trials randomized controlled clinical double blind blinded placebo patient patients
  effect effects efficacy effectiveness treatment therapy management evaluation assessment analysis review
  systematic meta metaanalysis outcome outcomes risk factor factors disease diseases use using used new case
  cases report reports result results with after during between among versus compared comparison comparative
  role health care medical medicine research cohort prospective retrospective population based multicenter
  multicentre pilot preliminary long term association associated relationship impact quality life prevalence
  incidence diagnosis diagnostic prevention intervention interventions human children adults women men
  elderly older year years follow up data evidence development model models approach high low level levels
  induced related changes change response test testing function activity through their not than what how can
  does an update overview current future perspectives perspective problem problems practice experience`);

/**
 * Groups of words where another member makes another study: whom, where, when, which way. Two titles
 * that are alike but for these are two documents.
 */
const OPPOSITES: readonly string[] = [
  "men women male female males females boys girls man woman boy girl mothers fathers maternal paternal mother father mens womens",
  "children adults adolescents adult child adolescent infants infant elderly older younger young neonates newborns newborn pediatric geriatric preschool teenagers youth youths seniors",
  "vivo vitro silico situ",
  "acute chronic subacute",
  "before after during",
  "with without",
  "left right bilateral unilateral",
  "upper lower",
  "high low moderate medium",
  "increase decrease increased decreased increases decreases increasing decreasing",
  "short long medium",
  "early late",
  "positive negative",
  "primary secondary tertiary",
  "systolic diastolic",
  "inpatients outpatients inpatient outpatient",
  "rural urban",
  "first second third fourth fifth sixth",
  "one two three four five six seven eight nine ten",
  "pre post",
  "hypo hyper",
  "intra inter",
  "micro macro",
  "oral intravenous topical intramuscular subcutaneous inhaled nasal intranasal",
  "summer winter spring autumn",
  "north south east west northern southern eastern western",
  "winners losers",
  "mild severe",
  "benign malignant",
  "smokers nonsmokers",
  "proximal distal",
  "anterior posterior",
  "internal external",
  "morning evening",
  "arterial venous",
  "mice rats mouse rat rabbits dogs dog pigs pig monkeys humans human",
  "january february march april may june july august september october november december",
  "protocol results findings",
  "monotherapy combination",
  "cross longitudinal",
  "medial lateral",
  "fetal neonatal",
];

/** Whom or what was studied: the first three groups. Said by one title alone, it may be another study. */
export const POPULATION_WORDS: ReadonlySet<string> = words(OPPOSITES.slice(0, 3).join(" "));

/** Word → numbers of the groups it belongs to. */
export const OPPOSITE_GROUPS: ReadonlyMap<string, readonly number[]> = (() => {
  const groups = new Map<string, number[]>();
  for (const [number, line] of OPPOSITES.entries())
    for (const word of words(line)) groups.set(word, [...(groups.get(word) ?? []), number]);
  return groups;
})();

/** Beginnings of words that turn the meaning: `hypotension` is no misprint of `hypertension`. */
export const OPPOSITE_PREFIXES: readonly (readonly [string, string])[] = [
  ["hypo", "hyper"],
  ["intra", "inter"],
  ["pre", "post"],
  ["micro", "macro"],
  ["mono", "poly"],
  ["homo", "hetero"],
  ["endo", "exo"],
  ["ante", "post"],
  ["ante", "anti"],
  ["uni", "bi"],
  ["ab", "ad"],
  ["in", "out"],
  ["in", ""],
  ["un", ""],
  ["non", ""],
  ["dis", ""],
  ["im", ""],
  ["ir", ""],
  ["anti", ""],
  ["de", ""],
  ["re", ""],
  ["pre", ""],
  ["post", ""],
  ["sub", ""],
];

/** Words that, on one side alone, say that it is another document of the same study. */
export const DOCUMENT_WORDS: ReadonlySet<string> = words(
  "protocol rationale design baseline interim update updated addendum supplement preliminary pilot substudy subanalysis corrigendum erratum correction reply response comment commentary editorial letter retraction extension followup part without",
);

/** Nouns after which a single letter is a name and no article: `hepatitis A`. */
export const LETTERED_NOUNS: ReadonlySet<string> = words(
  "hepatitis vitamin type group influenza part haemophilia hemophilia factor protein phase class subtype serotype grade stage level section series arm cohort volume number trial experiment coenzyme immunoglobulin antigen schedule appendix version",
);

/** Titles that many documents carry; they say nothing about which one it is. */
export const GENERIC_TITLES: ReadonlySet<string> = new Set(
  `editorial; editorials; editorial notes; editorial note; editorial introduction; editorial comment; editorial board;
  editors introduction; editors note; editors notes; editors comments; from editor; letter from editor; message from editor;
  introduction; introduction special issue; introduction special section; guest editorial; guest editors introduction;
  letter; letters; letter editor; letters editor; letter to editor; letters to editor; correspondence; reply; authors reply; author reply; authors response; author response;
  response; responses; comment; comments; commentary; commentaries; invited commentary; discussion; invited discussion;
  book review; book reviews; book review section; review; reviews; preface; foreword; forward; prologue; epilogue; conclusion;
  conclusions; abstract; abstracts; oral presentations; poster presentations; posters; oral abstracts; poster abstracts; proceedings; news; news and views; news views; in brief; in this issue; this issue;
  contents; table contents; index; author index; subject index; erratum; errata; corrigendum; corrigenda; correction;
  corrections; retraction; retraction note; obituary; in memoriam; announcements; announcement; calendar; case report; case reports;
  case studies; original article; original articles; research article; summary; summaries; overview; perspective; perspectives; viewpoint;
  opinion; forum; interview; notes; note; miscellaneous; clinical; clinical trials; clinical practice; research; methods; results; background; acknowledgements; acknowledgments;
  reviewers; list reviewers; thank you reviewers; presidents message; presidential address; presidents page; annual meeting; annual report; abstracts annual meeting; conference proceedings; meeting abstracts; scientific abstracts; front matter; back matter; frontmatter; cover; untitled; no title; title not available; not available; in response; clinical images; images; image; journal club; journal scan; literature review; continuing education; quiz; questions and answers; question; answer; bibliography; references; glossary; appendix; supplement; special issue; issue information; masthead`
    .split(";")
    .map((title) =>
      title
        .trim()
        .split(/\s+/)
        .filter((word) => !STOP_WORDS.has(word))
        .join(" "),
    ),
);

/** Languages that databases name behind a title, and that stand in square brackets. */
export const LANGUAGE_NAMES: string =
  "abstract only|afrikaans|albanian|arabic|armenian|azerbaijani|bosnian|bulgarian|catalan|chinese|croatian|czech|danish|dutch|english|estonian|finnish|french|georgian|german|greek|hebrew|hungarian|icelandic|indonesian|italian|japanese|korean|latvian|lithuanian|macedonian|malay|norwegian|persian|farsi|polish|portuguese|romanian|rumanian|russian|serbian|serbo-?croatian|slovak|slovenian|slovene|spanish|swedish|thai|turkish|ukrainian|vietnamese";
