/**
 * Writes the tables of options in docs/: between `<!-- options: NAME -->` and `<!-- /options -->` stands what the struct NAME has, from its
 * doc comments. Structs in it are linked where a page has a table of theirs, and unfolded where none has. Also the list of components in
 * docs/components/README.md: of each page, the heading and the first sentence.
 */
import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '..');
const DOCS = path.join(ROOT, 'docs');
const COMPONENTS = 'components/README.md';
const LIST = /(<!-- components -->\n).*(<!-- \/components -->)/s;
const SECTION = /(<!-- options: (\w+) -->\n).*?(<!-- \/options -->)/gs;
/** An enum with more values is named only. */
const MOST_VALUES = 8;

/** What is declared in src/, by name. The types of KubeVirt's fields are KubeVirt's to explain. */
export class Declarations {
  public static read(): Declarations {
    const files = fs.readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && file !== path.join('kubevirt', 'spec.ts'));
    const all = files.sort().flatMap((file) => {
      const text = fs.readFileSync(path.join(ROOT, 'src', file), 'utf8');
      return [...ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true).statements];
    });
    return new Declarations(all);
  }

  private readonly structs = new Map<string, ts.InterfaceDeclaration>();
  private readonly enums = new Map<string, ts.EnumDeclaration>();
  private readonly classes = new Map<string, ts.ClassDeclaration>();

  private constructor(statements: ts.Statement[]) {
    const exported = (statement: ts.Statement) => ts.canHaveModifiers(statement)
      && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    for (const statement of statements.filter(exported)) {
      if (ts.isInterfaceDeclaration(statement)) this.structs.set(statement.name.text, statement);
      else if (ts.isEnumDeclaration(statement)) this.enums.set(statement.name.text, statement);
      else if (ts.isClassDeclaration(statement) && statement.name) this.classes.set(statement.name.text, statement);
    }
  }

  /** The properties of a struct, those of the structs that it extends last; none where the name is that of something else. */
  public propertiesOf(name: string): ts.PropertySignature[] | undefined {
    const struct = this.structs.get(name);
    if (!struct || /^I[A-Z]/.test(name)) return undefined;
    const inherited = (struct.heritageClauses ?? []).flatMap(({ types }) => types).flatMap(({ expression }) => this.propertiesOf(expression.getText()) ?? []);
    return [...struct.members.filter(ts.isPropertySignature), ...inherited];
  }

  /** How the values of an enum are written, where it is one of few. */
  public valuesOf(name: string): string[] | undefined {
    const values = this.enums.get(name)?.members.map((member) => member.name.getText());
    return values && values.length <= MOST_VALUES ? values : undefined;
  }

  /** Whether a name is that of an enum. */
  public isEnum(name: string): boolean {
    return this.enums.has(name);
  }

  /** What is said of a struct or an enum itself. */
  public textOf(name: string): string {
    const declaration = this.structs.get(name) ?? this.enums.get(name);
    return declaration ? ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc).map((doc) => oneLine(ts.getTextOfJSDocComment(doc.comment))).join(' ') : '';
  }

  /** The struct that a class is made from: `CdiOptions` of `Cdi.install(options)`. */
  public madeFrom(name: string): string[] {
    const methods = this.classes.get(name)?.members.filter(ts.isMethodDeclaration) ?? [];
    return methods.flatMap(({ parameters }) => parameters).flatMap(({ type }) => type ? namesIn(type) : []);
  }
}

/** Names of the types that a type is written with. */
function namesIn(type: ts.Node): string[] {
  if (isOfKubevirt(type)) return [];
  if (ts.isTypeReferenceNode(type)) return [type.typeName.getText(), ...type.typeArguments?.flatMap(namesIn) ?? []];
  return type.getChildren().flatMap(namesIn);
}

/** Whether a type is one of KubeVirt's fields, of which there may be a namesake here. */
export function isOfKubevirt(type: ts.Node): boolean {
  if (!ts.isTypeReferenceNode(type)) return false;
  const imports = type.getSourceFile().statements.filter(ts.isImportDeclaration).filter(({ moduleSpecifier }) => /\/spec'$/.test(moduleSpecifier.getText()));
  const names = imports.flatMap(({ importClause }) => importClause?.namedBindings && ts.isNamedImports(importClause.namedBindings) ? [...importClause.namedBindings.elements] : []);
  return names.some(({ name }) => name.text === type.typeName.getText());
}

interface Row { readonly option: string; readonly type: string; readonly fallback: string; readonly text: string }

/** Pages that have a table of a struct, by its name, from docs/. */
export type Tables = ReadonlyMap<string, string>;

/** The text of a page with the tables that are true now. */
export function withOptions(page: string, text: string, tables: Tables = tablesOf(pages()), declared = Declarations.read()): string {
  return text.replace(SECTION, (_, begin, name, end) => {
    if (!declared.propertiesOf(name)) throw new Error(`docs/${page}: src/ exports no struct "${name}"`);
    return `${begin}\n${table(rowsOf(name, '', { page, tables, declared, above: [name] }))}\n${end}`;
  });
}

interface Context { readonly page: string; readonly tables: Tables; readonly declared: Declarations; readonly above: string[] }

function rowsOf(struct: string, prefix: string, context: Context): Row[] {
  return context.declared.propertiesOf(struct)!.flatMap((property) => {
    const option = `${prefix}${property.name.getText()}`;
    const type = property.type!;
    const below = namesIn(type).filter((name) => isUnfolded(name, context));
    return [
      { option, type: typeText(type, context), ...docsOf(property, context) },
      ...below.flatMap((name) => rowsOf(name, `${option}${ts.isArrayTypeNode(type) ? '[]' : ts.isTypeLiteralNode(type) ? '.*' : ''}.`, { ...context, above: [...context.above, name] })),
    ];
  });
}

function isUnfolded(name: string, { tables, declared, above }: Context): boolean {
  return declared.propertiesOf(name) !== undefined && !tables.has(name) && !above.includes(name);
}

function typeText(type: ts.TypeNode, { page, tables, declared }: Context): string {
  const names = namesIn(type);
  const linked = names.flatMap((name) => [name, ...declared.madeFrom(name)]).find((name) => tables.has(name));
  const values = names.flatMap((name) => declared.valuesOf(name) ?? []);
  const text = code(type.getText().replace(/readonly /g, '').replace(/\s+/g, ' '));
  const target = linked && tables.get(linked) !== page ? path.posix.relative(path.posix.dirname(page), tables.get(linked)!) : undefined;
  return `${target ? `[${text}](${target})` : text}${values.length > 0 ? `: ${values.map(code).join(', ')}` : ''}`;
}

/** What is said of a property, or where nothing is, of its type. */
function docsOf(property: ts.PropertySignature, { declared }: Context): Pick<Row, 'fallback' | 'text'> {
  const [doc] = ts.getJSDocCommentsAndTags(property).filter(ts.isJSDoc);
  const tags = (doc?.tags ?? []).map((tag) => [tag.tagName.text, oneLine(ts.getTextOfJSDocComment(tag.comment))] as const);
  const fallback = tags.find(([name]) => name === 'default')?.[1];
  const pagesElsewhere = tags.filter(([name]) => name === 'see').map(([, url]) => `[more](${seen(url)})`);
  return {
    fallback: property.questionToken ? defaultText(fallback ?? '') : 'required',
    text: [oneLine(ts.getTextOfJSDocComment(doc?.comment)) || namesIn(property.type!).map((name) => declared.textOf(name)).join(' '), ...pagesElsewhere].join(' ').trim(),
  };
}

/** TypeScript reads `https` behind `@see` as a name. */
function seen(url: string): string {
  return url.replace(/^:/, 'https:');
}

function defaultText(text: string): string {
  return text.startsWith('- ') ? text.slice(2) : text === '' ? '' : code(text);
}

function oneLine(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(rows: Row[]): string {
  const cells = [['option', 'type', 'default', ''], ['---', '---', '---', '---'], ...rows.map(({ option, type, fallback, text }) => [code(option), type, fallback, text])];
  return cells.map((row) => `| ${row.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |\n`).join('');
}

/** The pages of docs/, by their path in it, with their text. */
export function pages(): Map<string, string> {
  const files = fs.readdirSync(DOCS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md')).sort();
  return new Map(files.map((file) => [file.split(path.sep).join('/'), fs.readFileSync(path.join(DOCS, file), 'utf8')]));
}

/** Which page has the table of which struct. */
export function tablesOf(all: ReadonlyMap<string, string>): Tables {
  return new Map([...all].flatMap(([page, text]) => [...text.matchAll(SECTION)].map(([, , name]) => [name, page] as const)));
}

/** Pages about a component of a platform. */
export function componentPages(all: ReadonlyMap<string, string>): [page: string, text: string][] {
  return [...all].filter(([page]) => page.startsWith('components/') && page !== COMPONENTS);
}

/** The list of components, from their pages. */
function withComponents(text: string, all: ReadonlyMap<string, string>): string {
  const items = componentPages(all).map(([page, content]) => {
    const [, heading, first] = /^# ([^\n]+)\n\n(.+?)\n\n/s.exec(content) ?? missing(page);
    return `- [${heading}](${path.posix.basename(page)}): ${oneLine(first)}\n`;
  });
  return text.replace(LIST, (_, begin, end) => `${begin}\n${items.join('')}\n${end}`);
}

function missing(page: string): never {
  throw new Error(`docs/${page}: begin it with a heading and a sentence that says what the component is for`);
}

/** All pages that have tables of options, and the list of components, as they should be. */
export function pagesWithOptions(): Map<string, string> {
  const all = pages();
  const tables = tablesOf(all);
  const declared = Declarations.read();
  const written = [...all].filter(([, text]) => text.includes('<!-- options:')).map(([page, text]) => [page, withOptions(page, text, tables, declared)] as const);
  return new Map([...written, [COMPONENTS, withComponents(all.get(COMPONENTS)!, all)]]);
}

if (require.main === module) {
  for (const [page, text] of pagesWithOptions()) fs.writeFileSync(path.join(DOCS, page), text);
}
