import { describe, expect, it } from "vitest";
import { type FullTextCandidate, type FullTextClues, type FullTextMatch, fullTextMatcher } from "#records";

const candidate = (
  id: string,
  title: string,
  more: Partial<Omit<FullTextCandidate, "authors">> & { readonly authors?: string } = {},
): FullTextCandidate => ({
  id,
  title,
  doi: more.doi ?? null,
  pmid: more.pmid ?? null,
  year: more.year ?? null,
  authors: more.authors === undefined ? [] : [{ family: more.authors, given: "A" }],
});

const REPORTS: readonly FullTextCandidate[] = [
  candidate("gamma", "Simulated therapy for a simulated disorder: a randomised trial", {
    doi: "10.5555/sim.2020.001",
    pmid: "30000001",
    authors: "Gamma",
    year: 2020,
  }),
  candidate(
    "delta",
    "Simulated therapy for a simulated disorder in women: long-term follow-up of a randomised trial",
    {
      doi: "10.5555/sim.2021.014",
      authors: "Delta-Smith",
      year: 2021,
    },
  ),
  candidate("cited", "An earlier pilot study of imagined treatment in volunteers", {
    doi: "10.5555/pilot.2010.7",
    authors: "Example",
    year: 2010,
  }),
  candidate("erratum", "Erratum to: An earlier pilot study of imagined treatment in volunteers", {
    doi: "10.5555/pilot.2010.7e",
    year: 2011,
  }),
  candidate("letter", "Letter to the editor", { doi: "10.5555/letter.1", authors: "Brief", year: 2019 }),
  candidate("short", "Dreams and pain", { doi: "10.5555/short.44", authors: "Kurz", year: 2018 }),
  candidate("preprint", "Effects of an invented exercise programme on invented outcomes", {
    doi: "10.1101/2022.01.01.222222",
    year: 2022,
  }),
  candidate("paper", "Effects of an invented exercise programme on invented outcomes.", {
    doi: "10.5555/ex.2023.5",
    year: 2023,
  }),
  candidate("nature", "A census of fictional cells under fictional conditions", {
    doi: "10.5555/s41591-021-01336-3",
  }),
  candidate("phase3", "Fictional compound for imaginary depression: a phase 3 trial of efficacy", {
    year: 2022,
  }),
];
const match = fullTextMatcher(REPORTS);

const page = (title: string, rest = ""): string =>
  `Journal of Simulated Results 12 (2020) 1-8\n${title}\nA. Author, B. Author\nAbstract\nParticipants were invited by letter and took part in the programme for some weeks, and their answers were counted.\n${rest}`;
const clues = (given: Partial<FullTextClues>): FullTextClues => ({
  fileName: "download.pdf",
  dois: [],
  titleCandidates: [],
  firstPageText: "",
  ...given,
});
const found = (given: Partial<FullTextClues>): string => said(match(clues(given)));
function said(answer: FullTextMatch | null): string {
  if (answer === null) return "none";
  if ("ambiguous" in answer) return `? ${answer.ambiguous.join(" ")}`;
  expect(answer.confidence).toBeGreaterThanOrEqual(0.7);
  expect(answer.confidence).toBeLessThan(1);
  return `${answer.match} by ${answer.by}`;
}

const GAMMA = "Simulated therapy for a simulated\ndisorder: a randomised trial";

describe("a DOI and the title on the page", () => {
  it("match together", () => {
    expect(found({ dois: ["10.5555/SIM.2020.001"], firstPageText: page(GAMMA) })).toBe("gamma by doi");
  });

  it("match though the title is printed with marks, ligatures and broken words", () => {
    const title = "Simulated ther-\napy for a simulated disorder:\u00b9 a random-\nised trial*";
    expect(found({ dois: ["10.5555/sim.2020.001"], firstPageText: page(title) })).toBe("gamma by doi");
    expect(found({ firstPageText: page(title) })).toBe("gamma by title");
  });

  it("do not follow a cited paper's DOI to a report whose title is not there", () => {
    const text = page(GAMMA, "as in https://doi.org/10.5555/pilot.2010.7");
    expect(found({ dois: ["10.5555/pilot.2010.7"], firstPageText: text })).toBe("gamma by title");
    expect(found({ dois: ["10.5555/pilot.2010.7", "10.5555/sim.2020.001"], firstPageText: text })).toBe(
      "gamma by doi",
    );
    const other = page("A paper that is not among the reports of this review");
    expect(found({ dois: ["10.5555/pilot.2010.7"], firstPageText: other })).toBe("? cited");
  });

  it("tell a preprint from its paper, which the title alone does not", () => {
    const text = page("Effects of an invented exercise programme on invented outcomes");
    expect(found({ dois: ["10.5555/ex.2023.5"], firstPageText: text })).toBe("paper by doi");
    expect(found({ dois: ["10.1101/2022.01.01.222222"], firstPageText: text })).toBe("preprint by doi");
    expect(found({ firstPageText: text })).toBe("? preprint paper");
  });

  it("match by the DOI alone where the page is a picture", () => {
    expect(found({ dois: ["10.5555/sim.2020.001"] })).toBe("gamma by doi");
    expect(found({ dois: ["10.5555/sim.2020.001"], fileName: "PMID30000001.pdf" })).toBe("gamma by doi");
    expect(found({ dois: ["10.5555/pilot.2010.7"], fileName: "PMID30000001.pdf" })).toBe("? cited gamma");
  });
});

describe("the title alone", () => {
  it("matches by the document's own title and by the page", () => {
    expect(found({ titleCandidates: [GAMMA], firstPageText: page("Something else") })).toBe("gamma by title");
    expect(found({ firstPageText: page(GAMMA) })).toBe("gamma by title");
  });

  it("takes the longer of two titles that begin alike, and no sibling's", () => {
    const long =
      "Simulated therapy for a simulated disorder in women:\nlong-term follow-up of a randomised trial";
    expect(found({ firstPageText: page(long) })).toBe("delta by title");
    expect(found({ firstPageText: page(long.replace("women", "men")) })).toBe("none");
    expect(
      found({
        firstPageText: page("Fictional compound for imaginary depression: a phase 2 trial of efficacy"),
      }),
    ).toBe("none");
    expect(
      found({
        firstPageText: page("Fictional compound for imaginary depression: a phase 3 trial of efficacy"),
      }),
    ).toBe("phase3 by title");
  });

  it("is not enough when it is short or common", () => {
    expect(found({ firstPageText: page("Letter to the Editor") })).toBe("none");
    expect(found({ firstPageText: page("On sleep", "It is about dreams and pain as such.") })).toBe("none");
    expect(found({ dois: ["10.5555/short.44"], firstPageText: page("Dreams and pain") })).toBe(
      "short by doi",
    );
    expect(found({ titleCandidates: ["Dreams and Pain"], firstPageText: page("Dreams and pain") })).toBe(
      "short by title",
    );
  });

  it("is a cited one in the text below: nothing in a sentence, a question on lines of its own", () => {
    const far = "Sentences of a letter that goes on for a while about other matters.\n".repeat(20);
    expect(
      found({ firstPageText: page("A letter about a trial", `${far}They wrote "${GAMMA}", and so on.`) }),
    ).toBe("none");
    expect(found({ firstPageText: page("A letter about a trial", `${far}${GAMMA}`) })).toBe("? gamma");
  });

  it("is not enough when it is the topic of the review", () => {
    const topic = Array.from({ length: 120 }, (_, i) =>
      candidate(`t${i}`, `Simulated stress disorder and imagined treatment ${i} of kind${i}`),
    );
    const of = fullTextMatcher([
      ...topic,
      candidate("topic", "Simulated stress disorder and its imagined treatment"),
    ]);
    const text = page(
      "A paper about other things",
      "We studied\nSimulated stress disorder and its imagined treatment\nin mice.",
    );
    expect(said(of(clues({ firstPageText: text })))).toBe("none");
  });
});

describe("errata and supplements", () => {
  const PILOT = "An earlier pilot study of imagined treatment in volunteers";

  it("are told from the report they are about", () => {
    expect(found({ firstPageText: page(PILOT) })).toBe("cited by title");
    expect(found({ firstPageText: page(`Erratum to: ${PILOT}`) })).toBe("erratum by title");
  });

  it("are not taken for it", () => {
    expect(found({ firstPageText: page(`Correction to: ${GAMMA}`) })).toBe("? gamma");
    expect(
      found({ dois: ["10.5555/sim.2020.001"], firstPageText: `Supplementary Material for\n${page(GAMMA)}` }),
    ).toBe("? gamma");
    expect(found({ fileName: "Gamma 2020 supplement.pdf", firstPageText: page(GAMMA) })).toBe("? gamma");
    expect(found({ fileName: "mmc1.pdf" })).toBe("none");
  });
});

describe("file names", () => {
  it.each([
    ["10.5555_sim.2020.001.pdf", "gamma by doi"],
    ["10.5555%2Fsim.2020.001 (1).pdf", "gamma by doi"],
    ["doi_10.5555-sim.2020.001-main.pdf", "gamma by doi"],
    ["https___doi.org_10.5555_sim.2020.001.PDF", "gamma by doi"],
    ["10.5555_sim.2020.0011.pdf", "none"],
    ["s41591-021-01336-3.pdf", "nature by doi"],
    ["PMID30000001.pdf", "gamma by file-name"],
    ["pmid_ 30000001 copy.pdf", "gamma by file-name"],
    ["30000001.pdf", "gamma by file-name"],
    ["PMID30000009.pdf", "none"],
    [
      "Gamma et al. - 2020 - Simulated therapy for a simulated disorder a randomised trial.pdf",
      "gamma by file-name",
    ],
    ["Gamma-2020-Simulated therapy for a simulated.pdf", "gamma by file-name"],
    ["Delta-Smith et al_2021_Simulated therapy for a simulated disorder in women.pdf", "delta by file-name"],
    ["Simulated therapy for a simulated disorder in women long-term follow.pdf", "delta by file-name"],
    ["Other - 1999 - Simulated therapy for a simulated disorder a randomised trial.pdf", "none"],
    ["Gamma 2020.pdf", "? gamma"],
    ["Letter to the editor.pdf", "none"],
    ["Brief 2019 Letter to the editor.pdf", "? letter"],
    ["article.pdf", "none"],
    ["", "none"],
  ])("%s", (fileName, expected) => {
    expect(found({ fileName })).toBe(expected);
  });

  it("are checked against the page", () => {
    expect(found({ fileName: "PMID30000001.pdf", firstPageText: page(GAMMA) })).toBe("gamma by title");
    expect(found({ fileName: "Gamma 2020.pdf", firstPageText: page(GAMMA) })).toBe("gamma by title");
    const pilot = page("An earlier pilot study of imagined treatment in volunteers");
    expect(found({ fileName: "PMID30000001.pdf", firstPageText: pilot })).toBe("? cited gamma");
    expect(
      found({ fileName: "PMID30000001.pdf", firstPageText: page("Quite another paper, about birds") }),
    ).toBe("? gamma");
  });
});

describe("the matcher", () => {
  it("takes thousands of reports and does not slow down with them", () => {
    const many = Array.from({ length: 20_000 }, (_, i) =>
      candidate(`r${i}`, `A simulated study number ${i} of programme ${i * 7} in region ${i % 100}`, {
        doi: `10.5555/many.${i}`,
      }),
    );
    const of = fullTextMatcher([...many, ...REPORTS]);
    const start = performance.now();
    for (let i = 0; i < 20; i++)
      expect(said(of(clues({ firstPageText: page(GAMMA, "Further text of the page. ".repeat(200)) })))).toBe(
        "gamma by title",
      );
    expect((performance.now() - start) / 20).toBeLessThan(100);
    expect(said(of(clues({ firstPageText: page(many[777]!.title) })))).toBe("r777 by title");
  });

  it("answers to hostile text", () => {
    expect(
      found({
        fileName: "%E0%A4%A.pdf",
        dois: ["10.1/../x"],
        titleCandidates: ["\ud800"],
        firstPageText: "10.".repeat(50_000),
      }),
    ).toBe("none");
    expect(fullTextMatcher([])(clues({ firstPageText: page(GAMMA) }))).toBeNull();
  });
});
