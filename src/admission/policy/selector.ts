import { ObjectSelector } from './policy';
import { Manifest } from '../given';

/** Whether an object is one of those that are meant. What is only known at apply is none of those that are named. */
export function selects(selector: ObjectSelector | undefined, manifest: Manifest | undefined): boolean {
  const { kind, namespace, name } = selector ?? {};
  const metadata = manifest?.metadata;
  return fits(kind, manifest?.kind) && fits(namespace, metadata?.namespace ?? '') && fits(name, metadata?.name ?? metadata?.generateName);
}

function fits(pattern: string | undefined, value: unknown): boolean {
  if (pattern === undefined || pattern === '*') return true;
  if (typeof value !== 'string') return false;
  return pattern.includes('*') ? expression(pattern).test(value) : pattern === value;
}

/** Of several stars in a row, one is enough, and takes no longer. */
function expression(pattern: string): RegExp {
  return new RegExp(`^${pattern.split(/\*+/).map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's');
}
