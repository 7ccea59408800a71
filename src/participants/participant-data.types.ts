/** What a variable of a participant data set holds. */
export type VariableType = "number" | "category" | "date" | "text";

/** What a variable stands for; checks, tables and models ask for roles, never for names. */
export type VariableRole =
  | "participant"
  | "trial"
  | "site"
  | "arm"
  | "visit"
  | "visit-date"
  | "randomised-on"
  | "randomisation-number"
  | "withdrawn"
  | "withdrawal-reason"
  | "baseline"
  | "outcome";

/** One line of a data dictionary. */
export interface Variable {
  /** Column heading as it stands in the file. */
  readonly name: string;
  readonly label?: string | undefined;
  readonly type: VariableType;
  readonly role?: VariableRole | undefined;
  /** Unit in which numbers stand, such as `years`. */
  readonly unit?: string | undefined;
  /** Smallest and largest possible number, both allowed; dates as ISO 8601. */
  readonly range?: readonly [number | string, number | string] | undefined;
  /** What the codes of a category mean; the first category is the reference. */
  readonly coding?: Readonly<Record<string, string>> | undefined;
  /** Order of the categories by their meaning; default: that of `coding` (codes that are whole numbers rise), else as first met. */
  readonly levels?: readonly string[] | undefined;
  /** Cells that mean "missing", each with its reason; an empty cell always does. */
  readonly missing?: Readonly<Record<string, string>> | undefined;
  /** Instrument and item or total that the variable holds, such as `caps-iv` and `total`. */
  readonly instrument?: string | undefined;
  readonly item?: string | undefined;
}

/** Describes every column of one file. */
export interface DataDictionary {
  readonly name: string;
  /** Set when the participants are made by a program; every table and figure then says so. */
  readonly simulated?: boolean | undefined;
  readonly source?: string | undefined;
  readonly variables: readonly Variable[];
}

/** A file as read: every cell verbatim. */
export interface RawTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Line of the file of each row, 1-based. */
  readonly lines: readonly number[];
}

/** A column with its values as the dictionary reads them; null is missing. All columns have the same length. */
export type ParticipantColumn =
  | { readonly variable: Variable; readonly kind: "number"; readonly values: readonly (number | null)[] }
  | {
      readonly variable: Variable;
      /** Category, date (ISO 8601) or text; categories hold the meaning of the code. */
      readonly kind: "text";
      /** The levels of a category in their order; of other columns empty. */
      readonly levels: readonly string[];
      readonly values: readonly (string | null)[];
    };

/** One participant data set, long form: a row is a participant, or a participant at a visit. */
export interface ParticipantData {
  readonly dictionary: DataDictionary;
  readonly rows: number;
  readonly columns: readonly ParticipantColumn[];
  /** Line of the file of each row, so that every message can name it. */
  readonly lines: readonly number[];
}
