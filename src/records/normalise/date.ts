import { foldText } from "./fold.ts";

/** Names of the months, folded, in the languages that exports are written in. */
const NAMES: readonly string[] = [
  "jan january januar janvier janv enero ene janeiro gennaio gen januari jaanuar styczen leden",
  "feb february februar fevrier fevr fev febrero fevereiro febbraio februari luty unor",
  "mar march marz maerz mars marzo marco maart mrz mrt marec brezen",
  "apr april avril avr abril abr aprile kwiecien duben",
  "may mai mayo maio maggio mag mei maj kveten",
  "jun june juni juin junio junho giugno giu czerwiec cerven",
  "jul july juli juillet juil julio julho luglio lug lipiec cervenec",
  "aug august aout agosto ago augustus augusti sierpien srpen",
  "sep sept september septembre septiembre setembro set settembre wrzesien zari",
  "oct october oktober okt octobre octubre outubro out ottobre ott pazdziernik rijen",
  "nov november novembre noviembre novembro listopad",
  "dec december dezember dez desember des decembre diciembre dic dezembro dicembre grudzien prosinec",
];
const MONTHS: ReadonlyMap<string, number> = new Map(
  NAMES.flatMap((names, index) => names.split(" ").map((name) => [name, index + 1] as const)),
);
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

interface Found {
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
}

/**
 * The date of publication as far as it is known: `2016`, `2016-01`, `2016-01-15`. The first text with
 * a year (1500 to 2100) decides it; the fullest date of that year wins, and a text without a year
 * (`MAY-JUN`) may add to it. Of ranges the first day or month; of seasons and quarters the year; of
 * impossible dates (31.02.) the part that holds. Where day and month cannot be told apart, neither.
 *
 * @param texts fields in order of trust
 * Checked: tests/records/normalise-date.test.ts.
 */
export function partialDate(texts: Iterable<string>): string | null {
  let best: Found | null = null;
  let loose: Found | null = null;
  for (const text of texts) {
    const found = dateIn(text.slice(0, 200));
    if (found.year === null) {
      if (found.month !== null) loose ??= found;
    } else if (best === null || (found.year === best.year && size(found) > size(best))) best = found;
  }
  if (best === null || best.year === null) return null;
  const { month, day } = best.month === null && loose !== null ? loose : best;
  return written(best.year, month, day);
}

function size({ month, day }: Found): number {
  return month === null ? 0 : day === null ? 1 : 2;
}

function written(year: number, month: number | null, day: number | null): string {
  if (month === null || month < 1 || month > 12) return String(year);
  const two = (value: number): string => String(value).padStart(2, "0");
  const holds = day !== null && day >= 1 && day <= daysOf(year, month);
  return holds ? `${year}-${two(month)}-${two(day)}` : `${year}-${two(month)}`;
}

function daysOf(year: number, month: number): number {
  return month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : DAYS[month - 1]!;
}

const YEAR_ALONE = /^(?:1[5-9]\d\d|20\d\d|2100)$/;

function dateIn(text: string): Found {
  if (YEAR_ALONE.test(text)) return { year: Number(text), month: null, day: null };
  const numeric = inNumbers(text);
  if (numeric !== null) return numeric;
  const year = /(?<!\d)(1[5-9]\d\d|20\d\d|2100)(?!\d)/.exec(text);
  return { year: year === null ? null : Number(year[1]), ...inWords(text, year?.[1]) };
}

/** Year first (also `20160115` and `2016/01/15/`), or year last. */
function inNumbers(text: string): Found | null {
  const first =
    /(?<!\d)(1[5-9]\d\d|20\d\d|2100)(?:[-/.年](\d{1,2})(?!\d)(?:[-/.月](\d{1,2})(?!\d))?|(\d\d)(\d\d)(?!\d))/.exec(
      text,
    );
  if (first !== null) {
    const [, year, month, day, shortMonth, shortDay] = first;
    return possible(
      Number(year),
      Number(month ?? shortMonth),
      (day ?? shortDay) === undefined ? null : Number(day ?? shortDay),
    );
  }
  const last = /(?<!\d)(?:(\d{1,2})([-/.])\s?)?(\d{1,2})[-/.]\s?(1[5-9]\d\d|20\d\d|2100)(?!\d)/.exec(text);
  if (last === null) return null;
  const [, a, separator, b, year] = last;
  if (a === undefined) return possible(Number(year), Number(b), null);
  const [one, two] = [Number(a), Number(b)];
  // With full stops the day comes first; with slashes one number must be too large for a month.
  if (separator === "." || one > 12 || one === two) return possible(Number(year), two, one);
  if (two > 12) return possible(Number(year), one, two);
  return { year: Number(year), month: null, day: null };
}

function possible(year: number, month: number, day: number | null): Found {
  const fits = month >= 1 && month <= 12;
  return { year, month: fits ? month : null, day: fits ? day : null };
}

/** Month by name, and the day that stands before it or behind it. */
function inWords(text: string, year: string | undefined): { month: number | null; day: number | null } {
  const tokens = foldText(text).match(/[a-z]+|\d+/g) ?? [];
  const at = tokens.findIndex((token) => MONTHS.has(token));
  if (at < 0) return { month: null, day: null };
  const month = MONTHS.get(tokens[at]!)!;
  const isDay = (token: string | undefined): token is string => /^\d{1,2}$/.test(token ?? "");
  let before = at - 1;
  while (/^(?:st|nd|rd|th|er|de|of|den|the)$/.test(tokens[before] ?? "")) before -= 1;
  // `4-8 Aug`: back to the first of the days.
  while (isDay(tokens[before]) && isDay(tokens[before - 1])) before -= 1;
  if (isDay(tokens[before])) return { month, day: Number(tokens[before]) };
  const behind = tokens[at + 1];
  // `Jan 16` without another year may be a month of 2016.
  return { month, day: isDay(behind) && year !== undefined ? Number(behind) : null };
}
