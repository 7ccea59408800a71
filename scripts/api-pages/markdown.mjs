// The text of the pages.
import { commentText } from "./doc-block.mjs";
import { groupOf } from "./rooms.mjs";

const slug = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
const cell = (text) => text.replace(/\|/g, "\\|");
/** The first sentence; of a long one what stands before its colon. */
function firstSentence(text) {
  const sentence = (/^[\s\S]*?\.(?=\s|$)/.exec(text)?.[0] ?? text).replace(/\s+/g, " ");
  return sentence.length > 160 ? sentence.replace(/: .*$/, ".") : sentence;
}
const up = "../../../";

/** Tests, pages and DOIs of a doc block as links; names of other public functions too. */
function prose(text, room, self) {
  const names = new Set(room.entries.map(({ name }) => name).filter((name) => name !== self));
  return text
    .replace(
      /\bdoi:(10\.\S*[^\s.,;:)\]]|10\.\S*\([^\s)]*\)\S*[^\s.,;:])/g,
      (_, doi) => `[doi:${doi}](https://doi.org/${encodeURI(doi)})`,
    )
    .replace(
      /(?<![\w`[/])((?:tests|docs|benchmarks|conformance)\/[\w./-]+\.(?:ts|md|json))/g,
      `[$1](${up}$1)`,
    )
    .replace(/`(\w+)`/g, (whole, name) => (names.has(name) ? `[${whole}](${name}.md)` : whole));
}

/** A type of a file as code, the names that have a description as links. */
function typeText(type, source, room, here) {
  const linked = type.split(/(?<!["\w])([A-Z]\w*)(?!["\w])/).map((part, i) => {
    if (part === "") return "";
    const key = i % 2 === 1 ? room.typeNamed(source, part) : null;
    return key === null ? `\`${part}\`` : `[\`${part}\`](${here.has(key) ? "" : "types.md"}#${slug(key)})`;
  });
  // Two pieces of code side by side would close each other.
  return cell(linked.join("").replace(/``/g, ""));
}

function fieldTable(type, room, here) {
  const rows = type.fields.map(({ name, optional, type: of, comment }) => {
    const shown = of === "" ? "method" : typeText(of, type.source, room, here);
    return `| \`${cell(name)}${optional ? "?" : ""}\` | ${shown} | ${cell(prose(commentText(comment), room))} |`;
  });
  return ["| field | type | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

function typeSection(type, room, here, depth) {
  const lines = [`${"#".repeat(depth)} ${type.key}`];
  const text = commentText(type.comment);
  if (text) lines.push(prose(text, room));
  const parents = type.extends.filter((one) => room.typeNamed(type.source, one.replace(/<.*$/, "")) !== null);
  if (parents.length > 0)
    lines.push(
      `Has the fields of ${parents.map((one) => typeText(one, type.source, room, here)).join(", ")} too.`,
    );
  if (type.fields === null) lines.push(`\`\`\`ts\n${type.definition}\n\`\`\``);
  else if (type.fields.length > 0) lines.push(fieldTable(type, room, here));
  return lines.join("\n\n");
}

function signature(entry) {
  const { name, kind, calls, type } = entry;
  if (kind !== "function") return kind === "class" ? `class ${name}` : `const ${name}: ${type}`;
  return calls
    .map(({ generics, parameters, result }) => {
      const list = parameters.map(
        (one) => `${one.rest ? "..." : ""}${one.name}${one.optional ? "?" : ""}: ${one.type}`,
      );
      const short = `function ${name}${generics}(${list.join(", ")}): ${result}`;
      if (short.length <= 100) return short;
      return `function ${name}${generics}(\n${list.map((one) => `  ${one},\n`).join("")}): ${result}`;
    })
    .join("\n");
}

function parameterTable(entry, room, here) {
  const { parameters, doc, name } = entry;
  const said = new Map(doc.params.map((one) => [one.name, one.text]));
  const row = (shown, type, text) => `| \`${shown}\` | ${type} | ${cell(prose(text, room, name))} |`;
  const rows = parameters.flatMap((one) => {
    const spoken = /\bdefault\b/i.test(said.get(one.name) ?? "");
    const preset = one.fallback && one.fallback !== "{}" && !spoken ? `Default \`${one.fallback}\`.` : "";
    const fields = one.types.some((type) => room.types.get(type).fields !== null) ? "see its fields" : "";
    const text = [said.get(one.name) || fields, preset].filter(Boolean).join(" ");
    const parts = doc.params.filter((part) => part.name.startsWith(`${one.name}.`));
    return [
      row(`${one.name}${one.optional ? "?" : ""}`, typeText(one.type, entry.source, room, here), text),
      ...parts.map((part) => row(part.name, "", part.text)),
    ];
  });
  return ["| parameter | type | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

/** Types to describe on the page itself: those of the signature, but what another function's result is. */
function described(entry, room) {
  const made = new Map();
  for (const other of room.entries)
    for (const type of other.kind === "function" ? other.resultTypes : [])
      made.set(type, [...(made.get(type) ?? []), other.name]);
  const results = entry.resultTypes;
  const inputs = entry.parameters
    .flatMap(({ types }) => types)
    .filter((type) => !results.includes(type) && !made.has(type));
  const given = entry.parameters.flatMap(({ types }) => types).filter((type) => made.has(type));
  return { inputs: [...new Set(inputs)], results, given: [...new Set(given)], made };
}

/** The page of one function. */
export function functionPage(entry, room) {
  const { doc, name, kind, file } = entry;
  const { inputs, results, given, made } = described(entry, room);
  const here = new Set([...inputs, ...results]);
  const parts = [
    `# ${name}`,
    `[API](../README.md) · \`evidens/${room.id}\` · ${room.groups[groupOf(room, file)][0]}`,
    prose(doc.text, room, name),
    `\`\`\`ts\nimport { ${name} } from "evidens/${room.id}";\n\n${signature(entry)}\n\`\`\``,
  ];
  const typed = (names) => names.map((one) => typeSection(room.types.get(one), room, here, 3));
  if (entry.parameters.length > 0) parts.push("## Parameters", parameterTable(entry, room, here));
  const from = given
    .filter((type) => !results.includes(type) && !made.get(type).includes(name))
    .map((type) => {
      const makers = made.get(type).map((one) => `[\`${one}\`](${one}.md)`);
      return `[\`${type}\`](types.md#${slug(type)}): what ${makers.join(", ")} ${makers.length > 1 ? "return" : "returns"}.`;
    });
  if (from.length > 0) parts.push(from.join("\n\n"));
  parts.push(...typed(inputs));
  if (kind === "function") {
    const result = typeText(entry.calls.at(-1).result, entry.source, room, here);
    parts.push("## Result", doc.returns ? `${result}: ${prose(doc.returns, room, name)}` : result);
  } else parts.push(...(results.length > 0 ? ["## Type"] : []));
  parts.push(...typed(results));
  if (doc.throws) parts.push("## Errors", prose(doc.throws, room, name));
  const facts = [
    doc.source && `- Source: ${prose(doc.source, room, name)}`,
    doc.checked && `- Checked: ${prose(doc.checked, room, name)}`,
    doc.cost && `- Cost: ${prose(doc.cost, room, name)}`,
    entry.methods && `- Method: [${entry.methods.title}](../../${entry.methods.path})`,
    entry.sideBySide &&
      `- Beside metafor: [${entry.sideBySide.heading}](../../from-metafor.md#${slug(entry.sideBySide.heading)})`,
    `- Code: [${file}](${up}${file})`,
  ].filter(Boolean);
  parts.push("## Source and checks", facts.join("\n"));
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** All types that the public functions of a room name. */
export function typesPage(room) {
  const here = new Set(room.types.keys());
  const parts = [
    `# Types of evidens/${room.id}`,
    "[API](../README.md) · every type that a public function takes or returns, by name.",
    ...[...room.types.values()].map((type) => typeSection(type, room, here, 2)),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The index: rooms, their groups, their functions. */
export function indexPage(rooms) {
  const parts = [
    "# API",
    "A page per public function, written from the doc blocks by `node scripts/api-pages.mjs`. Numbers and formulas are explained in [methods](../methods); users of metafor find their calls in [from metafor to Evidens](../from-metafor.md).",
    rooms
      .map(
        (room) =>
          `- [\`evidens/${room.id}\`](#evidens${room.id}): ${room.title}. ${room.groups
            .map(([title]) => title)
            .filter((_, at) => room.entries.some((entry) => groupOf(room, entry.file) === at))
            .join(", ")}.`,
      )
      .join("\n"),
  ];
  for (const room of rooms) {
    parts.push(`## evidens/${room.id}`, `Types: [${room.id}/types.md](${room.id}/types.md).`);
    room.groups.forEach(([title], at) => {
      const entries = room.entries.filter((entry) => groupOf(room, entry.file) === at);
      if (entries.length === 0) return;
      const rows = entries.map(
        ({ name, doc }) => `| [\`${name}\`](${room.id}/${name}.md) | ${cell(firstSentence(doc.text))} |`,
      );
      parts.push(`### ${title}`, ["| function | |", "| --- | --- |", ...rows].join("\n"));
    });
  }
  return `${parts.join("\n\n")}\n`;
}
