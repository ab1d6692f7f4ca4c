/**
 * Writes the table of capabilities in docs/virtual-machine.md from test/capabilities, whose entries the tests hold against manifests
 * and a cluster: the props from the source text, the fields from the fragment of the manifest.
 */
import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';
import { KubevirtVersion } from '../src';
import { kubevirtFacts, SchemaNode } from '../src/kubevirt/facts';
import { isMap } from '../src/kubevirt/maps';
import { Capability, Subject, SUBJECTS } from '../test/capabilities';

const GUIDE = path.join(__dirname, '../docs/virtual-machine.md');
const SECTION = /(<!-- capabilities: written by `npm run docs` -->\n).*(<!-- end of capabilities -->)/s;

/** The guide with the tables that are true now. */
export function withCapabilities(guide: string): string {
  if (!SECTION.test(guide)) throw new Error(`no markers like ${SECTION}`);
  return guide.replace(SECTION, (_, begin, end) => `${begin}\n${SUBJECTS.map(table).join('\n')}\n${end}`);
}

function table({ heading, file, capabilities }: Subject): string {
  const props = propsByTitle(file);
  const rows = capabilities.map((capability) => [
    capability.title,
    codes(props.get(capability.title) ?? notWritten(file, capability)),
    codes(abbreviatedPaths(fieldsOf(capability))),
    [...(capability.gates ?? []).map((gate) => `gate \`${gate}\``), ...(capability.since ? [`KubeVirt ${capability.since}`] : [])].join(', '),
  ]);
  const cells = [['', 'props', 'fields', 'needs'], ['---', '---', '---', '---'], ...rows];
  return `### ${heading}\n\n${cells.map((row) => `| ${row.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |\n`).join('')}`;
}

function codes(texts: string[]): string {
  return texts.map((text) => `\`${text}\``).join(', ');
}

/** Paths that differ in the last field or the one before it, as one: `cpu.{cores,sockets}`, `hyperv.{ipi,reset}.enabled`. */
function abbreviatedPaths(paths: string[]): string[] {
  return [/^(.+\.)([^.]+)()$/, /^(.+\.)([^.{}]+)(\.[^.{}]+)$/].reduce(together, paths);
}

/** Those that a pattern finds to differ in its second group only, as one. */
function together(paths: string[], pattern: RegExp): string[] {
  const fields = new Map<string, string[]>();
  for (const one of paths) {
    const [, before, field, after] = pattern.exec(one) ?? [one, one, '', ''];
    fields.set(`${before}|${after}`, [...fields.get(`${before}|${after}`) ?? [], field]);
  }
  return [...fields].map(([around, names]) => around.replace('|', names.length > 1 ? `{${names.join(',')}}` : names[0]));
}

function notWritten(file: string, { title }: Capability): never {
  throw new Error(`test/capabilities/${file}.ts: write the entry "${title}" out, with a title in quotes and \`vm: () => ({ … })\``);
}

/** The paths that a capability sets: below `spec.template.spec` without it, all others from the root of the manifest. */
export function fieldsOf({ spec, metadata = {}, since }: Capability): string[] {
  const { VirtualMachine } = kubevirtFacts(since ? KubevirtVersion.V1_9_0 : KubevirtVersion.V1_8_4).kinds;
  const paths = [...leaves(spec, child(VirtualMachine, 'spec'), 'spec'), ...leaves(metadata, child(VirtualMachine, 'metadata'), 'metadata')];
  return [...new Set(paths.map((one) => one.replace(/^spec\.template\.spec\./, '')))];
}

/** Where the schema has no fields of its own, a path ends: keys of labels and the like are the user's. */
function leaves(value: unknown, schema: SchemaNode | undefined, at: string): string[] {
  if (Array.isArray(value) && value.some(isMap)) return value.flatMap((item) => leaves(item, child(schema, '[]'), `${at}[]`));
  if (!isMap(value) || !schema || !['object', 'objectMeta'].includes(schema.type)) return [at];
  // A name only says which item of a list is meant; what must not be there is not set.
  const keys = Object.keys(value).filter((key) => !(key === 'name' && at.endsWith('[]')) && value[key] !== undefined);
  if (keys.length === 0) return at === 'spec' || at === 'metadata' ? [] : [at];
  return keys.flatMap((key) => leaves(value[key], child(schema, key), `${at}.${key}`));
}

function child(schema: SchemaNode | undefined, key: string): SchemaNode | undefined {
  if (schema?.type === 'array') return schema.items;
  return schema?.type === 'object' ? schema.fields[key] : undefined;
}

/** The props of each entry of a file, abbreviated. */
function propsByTitle(file: string): Map<string, string[]> {
  const name = path.join(__dirname, '../test/capabilities', `${file}.ts`);
  const source = ts.createSourceFile(name, fs.readFileSync(name, 'utf8'), ts.ScriptTarget.ES2022, true);
  const found = new Map<string, string[]>();
  const visit = (node: ts.Node): void => {
    const [title, vm] = ts.isObjectLiteralExpression(node) ? [initializer(node, 'title'), initializer(node, 'vm')] : [];
    const props = vm && ts.isArrowFunction(vm) ? returned(vm.body) : undefined;
    if (title && ts.isStringLiteralLike(title) && props) found.set(title.text, props.properties.map(abbreviatedProperty));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function initializer(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = node.properties.find((one) => one.name?.getText() === name);
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function returned(body: ts.ConciseBody): ts.ObjectLiteralExpression | undefined {
  const last = ts.isBlock(body) ? body.statements[body.statements.length - 1] : undefined;
  let value: ts.Node | undefined = last ? (ts.isReturnStatement(last) ? last.expression : undefined) : body;
  while (value && ts.isParenthesizedExpression(value)) value = value.expression;
  return value && ts.isObjectLiteralExpression(value) ? value : undefined;
}

/** What stands for a value of the user's. */
const ANY = '…';

/** An option with the kind of its value, where that says something: enums, factories, options below it. */
function abbreviatedProperty(property: ts.ObjectLiteralElementLike): string {
  const name = property.name?.getText() ?? ANY;
  const value = ts.isPropertyAssignment(property) ? abbreviated(property.initializer) : ANY;
  return value === ANY || value === `[${ANY}]` ? name : `${name}: ${value}`;
}

function abbreviated(node: ts.Expression): string {
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.NullKeyword) return node.getText();
  if (ts.isPropertyAccessExpression(node)) return isOfClass(node) ? node.getText() : ANY;
  if (ts.isArrayLiteralExpression(node)) return `[${withoutRepeats(node.elements.map(abbreviated)).join(', ')}]`;
  if (ts.isObjectLiteralExpression(node)) {
    // What is handed on from the context goes without saying; keys in quotes are the user's own.
    const options = node.properties.filter((one) => !(ts.isShorthandPropertyAssignment(one) && /^(cluster|namespace)$/.test(one.name.text)));
    return options.some((one) => one.name && ts.isStringLiteralLike(one.name)) ? ANY : `{ ${options.map(abbreviatedProperty).join(', ')} }`;
  }
  if (ts.isNewExpression(node) || (ts.isCallExpression(node) && isOfClass(node.expression))) {
    const callee = `${ts.isNewExpression(node) ? 'new ' : ''}${node.expression.getText()}`;
    return `${callee}(${withoutRepeats((node.arguments ?? []).map(abbreviated)).join(', ')})`;
  }
  return ANY;
}

/** `Class.member`: a factory or a value of an enum. */
function isOfClass(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && /^[A-Z]/.test(node.expression.text);
}

function withoutRepeats(texts: string[]): string[] {
  return texts.filter((text, index) => text !== texts[index - 1]);
}

if (require.main === module) fs.writeFileSync(GUIDE, withCapabilities(fs.readFileSync(GUIDE, 'utf8')));
