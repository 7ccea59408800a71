/** A label as a word of a sentence: in lower case, but for what is written in capitals, such as DOI. */
export function inSentence(label: string): string {
  return label === label.toUpperCase() ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
