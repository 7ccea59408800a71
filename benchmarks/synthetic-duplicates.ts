/**
 * Synthetic records with known duplicates, for measuring. Every word, name, journal and identifier is
 * drawn from fixed lists and a seed; nothing describes a work that exists. DOIs use the prefix `10.5555`.
 *
 * A work gets one to four entries, each as another database would print it, with the damage that
 * exports do. Beside works stand near misses that are works of their own: parts, other populations,
 * errata, congress abstracts, preprints, registrations, editorials.
 */
import { seededRng } from "#numerics";
import type { DuplicateInput } from "#records";
import { damaged, type Rng, type Work } from "./synthetic-entries.ts";

export interface SyntheticRecord {
  readonly record: DuplicateInput;
  /** Number of the work it is an entry for. */
  readonly work: number;
  /** What was done to the entry, or how the work relates to the one before it. */
  readonly trap: string;
}

const list = (text: string): readonly string[] => text.trim().replace(/\s+/g, " ").split(/ ?, ?/);

const CONDITIONS =
  list(`insomnia, chronic fatigue, tension headache, knee pain, low back pain, atrial flutter,
  heart failure, type 2 diabetes, gestational diabetes, panic disorder, social anxiety, bipolar depression,
  postnatal depression, asthma, bronchiectasis, psoriasis, atopic dermatitis, rosacea, migraine, epilepsy,
  multiple sclerosis, parkinsonism, mild cognitive impairment, delirium, dysphagia, aphasia, spatial neglect,
  spinal stenosis, osteoporosis, sarcopenia, frailty, malnutrition, obesity, hypertension, hypotension,
  hyperkalaemia, anaemia, sepsis, pneumonia, influenza, hepatitis B, hepatitis C, malaria, leishmaniasis,
  tuberculosis, otitis media, tinnitus, hearing loss, glaucoma, cataract, macular degeneration, dental caries,
  periodontitis, gastritis, colitis, irritable bowel, coeliac disease, gallstones, pancreatitis, renal colic,
  nephrotic syndrome, urinary incontinence, prostatitis, endometriosis, infertility, preterm birth,
  pre-eclampsia, neonatal jaundice, autism, attention deficit, stuttering, dyslexia, gambling, alcohol
  dependence, opioid withdrawal, smoking, burnout, grief, posttraumatic stress, phantom limb pain, burns,
  pressure ulcers, leg ulcers, hip fracture, wrist fracture, concussion, stroke, aneurysm, varicose veins,
  lymphoedema, breast cancer, lung cancer, prostate cancer, melanoma, lymphoma, leukaemia, glioma, neuropathy,
  carpal tunnel syndrome, tendinopathy, gout, lupus, vasculitis, sarcoidosis, cystic fibrosis, sickle cell disease`);
const TREATMENTS =
  list(`aerobic exercise, resistance training, yoga, tai chi, massage, acupuncture, mindfulness,
  hypnosis, music therapy, art therapy, cognitive therapy, exposure therapy, interpersonal therapy, family
  therapy, motivational interviewing, peer support, telephone coaching, text messages, a mobile application,
  virtual reality, video games, light therapy, melatonin, vitamin D, omega-3 fatty acids, zinc, iron,
  probiotics, a low-salt diet, a ketogenic diet, fasting, caffeine, statins, aspirin, metformin, insulin pumps,
  beta blockers, diuretics, corticosteroids, antihistamines, inhaled antibiotics, botulinum toxin, nerve blocks,
  ketamine, lithium, clonidine, magnesium, oxygen, hyperbaric oxygen, cold water, heat packs, ultrasound,
  laser therapy, shock waves, magnetic stimulation, electrical stimulation, orthoses, splints, taping,
  compression stockings, dressings, honey, silver, fluoride, sealants, early discharge, nurse-led clinics,
  home visits, case managers, decision aids, reminders, financial incentives, school programmes, brief advice,
  vaccination, screening, genetic testing, antibiotics, antivirals, antifungals, chelation, plasma exchange,
  dialysis, transfusion, bariatric surgery, arthroscopy, stents, pacemakers, hearing aids, implants`);
const PEOPLE =
  list(`adults, children, adolescents, infants, older adults, women, men, veterans, nurses, students,
  refugees, athletes, prisoners, farmers, shift workers, inpatients, outpatients, caregivers, pregnant women,
  first-time mothers, nursing home residents, primary care patients, rural communities, migrants, pilots,
  construction workers, university staff, survivors, smokers, drivers, Wistar rats, C57BL mice, zebrafish`);
const OUTCOMES =
  list(`quality of life, pain intensity, sleep quality, walking speed, grip strength, mortality,
  readmission, adherence, blood pressure, glycaemic control, inflammatory markers, heart rate variability,
  working memory, attention, mood, anxiety, fatigue, return to work, costs, patient satisfaction, bone density,
  body weight, lung function, wound healing, caries increment, visual acuity, speech intelligibility,
  oxidative stress, gene expression, gait, balance, falls, appetite, coping, self-efficacy, stigma`);
const DESIGNS =
  list(`a randomised controlled trial, a randomized pilot study, a systematic review, a cohort study,
  a case-control study, a cross-sectional survey, a qualitative study, a cluster randomised trial, a crossover
  trial, a feasibility study, a meta-analysis of individual data, an interrupted time series, a scoping review,
  a cost-effectiveness analysis, a retrospective chart review, a registry study, a validation study`);
const SYLLABLES = list(
  "ba, ko, ri, ta, lu, me, no, sa, vi, do, pe, ga, zu, fi, mo, ra, ne, shi, lo, ha, tu, ki, ve, jo, ny, os, an, el, ir, un",
);
const FIELDS = list(`Medicine, Surgery, Psychiatry, Neurology, Rehabilitation, Nursing, Cardiology, Nutrition,
  Epidemiology, Pharmacology, Pediatrics, Oncology, Dermatology, Audiology, Dentistry, Geriatrics, Immunology,
  Physiology, Genetics, Public Health, Sleep Research, Pain Management, Sports Science, Health Economics`);

/**
 * Records one after another, in an order in which entries for one work stand apart.
 *
 * @param count how many
 * @param seed same seed, same records
 */
export function* syntheticDuplicates(count: number, seed: number): Generator<SyntheticRecord, void> {
  const rng = seededRng(seed);
  const pool: { readonly draft: Omit<DuplicateInput, "id">; readonly work: number; readonly trap: string }[] =
    [];
  const world = worldOf(rng);
  let ordinal = 0;
  let work = 0;
  while (ordinal < count) {
    while (pool.length < 4000 && ordinal + pool.length < count + 4000) {
      const found = newWork(rng, world, work);
      work += 1;
      const entries = rng.next() < 0.35 ? 2 + Math.floor(rng.next() ** 2 * 3) : 1;
      for (let i = 0; i < entries; i++) pool.push({ ...damaged(rng, found, i), work: work - 1 });
      if (rng.next() < 0.12) {
        const { near, trap } = nearMiss(rng, world, found, work);
        for (const one of near) {
          pool.push({ draft: damaged(rng, one, 0).draft, work, trap });
          work += 1;
        }
      }
    }
    const at = Math.floor(rng.next() * pool.length);
    const taken = pool[at]!;
    pool[at] = pool.at(-1)!;
    pool.pop();
    ordinal += 1;
    yield { record: { ...taken.draft, id: `synthetic-${ordinal}` }, work: taken.work, trap: taken.trap };
  }
}

interface World {
  readonly families: readonly string[];
  readonly journals: readonly { readonly name: string; readonly short: string; readonly issn: string }[];
}

const pick = <T>(rng: Rng, from: readonly T[]): T => from[Math.floor(rng.next() * from.length)]!;
/** Small numbers more often than large ones, as with names and journals. */
const skewed = <T>(rng: Rng, from: readonly T[]): T => from[Math.floor(rng.next() ** 2.5 * from.length)]!;

function worldOf(rng: Rng): World {
  const name = (): string => {
    const made = Array.from({ length: 2 + Math.floor(rng.next() * 2) }, () => pick(rng, SYLLABLES)).join("");
    const accented =
      rng.next() < 0.15 ? made.replace(/[aou]/, (letter) => ({ a: "ä", o: "ö", u: "ü" })[letter]!) : made;
    return accented[0]!.toUpperCase() + accented.slice(1);
  };
  const families = Array.from({ length: 6000 }, name);
  const journals = FIELDS.flatMap((field) =>
    [
      "Journal of",
      "Annals of",
      "Archives of",
      "European Journal of",
      "Advances in",
      "Synthetic Letters in",
    ].map((start, i) => {
      const full = `${start} ${field}`;
      const short = full
        .split(" ")
        .filter((word) => !["of", "in"].includes(word))
        .map((word) => (word === "Journal" ? "J" : word.length > 6 ? word.slice(0, 5) : word))
        .join(" ");
      return { name: full, short, issn: `9${String(100 + FIELDS.indexOf(field))}-${i}00X` };
    }),
  );
  return { families, journals };
}

function newWork(rng: Rng, world: World, number: number): Work {
  const drug = (): string =>
    `${pick(rng, SYLLABLES)}${pick(rng, SYLLABLES)}${pick(rng, SYLLABLES)}${pick(rng, list("mab, tinib, azole, prazole, vir, pril, sartan, cillin"))}`;
  const treatment = rng.next() < 0.35 ? drug() : pick(rng, TREATMENTS);
  const [condition, people, outcome, design] = [
    pick(rng, CONDITIONS),
    pick(rng, PEOPLE),
    pick(rng, OUTCOMES),
    pick(rng, DESIGNS),
  ];
  const second = pick(rng, CONDITIONS);
  const title = pick(rng, [
    `Effects of ${treatment} on ${outcome} in ${people} with ${condition}: ${design}`,
    `${treatment} for ${condition} and ${second} in ${people}`,
    `Does ${treatment} improve ${outcome} after ${condition}? ${design} in ${people}`,
    `${outcome} and ${pick(rng, OUTCOMES)} in ${people} with ${condition}`,
    `Comparison of ${treatment} and ${pick(rng, TREATMENTS)} for ${condition}: ${design}`,
    `Prevalence of ${condition} and ${second} among ${people}: ${design}`,
    `Association between ${condition} and ${outcome} in ${people} treated with ${treatment}`,
    `The role of ${treatment} in the management of ${condition}`,
    `${pick(rng, OUTCOMES)} as a predictor of ${condition} in ${people}: ${Math.floor(20 + rng.next() * 900)} cases`,
  ]);
  const year = 1985 + Math.floor(40 * rng.next() ** 0.6);
  const first = 1 + Math.floor(rng.next() * 1800);
  const authors = Array.from({ length: 1 + Math.floor(rng.next() ** 1.5 * 9) }, () => ({
    family: skewed(rng, world.families),
    given: `${pick(rng, world.families)}${rng.next() < 0.5 ? ` ${pick(rng, world.families)[0]}.` : ""}`,
  }));
  return {
    number,
    title: title[0]!.toUpperCase() + title.slice(1),
    subtitleAt: title.indexOf(": "),
    authors,
    year,
    journal: skewed(rng, world.journals),
    volume: Math.max(1, year - 1960 - Math.floor(rng.next() * 5)),
    issue: 1 + Math.floor(rng.next() * 12),
    first,
    last: first + 1 + Math.floor(rng.next() * 14),
    lettered: rng.next() < 0.06 ? "e" : "",
    doi: year > 1998 || rng.next() < 0.3 ? `10.5555/synthetic.${number.toString(36)}` : null,
    pmid: rng.next() < 0.6 ? String(10_000_000 + number) : null,
    abstract:
      rng.next() < 0.8 ? abstractOf(rng, [treatment, condition, people, outcome, second], world) : null,
    type: "JOUR",
  };
}

function abstractOf(rng: Rng, about: readonly string[], world: World): string {
  const sentences = Array.from(
    { length: 6 },
    () =>
      `${pick(rng, ["We studied", "We measured", "Outcomes were", "Participants had", "Results showed", "There was"])} ${pick(rng, about)} ${pick(rng, ["with", "without", "before", "after"])} ${pick(rng, OUTCOMES)} in ${pick(rng, about)} at ${pick(rng, world.families)} ${Math.floor(rng.next() * 500)}.`,
  );
  return `BACKGROUND: ${sentences.join(" ")}`;
}

/** Works that look like the given one and are others. */
function nearMiss(rng: Rng, world: World, work: Work, number: number): { near: Work[]; trap: string } {
  const elsewhere = {
    number,
    doi: work.doi === null ? null : `10.5555/synthetic.${number.toString(36)}`,
    pmid: work.pmid === null ? null : String(10_000_000 + number),
    journal: pick(
      rng,
      world.journals.filter(({ name }) => name !== work.journal.name),
    ),
    volume: work.volume + 1 + Math.floor(rng.next() * 9),
    first: work.first + 40 + Math.floor(rng.next() * 300),
  };
  const moved = { ...work, ...elsewhere, last: elsewhere.first + 6 };
  const next = {
    ...work,
    number,
    doi: elsewhere.doi,
    pmid: elsewhere.pmid,
    first: work.last + 1,
    last: work.last + 9,
  };
  const kinds: readonly (readonly [string, () => Work[]])[] = [
    ["part 1 and part 2", () => [{ ...next, title: `${work.title}. Part 2` }]],
    ["other people", () => [{ ...next, title: otherWord(work.title) }]],
    ["erratum", () => [{ ...moved, journal: work.journal, title: `Erratum: ${work.title}`, abstract: null }]],
    [
      "comment",
      () => [
        {
          ...next,
          title: `Comment on: ${work.title}`,
          abstract: null,
          authors: [{ family: pick(rng, world.families), given: "A." }],
        },
      ],
    ],
    ["congress abstract", () => [{ ...moved, lettered: "S", last: elsewhere.first }]],
    ["two congresses", () => [{ ...moved, year: work.year, lettered: "A", last: elsewhere.first }]],
    [
      "preprint",
      () => [
        {
          ...work,
          number,
          journal: { name: "medRxiv", short: "medRxiv", issn: "" },
          doi: `10.1101/2020.01.01.${20_000_000 + (number % 9_000_000)}`,
          pmid: null,
          volume: 0,
          first: 0,
          last: 0,
        },
      ],
    ],
    [
      "registration",
      () => [
        {
          ...work,
          number,
          journal: registryOf(number),
          type: "CTLI",
          doi: null,
          pmid: null,
          volume: 0,
          first: 0,
          last: 0,
          abstract: null,
        },
      ],
    ],
    [
      "editorials",
      () => [
        { ...work, ...elsewhere, title: "Editorial", abstract: null },
        {
          ...work,
          ...elsewhere,
          number: number + 1,
          doi: null,
          pmid: null,
          first: work.first + 400,
          last: work.first + 401,
          volume: work.volume + 12,
          title: "Editorial",
          abstract: null,
        },
      ],
    ],
    [
      "one DOI for an issue",
      () => [
        { ...next, title: newWork(rng, world, number).title, doi: work.doi, pmid: null, abstract: null },
      ],
    ],
    [
      "same title a year later",
      () => [
        {
          ...next,
          year: work.year + 2,
          volume: work.volume + 2,
          first: work.first + 77,
          last: work.first + 84,
        },
      ],
    ],
    ["protocol", () => [{ ...moved, title: `${work.title}: study protocol`, year: work.year - 1 }]],
  ];
  const [trap, make] = pick(rng, kinds);
  return { near: make(), trap };
}

function registryOf(number: number): Work["journal"] {
  const name = `https://clinicaltrials.gov/show/NCT${String(number).padStart(8, "0")}`;
  return { name, short: name, issn: "" };
}

function otherWord(title: string): string {
  const turned = title.replace(
    /\b(?:women|men|adults|children|inpatients|outpatients|infants)\b/,
    (word) => OTHER[word]!,
  );
  return turned === title ? `${title} in vitro` : turned;
}

const OTHER: Readonly<Record<string, string>> = {
  women: "men",
  men: "women",
  adults: "children",
  children: "adults",
  inpatients: "outpatients",
  outpatients: "inpatients",
  infants: "adolescents",
};
