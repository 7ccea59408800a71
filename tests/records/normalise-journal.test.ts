import fc from "fast-check";
import { expect, test } from "vitest";
import { journalKey, prepareJournal, sameJournal } from "../../src/records/normalise/journal.ts";

test.each([
  ["The Lancet", "Lancet (London, England)", "same"],
  ["N Engl J Med", "New England Journal of Medicine", "same"],
  ["N. Engl. J. Med.", "The New England journal of medicine", "same"],
  ["Int J Biol Macromol", "International Journal of Biological Macromolecules", "same"],
  ["JAMA", "Journal of the American Medical Association", "same"],
  ["JAMA: the journal of the American Medical Association", "JAMA", "same"],
  ["BMJ (Clinical research ed.)", "BMJ", "same"],
  ["BMJ", "British Medical Journal", "same"],
  ["PLoS ONE", "PLOS one", "same"],
  ["Heart & Lung", "Heart and lung : the journal of critical care", "same"],
  [
    "Proc Natl Acad Sci U S A",
    "Proceedings of the National Academy of Sciences of the United States of America",
    "same",
  ],
  ["Dtsch Arztebl Int", "Deutsches Ärzteblatt international", "same"],
  ["Jpn J Clin Oncol", "Japanese Journal of Clinical Oncology", "same"],
  [
    "Zhonghua nei ke za zhi = Chinese journal of internal medicine",
    "Chinese Journal of Internal Medicine",
    "same",
  ],
  ["Zhonghua Nei Ke Za Zhi [Chinese Journal of Internal Medicine]", "Zhonghua nei ke za zhi", "same"],
  ["AJR. American journal of roentgenology", "American Journal of Roentgenology", "same"],
  [
    "Am J Physiol Heart Circ Physiol",
    "American journal of physiology. Heart and circulatory physiology",
    "same",
  ],
  ["CMAJ : Canadian Medical Association journal", "CMAJ", "same"],
  ["CMAJ : Canadian Medical Association journal", "Canadian Medical Association Journal", "same"],
  ["Mymensingh medical journal : MMJ", "Mymensingh Med J", "same"],
  ["JNCCN Journal of the National Comprehensive Cancer Network", "J Natl Compr Canc Netw", "same"],
  ["Zhongguo Zhenjiu", "Zhongguo zhen jiu [Chinese acupuncture & moxibustion]", "same"],
  ["Tumor Biology", "Tumour biology", "same"],
  ["Int J Gynaecol Obstet", "International Journal of Gynecology and Obstetrics", "same"],
  ["Rev Med Chil", "Revista Médica de Chile", "same"],
  ["Drug Des Devel Ther", "Drug Design, Development and Therapy", "same"],
  [
    "Revista Panamericana de Salud Publica/Pan American Journal of Public Health",
    "Pan American Journal of Public Health",
    "same",
  ],
  ["An Pediatr (Barc)", "Anales de Pediatría", "same"],
  ["Journal of Neurology", "Journal of Neurophysiology", "different"],
  ["Journal of neurotrauma", "J Nutr", "different"],
  ["Trials [Electronic Resource]", "Lancet [Electronic Resource]", "different"],
  ["Trials [Electronic Resource]", "Trials", "same"],
  ["Physical Review D", "Physical Review E", "similar"],
  ["Cell", "Cells", "similar"],
  ["Cancer", "Cancers", "similar"],
  ["BMJ", "BMJ Open", "similar"],
  ["Circulation", "Circulation: Heart Failure", "similar"],
  ["J Clin Psychol", "J Clin Psychiatry", "similar"],
  ["Journal of Clinical Psychology", "J Clin Psychiatry", "similar"],
  ["Diabetes", "Diabetologia", "different"],
  ["Gut", "Brain", "different"],
  ["", "Brain", "unknown"],
  [null, null, "unknown"],
])("%j and %j: %s", (a, b, expected) => {
  expect(sameJournal(prepareJournal(a), prepareJournal(b))).toBe(expected);
  expect(sameJournal(prepareJournal(b), prepareJournal(a))).toBe(expected);
});

test("the key groups what is written alike", () => {
  expect(new Set(["The Lancet.", "LANCET", "Lancet (London, England)"].map(journalKey))).toEqual(
    new Set(["lancet"]),
  );
  expect(journalKey("Health & Place")).toBe(journalKey("Health and Place"));
  expect(journalKey("")).toBe("");
});

test("comparing is symmetric, and a name is the same as itself", () => {
  const word = fc.constantFrom(
    "journal",
    "j",
    "of",
    "clin",
    "clinical",
    "med",
    "medicine",
    "(London)",
    ":",
    "=",
    "Åsen",
    "bmj",
  );
  const name = fc.array(word, { maxLength: 7 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(name, name, (a, b) => {
      const [x, y] = [prepareJournal(a), prepareJournal(b)];
      expect(sameJournal(x, y)).toBe(sameJournal(y, x));
      expect(sameJournal(x, x)).toBe(x.key === "" ? "unknown" : "same");
    }),
    { seed: 5, numRuns: 1000 },
  );
});
