/**
 * Takes an English plural ending off a lower-case word: studies → study, rats → rat; words that do not end
 * so are returned as they are. Deliberately no more: stronger stemming joined words that decide relevance.
 *
 * Source: the S stemmer of Harman 1991, doi:10.1002/(SICI)1097-4571(199101)42:1<7::AID-ASI2>3.0.CO;2-P.
 * Checked: tests/screening/learner-features.test.ts.
 */
export function stemPlural(word: string): string {
  const { length } = word;
  if (length < 4 || word.charCodeAt(length - 1) !== 115) return word;
  if (word.endsWith("ies"))
    return length > 4 && !word.endsWith("eies") && !word.endsWith("aies") ? `${word.slice(0, -3)}y` : word;
  if (word.endsWith("sses") && length > 4) return word.slice(0, -2);
  return word.endsWith("us") || word.endsWith("ss") || word.endsWith("is") ? word : word.slice(0, -1);
}
