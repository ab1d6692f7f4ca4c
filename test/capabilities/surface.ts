import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** The files whose classes and structs a VM is described with. */
const DESCRIBES_VMS = /\/src\/(vm\/[^/]+|storage\/(?:backing|boot-source)|network\/mac\/mac)\.ts$/;

/** What a VM can be told, and what of it the capabilities use: options as `Struct.option`, factories as `Class.factory`. */
export interface Surface {
  /** Names of the props of a VM. */
  readonly props: string[];
  /** Each with the file it is declared in. */
  readonly offered: Map<string, string>;
  readonly used: Set<string>;
}

/** Reads it from the source: what is offered from the props of a VM on, through all that they take; what is used from these files. */
export function readSurface(files: string[]): Surface {
  const entry = join(ROOT, 'src', 'vm', 'virtual-machine.ts');
  const program = ts.createProgram([entry, ...files], {
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, strict: true, esModuleInterop: true, skipLibCheck: true, types: ['node'],
  });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!);
  const props = checker.getDeclaredTypeOfSymbol(exported.find(({ name }) => name === 'VirtualMachineProps')!);
  const sources = files.map((file) => program.getSourceFile(file)!);
  return { props: props.getProperties().map(({ name }) => name), offered: offered(checker, props), used: used(checker, sources) };
}

function offered(checker: ts.TypeChecker, props: ts.Type): Map<string, string> {
  const found = new Map<string, string>();
  const seen = new Set<ts.Type>();
  const visit = (type: ts.Type): void => {
    if (type.isUnionOrIntersection()) return type.types.forEach(visit);
    if (checker.isArrayType(type)) return visit(checker.getTypeArguments(type as ts.TypeReference)[0]);
    const declaration = type.symbol?.declarations?.[0];
    if (!declaration || seen.has(type) || !DESCRIBES_VMS.test(declaration.getSourceFile().fileName)) return;
    seen.add(type);
    if (/^I[A-Z]/.test(type.symbol.name)) return; // a construct is none of the values
    if (ts.isInterfaceDeclaration(declaration)) {
      for (const option of type.getProperties()) {
        note(found, option);
        visit(checker.getTypeOfSymbol(option));
      }
    } else if (ts.isClassDeclaration(declaration) && !declaration.heritageClauses) {
      for (const factory of checker.getTypeOfSymbol(type.symbol).getProperties()) {
        const method = factory.valueDeclaration;
        if (!method || !ts.isMethodDeclaration(method) || isPrivate(method)) continue;
        note(found, factory);
        method.parameters.forEach((parameter) => visit(checker.getTypeAtLocation(parameter)));
      }
    }
  };
  visit(props);
  return found;
}

function isPrivate(method: ts.MethodDeclaration): boolean {
  return Boolean(method.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword));
}

function note(found: Map<string, string>, symbol: ts.Symbol): void {
  const name = qualified(symbol);
  if (name) found.set(name, symbol.declarations![0].getSourceFile().fileName.slice(ROOT.length + 1));
}

/** `Struct.option` or `Class.factory`, where it belongs to what VMs are described with. */
function qualified(symbol: ts.Symbol | undefined): string | undefined {
  const declaration = symbol?.declarations?.[0];
  if (!declaration || symbol.name.startsWith('_') || !DESCRIBES_VMS.test(declaration.getSourceFile().fileName)) return undefined;
  const { parent } = declaration;
  return (ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent)) && parent.name ? `${parent.name.text}.${symbol.name}` : undefined;
}

function used(checker: ts.TypeChecker, files: ts.SourceFile[]): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const type = checker.getContextualType(node);
      // The same option may come from several structs of a union.
      const types = type?.isUnion() ? type.types : type ? [type] : [];
      for (const { name } of node.properties) {
        if (name && !ts.isComputedPropertyName(name)) types.forEach((one) => add(one.getProperty(name.text)));
      }
    } else if (ts.isPropertyAccessExpression(node)) {
      add(checker.getSymbolAtLocation(node.name));
    }
    ts.forEachChild(node, visit);
  };
  const add = (symbol: ts.Symbol | undefined) => {
    const name = qualified(symbol);
    if (name) found.add(name);
  };
  files.forEach(visit);
  return found;
}
