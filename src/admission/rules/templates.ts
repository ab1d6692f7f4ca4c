import { isMap } from '../../kubevirt/maps';
import { KubevirtVersion } from '../../kubevirt/version';
import { show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem, Rule } from '../rule';
import { needsGate, notFound } from './checks';

/** `${NAME}`, which stands in text. */
const IN_TEXT = /\$\{([a-zA-Z0-9_]+)\}/g;
/** `${{NAME}}`, which stands alone for a value of any type. */
const ALONE = /^\$\{\{([a-zA-Z0-9_]+)\}\}$/;

const GENERATED = /\[([a-zA-Z0-9\-\\]+)\]\{(\w+)\}/g;
const CLASSES = /\\[wdaA]|.-.|[a-zA-Z0-9]+/g;
const ORDER = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Rules on templates of VMs. */
export const TEMPLATE_RULES: readonly Rule<Part>[] = [
  {
    id: 'VT-1',
    severity: 'error',
    phase: 'admission',
    gates: ['Template'],
    mirrors: 'ValidateTemplate',
    title: 'A template has the parameters it uses, each once, and can make up those that it generates; and it needs a feature gate',
    * check(template, { featureGates }) {
      yield* needsGate(template.at('kind'), 'Template', featureGates);
      const parameters = template.at('spec').list('parameters');
      const names = new Set(parameters.map((parameter) => parameter.text('name') ?? ''));
      const used = references(template);
      for (const { name, path } of used) if (!names.has(name)) yield notFound(path, name, 'parameter', names);
      const alone = new Set(used.filter((reference) => reference.alone).map(({ name }) => name));
      const seen = new Set<string>();
      for (const parameter of parameters) {
        const name = parameter.text('name');
        const path = `${parameter.path}.name`;
        if (name === '') yield { path, message: 'got "", expected a name', remedy: 'write it like "NAME"' };
        else if (name !== undefined && seen.has(name)) yield { path, message: `got ${show(name)} again`, remedy: 'take one of them out' };
        seen.add(name ?? '');
        if (parameter.text('generate') && !parameter.text('value') && parameter.get('value') !== UNKNOWN) yield* generator(parameter);
        if (parameter.text('value')?.trim() === 'null' && alone.has(name ?? '')) {
          yield { path: `${parameter.path}.value`, message: `got "null" where $\{{${name}}} stands for a value`, remedy: 'give it a value' };
        }
      }
    },
  },
  {
    id: 'VT-3',
    severity: 'warning',
    phase: 'admission',
    mirrors: 'ValidateParameterReferences',
    title: 'A template uses the parameters it has',
    * check(template) {
      const used = new Set(references(template).map(({ name }) => name));
      for (const parameter of template.at('spec').list('parameters')) {
        const name = parameter.text('name');
        if (!name || used.has(name)) continue;
        yield { path: `${parameter.path}.name`, message: `got ${show(name)}, which nothing in the template refers to`, remedy: `write \${${name}} where it belongs, or take the parameter out` };
      }
    },
  },
];

/** Rules on what makes a template of a VM. */
export const TEMPLATE_REQUEST_RULES: readonly Rule<Part>[] = [
  {
    id: 'VT-2',
    severity: 'error',
    phase: 'schema',
    gates: ['Template'],
    title: 'A template is not asked for with labels that KubeVirt keeps for itself; and it needs a feature gate',
    * check(request, { featureGates, kubevirtVersion }) {
      yield* needsGate(request.at('kind'), 'Template', featureGates);
      const labels = request.at('spec').at('templateLabels');
      if (kubevirtVersion === KubevirtVersion.V1_8_4) return;
      for (const key of Object.keys(labels.value ?? {})) {
        if (!key.startsWith('template.kubevirt.io/')) continue;
        yield { path: `${labels.path}["${key}"]`, message: `got the label ${key}, which only KubeVirt may set`, remedy: 'take it out' };
      }
    },
  },
];

/** The VM that a template makes of the values it has. What it has no value for, or makes one up, is taken as known later. */
export function vmOf(template: object): object | undefined {
  const spec = new Part(template, '').at('spec');
  const { value } = spec.at('virtualMachine');
  if (!isMap(value)) return undefined;
  const values = new Map(spec.list('parameters').map((parameter) => [parameter.text('name') ?? '', valueOf(parameter)]));
  const { namespace, ...metadata } = isMap(value.metadata) ? value.metadata : { namespace: undefined };
  const parametrized = typeof namespace === 'string' && namespace.includes('${');
  const { status: _, ...vm } = substituted({ ...value, metadata: parametrized ? value.metadata : metadata }, values);
  return { ...vm, apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine' };
}

function valueOf(parameter: Part): unknown {
  if (parameter.has('value') && parameter.text('value') !== '') return parameter.at('value').value;
  return parameter.text('generate') || parameter.at('required').value === true ? UNKNOWN : '';
}

function substituted(node: any, values: ReadonlyMap<string, unknown>): any {
  if (typeof node === 'string') return substitutedText(node, values);
  if (Array.isArray(node)) return node.map((item) => substituted(item, values));
  if (!isMap(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, child]) => {
    const name = substitutedText(key, values);
    return [typeof name === 'string' ? name : key, substituted(child, values)];
  }));
}

function substitutedText(text: string, values: ReadonlyMap<string, unknown>): unknown {
  const alone = ALONE.exec(text);
  if (alone) {
    const value = values.get(alone[1]);
    return typeof value === 'string' ? asJson(value) : UNKNOWN;
  }
  const names = [...text.matchAll(IN_TEXT)].map(([, name]) => name);
  if (names.length === 0) return text;
  if (names.some((name) => typeof values.get(name) !== 'string')) return UNKNOWN;
  return text.replace(IN_TEXT, (_, name) => values.get(name) as string);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A parameter that a template refers to: where, and whether for a value of any type. */
interface Reference {
  readonly name: string;
  readonly path: string;
  readonly alone: boolean;
}

/** The parameters that a template refers to. */
function references(template: Part): Reference[] {
  const found: Reference[] = [];
  const look = (text: string, path: string) => {
    const alone = ALONE.exec(text);
    for (const name of alone ? [alone[1]] : [...text.matchAll(IN_TEXT)].map((match) => match[1])) found.push({ name, path, alone: alone !== null });
  };
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'string') return look(node, path);
    if (Array.isArray(node)) return node.forEach((item, index) => walk(item, `${path}[${index}]`));
    if (!isMap(node)) return;
    for (const [key, child] of Object.entries(node)) {
      look(key, `${path}.${key}`);
      walk(child, `${path}.${key}`);
    }
  };
  for (const field of ['virtualMachine', 'message']) walk(template.at('spec').at(field).value, `spec.${field}`);
  return found;
}

/** An expression that values can be made up from: `[a-z0-9]{8}`, with text around it. */
function* generator(parameter: Part): Iterable<Problem> {
  const from = parameter.text('from');
  const problem = (message: string): Problem => ({ path: `${parameter.path}.from`, message, remedy: 'write it like "[a-z0-9]{8}"' });
  if (!from) {
    yield problem('got nothing to make a value from');
    return;
  }
  for (const [expression, ranges, length] of from.matchAll(GENERATED)) {
    const classes = ranges.match(CLASSES) ?? [];
    const backwards = classes.find((part) => part.length === 3 && part[1] === '-' && !(ORDER.indexOf(part[0]) >= 0 && ORDER.indexOf(part[0]) <= ORDER.indexOf(part[2])));
    if (classes.length === 0 || backwards) yield problem(`got ${show(expression)}, with ${show(backwards ?? ranges)}, which is no range of letters or digits`);
    if (!/^\d+$/.test(length) || Number(length) < 1 || Number(length) > 255) yield problem(`got ${show(expression)}, expected a length from 1 to 255`);
  }
}
