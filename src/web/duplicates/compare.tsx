import { type JSX, useState } from "react";
import type { DuplicatePair } from "#contract";
import { useWords, type Words } from "../app/text.ts";
import { Tag } from "../parts/page-head.tsx";
import { type DiffPart, diffWords } from "./word-diff.ts";

type Side = DuplicatePair["a"];
type Evidence = DuplicatePair["evidence"][number];

interface Field {
  /** As the finder names it. */
  readonly id: string;
  readonly read: (record: Side) => string;
}

const FIELDS: readonly Field[] = [
  { id: "title", read: (record) => [record.title, ...(record.otherTitles ?? [])].join("\n") },
  {
    id: "authors",
    read: ({ authors }) =>
      authors.map(({ family, given }) => [family, given].filter(Boolean).join(", ")).join("; "),
  },
  { id: "year", read: ({ year }) => (year === null ? "" : String(year)) },
  { id: "journal", read: ({ journal, journalAbbreviation }) => journal ?? journalAbbreviation ?? "" },
  { id: "volume", read: ({ volume }) => volume ?? "" },
  { id: "issue", read: ({ issue }) => issue ?? "" },
  { id: "pages", read: ({ pages }) => pages ?? "" },
  { id: "doi", read: ({ ids }) => ids.doi.join(" ") },
  { id: "pmid", read: ({ ids }) => ids.pmid.join(" ") },
  { id: "registry", read: ({ ids }) => (ids.registry ?? []).join(" ") },
  { id: "type", read: ({ type }) => type },
];

/** Two records in a table: a row per field, each difference marked, and what the finder makes of it. */
export function Compare(props: { readonly pair: DuplicatePair }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { a, b, evidence } = props.pair;
  const rows = FIELDS.map((field) => ({
    ...field,
    left: field.read(a),
    right: field.read(b),
    said: evidence.filter((one) => one.field === field.id && one.reason !== ""),
  })).filter(({ left, right }) => left !== "" || right !== "");
  const known = new Set(rows.map(({ id }) => id));
  const other = evidence.filter(
    ({ field, reason }) => !known.has(field) && field !== "abstract" && reason !== "",
  );
  return (
    <>
      <table className="compare">
        <caption className="hidden">{t("duplicates.compare")}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden">{t("duplicates.field")}</span>
            </th>
            <th scope="col">{t("duplicates.first", { source: a.sourceId })}</th>
            <th scope="col">{t("duplicates.second", { source: b.sourceId })}</th>
            <th scope="col">{t("duplicates.evidence")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, left, right, said }) => (
            <Row key={id} id={id} left={left} right={right} said={said} words={words} />
          ))}
        </tbody>
      </table>
      {other.length === 0 ? null : (
        <p className="rules">
          <b>{t("duplicates.held-back")}</b>{" "}
          {[...new Set(other.map(({ reason }) => evidenceInWords(words, reason)))].join(" · ")}
        </p>
      )}
      <Abstracts pair={props.pair} />
    </>
  );
}

function Row(props: {
  readonly id: string;
  readonly left: string;
  readonly right: string;
  readonly said: readonly Evidence[];
  readonly words: Words;
}): JSX.Element {
  const { id, left, right, words } = props;
  const { t } = words;
  const diff = diffWords(left, right);
  const missing = <span className="soft">{t("duplicates.missing")}</span>;
  // Where one side has nothing there is no difference to mark.
  const both = left !== "" && right !== "";
  return (
    <tr data-field={id}>
      <th scope="row">{words.named("field", id)}</th>
      <td data-label={t("duplicates.side-first")}>
        {left === "" ? missing : <Marked parts={both ? diff.left : [{ text: left, changed: false }]} />}
      </td>
      <td data-label={t("duplicates.side-second")}>
        {right === "" ? missing : <Marked parts={both ? diff.right : [{ text: right, changed: false }]} />}
      </td>
      <td>
        {props.said.map((one) => (
          <Said key={one.reason} evidence={one} words={words} />
        ))}
      </td>
    </tr>
  );
}

/** Text in which what the other side lacks is marked, also for those who listen. */
function Marked(props: { readonly parts: readonly DiffPart[] }): JSX.Element {
  const { t } = useWords();
  let at = 0;
  return (
    <>
      {props.parts.map(({ text, changed }) => {
        const key = at;
        at += text.length;
        if (!changed) return <span key={key}>{text}</span>;
        return (
          <mark key={key} className="differs">
            <span className="hidden">{` ${t("duplicates.differs-begin")} `}</span>
            {text}
            <span className="hidden">{` ${t("duplicates.differs-end")} `}</span>
          </mark>
        );
      })}
    </>
  );
}

function Said(props: { readonly evidence: Evidence; readonly words: Words }): JSX.Element {
  const { reason, points } = props.evidence;
  const { words } = props;
  return (
    <span className="said">
      {evidenceInWords(words, reason)}
      {points === 0 ? null : <Points points={points} />}
    </span>
  );
}

/** A code of the finder in words. */
export function evidenceInWords(words: Words, reason: string): string {
  return words.named("evidence", reason, reason.replaceAll("-", " "));
}

/** Points with their sign, so that colour is not needed. */
export function Points(props: { readonly points: number }): JSX.Element {
  const { number } = useWords();
  const { points } = props;
  return (
    <span className={points < 0 ? "points against" : "points"}>
      {points < 0 ? "−" : "+"}
      {number(Math.abs(points), Number.isInteger(points) ? 0 : 1)}
    </span>
  );
}

function Abstracts(props: { readonly pair: DuplicatePair }): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const { a, b, evidence } = props.pair;
  const [open, setOpen] = useState(false);
  const [left, right] = [a.abstract ?? "", b.abstract ?? ""];
  if (left === "" && right === "") return <p className="foot">{t("duplicates.no-abstract")}</p>;
  const diff = diffWords(left, right);
  const both = left !== "" && right !== "";
  const said = evidence.filter(({ field, reason }) => field === "abstract" && reason !== "");
  const side = (parts: readonly DiffPart[], text: string): JSX.Element =>
    text === "" ? (
      <p className="soft">{t("duplicates.missing")}</p>
    ) : (
      <p className={open ? "prose" : "prose clipped"}>
        <Marked parts={both ? parts : [{ text, changed: false }]} />
      </p>
    );
  return (
    <section className="abstracts">
      <div className="row apart">
        <h2>
          {words.named("field", "abstract")}{" "}
          {said.map((one) => (
            <Tag key={one.reason}>
              <Said evidence={one} words={words} />
            </Tag>
          ))}
        </h2>
        <button
          type="button"
          className="button quiet"
          aria-expanded={open}
          onClick={() => setOpen((before) => !before)}
        >
          {open ? t("duplicates.less") : t("duplicates.more")}
        </button>
      </div>
      <div className="sides">
        {side(diff.left, left)}
        {side(diff.right, right)}
      </div>
    </section>
  );
}
