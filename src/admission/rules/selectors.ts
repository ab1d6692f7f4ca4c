import { show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem } from '../rule';
import { strictlyOneOf } from './checks';
import { labelKey, labelValue, REFERENCE, validLabels } from './labels';

/** How labels of nodes are compared, and labels of everything else. */
const NODE_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];
const OPERATORS = NODE_OPERATORS.slice(0, 4);

const ON_WHAT_IS_SELECTED = 'use the value of the label on what is selected';

/** A selector of objects by their labels, as Kubernetes wants it. */
export function* labelSelector(selector: Part): Iterable<Problem> {
  yield* validLabels(selector.at('matchLabels'), ON_WHAT_IS_SELECTED);
  yield* expressions(selector, OPERATORS);
  for (const { value, path } of selector.list('matchExpressions').flatMap((expression) => expression.texts('values'))) {
    yield* labelValue(value, path, ON_WHAT_IS_SELECTED);
  }
}

/** A selector of nodes, as Kubernetes wants it. */
export function nodeSelector(selector: Part): Iterable<Problem> {
  return expressions(selector, NODE_OPERATORS);
}

/** The first part of a selector that labels do not meet; of what is known only after apply, it is taken that they do. */
export function unmet(selector: Part, labels: Part): Part | undefined {
  const given: Record<string, unknown> = labels.value ?? {};
  if (labels.value === UNKNOWN || Object.keys(given).some((key) => REFERENCE.test(key))) return undefined;
  const differs = (key: string, values: readonly unknown[]) => given[key] !== UNKNOWN && !values.includes(UNKNOWN) && !values.includes(given[key]);
  const wanted = selector.at('matchLabels');
  const label = Object.entries(wanted.value ?? {}).find(([key, value]) => differs(key, [value]));
  if (label) return wanted.at(label[0]);
  return selector.list('matchExpressions').find((expression) => {
    const key = expression.text('key') ?? '';
    const values: unknown = expression.at('values').value;
    switch (expression.text('operator')) {
      case 'In': return Array.isArray(values) && values.length > 0 && differs(key, values);
      case 'NotIn': return Array.isArray(values) && typeof given[key] === 'string' && values.includes(given[key]);
      case 'Exists': return given[key] === undefined;
      case 'DoesNotExist': return given[key] !== undefined;
      default: return false;
    }
  });
}

function* expressions(selector: Part, operators: readonly string[]): Iterable<Problem> {
  for (const expression of selector.list('matchExpressions')) {
    yield* strictlyOneOf(expression, 'operator', operators);
    yield* labelKey(expression.text('key') ?? 'x', `${expression.path}.key`);
    const values: unknown = expression.at('values').value ?? [];
    if (!Array.isArray(values)) continue;
    const problem = (expected: string, remedy: string): Problem =>
      ({ path: `${expression.path}.values`, message: `got ${show(values)} with operator ${show(expression.text('operator'))}, expected ${expected}`, remedy });
    switch (expression.text('operator')) {
      case 'In': case 'NotIn': if (values.length === 0) yield problem('at least one value', 'name the values'); break;
      case 'Exists': case 'DoesNotExist': if (values.length > 0) yield problem('none', 'take the values out, or use "In"'); break;
      case 'Gt': case 'Lt':
        if (values.length !== 1) yield problem('one whole number', 'write it like ["8"]');
        // KubeVirt leaves this to Kubernetes, which says it when the pod is made.
        else if (typeof values[0] === 'string' && !/^-?\d+$/.test(values[0])) yield { ...problem('a whole number', 'write it like ["8"]'), phase: 'runtime' };
        break;
    }
  }
}
