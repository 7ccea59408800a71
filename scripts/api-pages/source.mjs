// Reads a room's door and what it exports: signatures, doc blocks, and the types that signatures name.
// `isolatedDeclarations` makes every export state its types, so that the syntax alone holds the signature.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseSync } from "vite";

const parsed = new Map();

/** @returns a file's text, imports, and its declarations by name, each with its doc block */
function readFile(file) {
  const known = parsed.get(file);
  if (known) return known;
  const text = readFileSync(file, "utf8");
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const blocks = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"));
  const commentBefore = (start) => {
    const last = blocks.findLast(({ end }) => end <= start);
    return last && text.slice(last.end, start).trim() === "" ? last.value : null;
  };
  const result = { file, text, imports: new Map(), reExports: [], declared: new Map(), commentBefore };
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration") {
      for (const { local, imported } of statement.specifiers)
        result.imports.set(local.name, { from: statement.source.value, name: imported?.name ?? local.name });
    } else if (statement.type === "ExportAllDeclaration") {
      result.reExports.push({ from: statement.source.value, all: true });
    } else if (statement.type === "ExportNamedDeclaration" && statement.source) {
      for (const { local, exported, exportKind } of statement.specifiers) {
        const onlyType = statement.exportKind === "type" || exportKind === "type";
        result.reExports.push({
          from: statement.source.value,
          name: local.name,
          as: exported.name,
          onlyType,
        });
      }
    } else declare(result, statement);
  }
  parsed.set(file, result);
  return result;
}

function declare({ declared, commentBefore }, statement) {
  const node = statement.declaration ?? statement;
  const comment = commentBefore(statement.start);
  const add = (name, one) => declared.set(name, [...(declared.get(name) ?? []), { node: one, comment }]);
  if (node.type === "VariableDeclaration") {
    for (const one of node.declarations) if (one.id.type === "Identifier") add(one.id.name, one);
  } else if (node.id?.type === "Identifier") add(node.id.name, node);
}

/** Where a name used in a file is declared. */
function resolve(root, from, name) {
  const source = readFile(from);
  if (source.declared.has(name)) return { source, name };
  const imported = source.imports.get(name);
  if (imported) return resolve(root, target(root, from, imported.from), imported.name);
  for (const one of source.reExports) {
    if (!one.all && one.as !== name) continue;
    const next = target(root, from, one.from);
    const found = next && resolve(root, next, one.all ? name : one.name);
    if (found) return found;
  }
  return null;
}

function target(root, from, specifier) {
  if (specifier.startsWith("#")) return join(root, "src", specifier.slice(1), "index.ts");
  if (!specifier.startsWith(".")) return null;
  const file = join(dirname(from), specifier);
  return existsSync(file) ? file : null;
}

const oneLine = (text) =>
  text
    .replace(/\/\*\*?[\s\S]*?\*\//g, " ")
    .replace(/\s+/g, " ")
    .replace(/([([]) | (?=[)\]])/g, "$1")
    .replace(/^\| /, "")
    .trim();

/** Names of types that a piece of syntax mentions, in order. */
function typeNames(node, into = []) {
  if (Array.isArray(node)) for (const one of node) typeNames(one, into);
  else if (node && typeof node === "object") {
    if (node.type === "TSTypeReference" && node.typeName.type === "Identifier") into.push(node.typeName.name);
    if (node.type === "TSInterfaceHeritage" && node.expression.type === "Identifier")
      into.push(node.expression.name);
    for (const [key, value] of Object.entries(node))
      if (key !== "body" || node.type.startsWith("TS")) typeNames(value, into);
  }
  return [...new Set(into)];
}

function parameterOf(text, node) {
  const inner = node.type === "AssignmentPattern" ? node.left : node;
  const rest = inner.type === "RestElement";
  const plain = rest ? inner.argument : inner;
  const annotation = plain.typeAnnotation ?? inner.typeAnnotation;
  return {
    name: plain.type === "Identifier" ? plain.name : nameByType(text, annotation),
    unnamed: plain.type !== "Identifier",
    rest,
    optional: node.type === "AssignmentPattern" || plain.optional === true,
    fallback:
      node.type === "AssignmentPattern" ? oneLine(text.slice(node.right.start, node.right.end)) : null,
    type: annotation
      ? oneLine(text.slice(annotation.typeAnnotation.start, annotation.typeAnnotation.end))
      : "unknown",
    node: annotation,
  };
}

/** A parameter that is taken apart in place has no name of its own. */
function nameByType(text, annotation) {
  const [type] = text.slice(annotation.start, annotation.end).match(/\b(?!Pick|Readonly)[A-Z]\w*/) ?? [
    "Options",
  ];
  return type.endsWith("Options") ? "options" : type[0].toLowerCase() + type.slice(1);
}

/** Generic parameters, parameters and result of a function or arrow. */
function callOf(text, node) {
  const { typeParameters, params, returnType } = node;
  return {
    generics: typeParameters ? oneLine(text.slice(typeParameters.start, typeParameters.end)) : "",
    parameters: params.map((one) => parameterOf(text, one)),
    result: returnType
      ? oneLine(text.slice(returnType.typeAnnotation.start, returnType.typeAnnotation.end))
      : "unknown",
    resultNode: returnType,
    typeParameterNode: typeParameters,
  };
}

function entryOf(root, source, name, exported) {
  const all = source.declared.get(name);
  const { text } = source;
  const base = { name: exported, file: relative(root, source.file), source };
  const functions = all.filter(({ node }) => /Function/.test(node.type));
  const arrow = all[0].node.init?.type === "ArrowFunctionExpression" ? all[0].node.init : null;
  const comment = all.findLast((one) => one.comment !== null)?.comment ?? null;
  if (functions.length > 0 || arrow) {
    const overloads = functions.filter(({ node }) => node.body === null || node.type === "TSDeclareFunction");
    const used = overloads.length > 0 ? overloads : functions;
    const calls = arrow ? [callOf(text, arrow)] : used.map(({ node }) => callOf(text, node));
    const last = calls.at(-1);
    return {
      ...base,
      kind: "function",
      comment,
      calls,
      parameters: last.parameters,
      resultNode: last.resultNode,
    };
  }
  const { node } = all[0];
  if (/Class/.test(node.type))
    return { ...base, kind: "class", comment, calls: [], parameters: [], resultNode: null, type: "class" };
  const annotation = node.id.typeAnnotation;
  const type = annotation
    ? oneLine(text.slice(annotation.typeAnnotation.start, annotation.typeAnnotation.end))
    : oneLine(text.slice(node.init.start, node.init.end));
  return { ...base, kind: "data", comment, calls: [], parameters: [], resultNode: annotation, type };
}

function fieldsOf(source, members) {
  return members
    .filter(({ type }) => /Signature/.test(type))
    .map((member) => {
      const { text } = source;
      const key = member.key ? text.slice(member.key.start, member.key.end) : "[…]";
      const whole = oneLine(text.slice(member.start, member.end)).replace(/[;,]$/, "");
      const annotation = member.typeAnnotation?.typeAnnotation;
      const own = annotation && member.type === "TSPropertySignature";
      return {
        name: own ? key : whole.replace(/^readonly /, ""),
        optional: member.optional === true,
        type: own ? oneLine(text.slice(annotation.start, annotation.end)) : "",
        comment: source.commentBefore(member.start),
      };
    });
}

/** One named type: its fields, or its definition where it is no object. */
function typeOf(root, source, name) {
  const { node, comment } = source.declared.get(name)[0];
  const { text } = source;
  const base = { name, file: relative(root, source.file), source, comment, node, extends: [], fields: null };
  if (node.type === "TSInterfaceDeclaration") {
    const parents = (node.extends ?? []).map((one) => oneLine(text.slice(one.start, one.end)));
    return { ...base, extends: parents, fields: fieldsOf(source, node.body.body) };
  }
  if (node.type === "TSTypeAliasDeclaration") {
    const { typeAnnotation } = node;
    if (typeAnnotation.type === "TSTypeLiteral")
      return { ...base, fields: fieldsOf(source, typeAnnotation.members) };
    return { ...base, definition: text.slice(node.start, node.end) };
  }
  return null;
}

/** The types an entry or a type names, each found where it is declared; those of other packages are left out. */
function namedTypes(root, source, node) {
  return typeNames(node).flatMap((name) => {
    const found = resolve(root, source.file, name);
    const type = found && typeOf(root, found.source, found.name);
    return type ? [type] : [];
  });
}

/**
 * @param root the repository
 * @param id the room
 * @returns what its door exports as values, by name, and every type that these name, near or far, by name
 */
export function readRoom(root, id) {
  const door = join(root, "src", id, "index.ts");
  const names = readFile(door)
    .reExports.filter(({ all, onlyType }) => !all && !onlyType)
    .map(({ as }) => as)
    .sort();
  const entries = names.flatMap((name) => {
    const { source, name: declared } = resolve(root, door, name);
    if (/^TS/.test(source.declared.get(declared)[0].node.type)) return [];
    return [entryOf(root, source, declared, name)];
  });
  const types = new Map();
  const keys = new Map();
  /** Two types of one room may share a name; the second is told apart by its folder. */
  const keyOf = (type) => {
    const place = `${type.file} ${type.name}`;
    if (!keys.has(place)) {
      const folder = type.file.split("/").at(-2);
      keys.set(place, types.has(type.name) ? `${type.name} (${folder})` : type.name);
    }
    return keys.get(place);
  };
  const reach = (found) =>
    found.map((type) => {
      const key = keyOf(type);
      if (!types.has(key)) {
        types.set(key, { ...type, key });
        reach(namedTypes(root, type.source, type.node));
      }
      return key;
    });
  for (const entry of entries) {
    for (const parameter of entry.parameters) {
      parameter.types = reach(namedTypes(root, entry.source, parameter.node));
      parameter.described = parameter.types.length > 0;
    }
    entry.resultTypes = reach(namedTypes(root, entry.source, entry.resultNode));
  }
  /** The key of the type that a name means in a file, or null. */
  const typeNamed = (source, name) => {
    const found = resolve(root, source.file, name);
    const key = found && keys.get(`${relative(root, found.source.file)} ${found.name}`);
    return key ?? null;
  };
  return { entries, types: new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1))), typeNamed };
}
