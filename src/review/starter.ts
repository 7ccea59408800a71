/**
 * A commented protocol to begin a review with. It passes every check as it stands.
 *
 * @param title the review's title, on one line
 * Checked: tests/review/parse-protocol.prop.test.ts.
 */
export function starterProtocol(title: string): string {
  const plain = title.replace(/\s+/g, " ").trim() || "Untitled review";
  // A JSON string is a YAML string, whatever stands in it; a replacement character stands as an escape,
  // since bare it is the mark of a file that was decoded wrongly.
  const quoted = JSON.stringify(plain).replaceAll("\ufffd", "\\ufffd");
  return `# The protocol of the review. Change it, then run: evidens check
# Every text may be plain (English), or both languages: { en: "…", nb: "…" }
title: ${quoted}
authors: []
# Registration number, such as a PROSPERO id. Leave it out when there is none.
# registration: 

# Who votes, extracts and settles conflicts. Events carry these ids.
people:
  - id: reviewer1
    name: First reviewer
    initials: R1
    roles: [lead, reviewer, extractor, adjudicator]

questions:
  - id: Q1
    kind: effect # or: mechanism, qualitative
    text: What does the intervention do to the outcome?
    population: Who is studied
    intervention: What is done
    comparator: What it is compared with
    outcomes: [main]

criteria:
  - id: I1
    kind: include
    text: What a report must have to be included
  - id: E1
    kind: exclude
    text: What excludes a report

# Where records come from. \`query\` is the text exactly as it was run.
sources:
  - id: pubmed
    kind: database
    name: PubMed
    # query: |
    #   …
    # searchedOn: YYYY-MM-DD

# Independent votes that a decision needs.
stages:
  - { stage: title-abstract, reviewers: 1 }
  - { stage: full-text, reviewers: 1 }

# At full text an exclusion names exactly one of these.
exclusionReasons:
  - { id: population, label: Wrong population }
  - { id: intervention, label: Wrong intervention }
  - { id: comparator, label: Wrong comparator }
  - { id: outcome, label: Wrong outcome }
  - { id: design, label: Wrong study design }

armRoles:
  - { id: experimental, label: Experimental }
  - { id: control, label: Control }

outcomes:
  - id: main
    label: Main outcome
    # instrument: Name and range of the scale
    kind: continuous # or: dichotomous
    better: lower # or: higher

timepoints:
  - { id: end, label: End of treatment }

forms:
  - id: effect
    label: Effect
    kind: effect # values per arm, outcome and time point
    fields:
      - { id: n, label: Participants analysed, type: integer, statistic: n, required: true }
      - { id: mean, label: Mean, type: number, statistic: mean, required: true }
      - { id: sd, label: Standard deviation, type: number, statistic: sd, required: true }

analyses:
  - id: main
    question: Q1
    label: Main analysis
    outcome: main
    timepoint: end
    experimental: experimental
    comparator: control
    measure: SMD # or: MD, RR, OR, GEN
    model: random # or: common
    tau2: REML # or: DL
    test: knha # or: z

# Words to highlight while screening.
highlights: []
`;
}
