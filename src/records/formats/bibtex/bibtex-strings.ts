/** The abbreviations of a file: what `@string` defines and what every style knows. */
export interface BibtexStrings {
  /** Text of an abbreviation, or null. */
  get(name: string): string | null;
  /** False when the text or all texts together are too long to be kept. */
  set(name: string, text: string): boolean;
}

/** Abbreviations that use each other grow twofold with every line: `a = b # b`, `b = c # c`, … */
const LONGEST_TEXT = 64 * 1024;
const LONGEST_ALL = 8 * 1024 * 1024;

const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);

/** Journals that the standard styles abbreviate. */
const JOURNALS: ReadonlyMap<string, string> = new Map([
  ["acmcs", "ACM Computing Surveys"],
  ["acta", "Acta Informatica"],
  ["cacm", "Communications of the ACM"],
  ["ibmjrd", "IBM Journal of Research and Development"],
  ["ibmsj", "IBM Systems Journal"],
  ["ieeese", "IEEE Transactions on Software Engineering"],
  ["ieeetc", "IEEE Transactions on Computers"],
  ["ieeetcad", "IEEE Transactions on Computer-Aided Design of Integrated Circuits"],
  ["ipl", "Information Processing Letters"],
  ["jacm", "Journal of the ACM"],
  ["jcss", "Journal of Computer and System Sciences"],
  ["scp", "Science of Computer Programming"],
  ["sicomp", "SIAM Journal on Computing"],
  ["tocs", "ACM Transactions on Computer Systems"],
  ["tods", "ACM Transactions on Database Systems"],
  ["tog", "ACM Transactions on Graphics"],
  ["toms", "ACM Transactions on Mathematical Software"],
  ["toois", "ACM Transactions on Office Information Systems"],
  ["toplas", "ACM Transactions on Programming Languages and Systems"],
  ["tcs", "Theoretical Computer Science"],
]);

/**
 * A collection that holds what every style knows; names are compared without case.
 *
 * Source: bibtex.web and plain.bst (`MACRO`).
 */
export function bibtexStrings(): BibtexStrings {
  const own = new Map<string, string>();
  let length = 0;
  return {
    get(name) {
      const key = name.toLowerCase();
      return own.get(key) ?? (monthNumber(key) === null ? null : key) ?? JOURNALS.get(key) ?? null;
    },
    set(name, text) {
      if (text.length > LONGEST_TEXT || length + text.length > LONGEST_ALL) return false;
      length += text.length + name.length;
      own.set(name.toLowerCase(), text);
      return true;
    },
  };
}

/** 1 to 12 for `5`, `05`, `may`, `May.`, `sept`, or null. */
export function monthNumber(text: string): number | null {
  const word = text.trim().toLowerCase().replace(/\.$/, "");
  if (/^(?:0?[1-9]|1[0-2])$/.test(word)) return Number(word);
  if (word.length < 3) return null;
  const index = MONTHS.findIndex((month) => month === word || (word.length <= 4 && month.startsWith(word)));
  return index === -1 ? null : index + 1;
}
