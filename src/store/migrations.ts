import { CompiledQuery, type Kysely } from "kysely";
import type { EngineName } from "./engine.ts";
import type { Tables } from "./tables.ts";

export interface Migration {
  /** Counts up from 1; becomes SQLite's `user_version`. */
  readonly version: number;
  statements(engine: EngineName): readonly string[];
}

interface Words {
  readonly text: string;
  readonly bytes: string;
  /** Ends a narrow table: the primary key is the table. */
  readonly narrow: string;
}

const WORDS: Readonly<Record<EngineName, Words>> = {
  sqlite: { text: "text not null", bytes: "blob not null", narrow: "without rowid" },
  // "C" orders text as SQLite does, byte by byte, whatever the server's locale.
  postgres: { text: 'text collate "C" not null', bytes: "bytea not null", narrow: "" },
};

/** Every key starts with `review_id`, so that a cluster can be distributed by it. */
const first: Migration = {
  version: 1,
  statements: (engine) => {
    const { text, bytes, narrow } = WORDS[engine];
    const nullable = text.replace(" not null", "");
    const int = "integer not null";
    return [
      `create table meta (review_id ${text}, key ${text}, value ${text}, primary key (review_id, key)) ${narrow}`,
      `create table head (review_id ${text}, seq ${int}, newest_id ${nullable}, last_id ${nullable}, primary key (review_id)) ${narrow}`,
      `create table event (review_id ${text}, seq ${int}, id ${text}, type ${text}, version ${int}, device ${text}, prev ${nullable}, undoes ${nullable}, hash ${text}, content ${text}, primary key (review_id, seq))`,
      "create unique index event_id on event (review_id, id)",
      "create index event_type on event (review_id, type, id)",
      "create index event_version on event (review_id, type, version) where version > 1",
      "create index event_device on event (review_id, device, seq)",
      "create index event_undoes on event (review_id, undoes, id)",
      `create table record (review_id ${text}, import_id ${text}, ordinal ${int}, id ${text}, body ${text}, primary key (review_id, import_id, ordinal))`,
      "create unique index record_id on record (review_id, id)",
      `create table record_key (review_id ${text}, key ${text}, record_id ${text}, primary key (review_id, key, record_id)) ${narrow}`,
      `create table blob (review_id ${text}, hash ${text}, size bigint not null, parts ${int}, primary key (review_id, hash)) ${narrow}`,
      `create table blob_part (review_id ${text}, hash ${text}, part ${int}, bytes ${bytes}, primary key (review_id, hash, part))`,
      `create table undone (review_id ${text}, event_id ${text}, primary key (review_id, event_id)) ${narrow}`,
      `create table event_key (review_id ${text}, kind ${text}, key ${text}, event_id ${text}, primary key (review_id, kind, key, event_id)) ${narrow}`,
      `create table document (review_id ${text}, kind ${text}, key ${text}, body ${text}, primary key (review_id, kind, key))`,
      `create table report (review_id ${text}, id ${text}, position ${int}, body ${text}, primary key (review_id, id))`,
      "create unique index report_position on report (review_id, position)",
      `create table report_search (review_id ${text}, position ${int}, text ${text}, primary key (review_id, position))`,
      `create table report_source (review_id ${text}, source ${text}, position ${int}, primary key (review_id, source, position)) ${narrow}`,
      `create table report_record (review_id ${text}, record_id ${text}, report_id ${text}, primary key (review_id, record_id)) ${narrow}`,
      `create table screening (review_id ${text}, stage ${text}, report_id ${text}, position ${int}, status ${text}, reason ${text}, entered ${int}, primary key (review_id, position, stage)) ${narrow}`,
      "create index screening_status on screening (review_id, stage, entered, status, reason)",
      "create index screening_queue on screening (review_id, stage, status, position)",
      `create table vote (review_id ${text}, position ${int}, stage ${text}, reviewer ${text}, primary key (review_id, position, stage, reviewer)) ${narrow}`,
      `create table read_block (review_id ${text}, stage ${text}, reviewer ${text}, block ${int}, reports ${int}, primary key (review_id, stage, reviewer, block)) ${narrow}`,
    ];
  },
};

/** Reports that follow judgements one by one, filters by field, and search in full text. `report_search` is retired: it stays and stays empty. */
const second: Migration = {
  version: 2,
  statements: (engine) => {
    const { text, narrow } = WORDS[engine];
    const int = "integer not null";
    return [
      "create index report_record_report on report_record (review_id, report_id)",
      `create table report_trait (review_id ${text}, position ${int}, year integer, traits ${int}, primary key (review_id, position)) ${narrow}`,
      `create table search_due (review_id ${text}, position ${int}, primary key (review_id, position)) ${narrow}`,
      ...(engine === "sqlite"
        ? // A file holds one review, so the row's number is enough. The program makes the words; "ascii" leaves them as they are.
          [
            "create virtual table report_words using fts5(words, content='', contentless_delete=1, tokenize='ascii', detail='none', prefix='2 3 4 5')",
          ]
        : [
            `create table report_words (review_id ${text}, position ${int}, words tsvector not null, primary key (review_id, position))`,
            "create index report_words_gin on report_words using gin (words)",
          ]),
    ];
  },
};

/**
 * Documents keep votes that were changed, and there are documents of rounds, samples and settings of
 * screening. Nothing in the tables changes but who folded them: with that forgotten, each review folds
 * its documents again when it is next opened with write access.
 */
const third: Migration = {
  version: 3,
  statements: () => ["delete from meta where key = 'kinds'"],
};

/** Participants' files on a server; beside a SQLite file they lie in a folder. */
const fourth: Migration = {
  version: 4,
  statements: (engine) =>
    engine === "sqlite"
      ? []
      : [
          `create table private_part (review_id ${WORDS.postgres.text}, hash ${WORDS.postgres.text}, part integer not null, bytes bytea not null, primary key (review_id, hash, part))`,
        ],
};

/** Migrations only add; a released one is never edited (a snapshot test of the schema guards it). */
export const migrations: readonly Migration[] = [first, second, third, fourth];

/** Runs, in the caller's transaction, all migrations newer than `from`. */
export async function migrate(
  db: Kysely<Tables>,
  engine: EngineName,
  from: number,
  list: readonly Migration[],
): Promise<void> {
  for (const migration of list) {
    if (migration.version <= from) continue;
    for (const statement of migration.statements(engine)) await db.executeQuery(CompiledQuery.raw(statement));
  }
}

export function newestVersion(list: readonly Migration[]): number {
  return list.at(-1)?.version ?? 0;
}
