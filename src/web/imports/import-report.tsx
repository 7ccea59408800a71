import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import type { ImportResponse } from "#contract";
import { useWords, type Words } from "../app/text.ts";
import { fileSize } from "./file-size.ts";
import { Fill } from "./fill.tsx";
import { Problems } from "./problems.tsx";

type Import = ImportResponse["import"];
type Report = NonNullable<Import["report"]>;

/** What came of one file of the queue: its counts, and the report to unfold. */
export function ImportReport(props: {
  readonly result: ImportResponse;
  readonly open: boolean;
}): JSX.Element {
  const words = useWords();
  const { import: one, already } = props.result;
  if (already) return <p>{words.t("import.already", { name: one.fileName })}</p>;
  return (
    <details open={props.open}>
      <summary>{counted(one, words)}</summary>
      <ReportOf import={one} />
    </details>
  );
}

/** Entries found, records kept, problems. */
export function counted({ counts }: Import, { t, number }: Words): string {
  return t("import.counts", {
    entries: number(counts.entries),
    records: number(counts.records),
    problems: number(counts.problems),
  });
}

/** Everything an import says of itself: how full the fields are, what is odd, what was not read. */
export function ReportOf(props: { readonly import: Import }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const one = props.import;
  const { report } = one;
  return (
    <div className="import-report">
      <div className="columns">
        <Facts import={one} words={words} />
        {report === undefined ? (
          <p className="soft">{t("import.no-report")}</p>
        ) : (
          <Fill fill={report.fill} records={one.counts.records} />
        )}
      </div>
      {report === undefined ? null : <Odd import={one} odd={report.odd} words={words} />}
      <Problems problems={one.problems} total={one.counts.problems} />
      {one.columns === undefined ? null : <Columns columns={one.columns} words={words} />}
    </div>
  );
}

function Facts(props: { readonly import: Import; readonly words: Words }): JSX.Element {
  const { import: one, words } = props;
  const { t } = words;
  const { report } = one;
  const facts: readonly (readonly [string, string])[] = [
    [t("import.format"), words.named("format", one.format)],
    [t("import.encoding"), one.encoding === "binary" ? t("import.binary") : one.encoding.toUpperCase()],
    [t("import.size"), fileSize(one.fileBytes, words)],
    ...(report === undefined
      ? []
      : [
          [t("import.lines"), linesOf(report, words)] as const,
          [t("import.years"), yearsOf(report)] as const,
          [t("import.types"), countsOf(report.types, words)] as const,
          [t("import.decisions"), countsOf(report.decisions, words)] as const,
        ]),
  ];
  return (
    <dl className="facts left">
      {facts.map(([name, value]) =>
        value === "" ? null : (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function linesOf({ lines }: Report, { t, number }: Words): string {
  return t("import.lines-kept", {
    total: number(lines.total),
    kept: number(lines.kept),
    blank: number(lines.blank),
    outside: number(lines.outside),
  });
}

function yearsOf({ years }: Report): string {
  if (years === null) return "";
  return years.from === years.to ? String(years.from) : `${years.from}–${years.to}`;
}

/** `JOUR 380, CONF 20`: words of the file, most frequent first. */
function countsOf(counts: Readonly<Record<string, number>>, { number }: Words): string {
  return Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name === "" ? "–" : name} ${number(count)}`)
    .join(", ");
}

/** What looks odd, with the first records concerned. */
function Odd(props: {
  readonly import: Import;
  readonly odd: Report["odd"];
  readonly words: Words;
}): JSX.Element {
  const { import: one, odd, words } = props;
  const { t, number } = words;
  if (odd.length === 0) return <p className="soft">{t("odd.none")}</p>;
  return (
    <section>
      <h3>{t("odd.title")}</h3>
      <ul className="lines odd">
        {odd.map(({ code, count, first }) => (
          <li key={code}>
            <span>
              <b className="num">{number(count)}</b> {words.named("odd", code, code.replaceAll("-", " "))}
            </span>
            <span className="soft">
              {t("odd.first")}{" "}
              {first.map((ordinal, index) => (
                <span key={ordinal}>
                  {index === 0 ? "" : ", "}
                  <Link
                    to="/records"
                    search={{ report: `${one.importId}-${ordinal}` } as never}
                    aria-label={t("odd.record", { ordinal, file: one.fileName })}
                  >
                    {ordinal}
                  </Link>
                </span>
              ))}
              {count > first.length ? " …" : ""}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** As what the columns of a table were read. */
function Columns(props: {
  readonly columns: Readonly<Record<string, string>>;
  readonly words: Words;
}): JSX.Element {
  const { t, named } = props.words;
  const all = Object.entries(props.columns);
  const read = all.filter(([, field]) => field !== "ignore");
  return (
    <details>
      <summary>{t("columns.title")}</summary>
      <dl className="facts left">
        {read.map(([heading, field]) => (
          <div key={heading} style={{ display: "contents" }}>
            <dt>{heading}</dt>
            <dd>{named("field", field)}</dd>
          </div>
        ))}
      </dl>
      {all.length === read.length ? null : (
        <p className="foot">
          {t("columns.ignored", {
            headings: all
              .filter(([, field]) => field === "ignore")
              .slice(0, 100)
              .map(([heading]) => heading)
              .join(", "),
          })}
        </p>
      )}
    </details>
  );
}
