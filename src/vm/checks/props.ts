import { Token } from 'cdktf';
import { diskFindings } from './disks';
import { guestFindings } from './guest';
import { nicFindings, overriddenMacFindings } from './nics';
import { placementFindings } from './placement';
import { instancetypeFindings, sizeFindings } from './size';
import { Finding, show } from '../../admission/finding';
import { propFinding } from '../../construct/report';
import { VirtualMachineProps } from '../virtual-machine';

/** A Secret holds no more. */
const SECRET_BYTES = 1_048_576;

/** What no rule can see in the manifest, concept by concept. */
const CHECKS: readonly ((props: VirtualMachineProps) => Finding[])[] = [
  sizeFindings,
  instancetypeFindings,
  diskFindings,
  nicFindings,
  guestFindings,
  placementFindings,
];

/** What no rule can see in the manifest: mistakes in the props, and what `overrides` may not do. */
export function propFindings(props: VirtualMachineProps, rendered: any, finished: any, companions: any[]): Finding[] {
  return [
    ...CHECKS.flatMap((check) => check(props)),
    ...secretFindings(companions),
    ...overrideFindings(rendered, finished),
    ...overriddenMacFindings(props, finished),
  ];
}

function secretFindings(companions: any[]): Finding[] {
  const bytes = companions.flatMap(({ data }) => Object.values<string>(data)).filter((text) => !Token.isUnresolved(text))
    .reduce((sum, text) => sum + text.length * 3 / 4, 0);
  return bytes > SECRET_BYTES
    ? [propFinding('cloudInit', `got ${Math.round(bytes / 1024)} KiB, a Secret holds at most 1024`, 'let the guest download what is large')] : [];
}

/** `overrides` may change everything but what names the VM: releases, addresses and checks go by that. */
function overrideFindings(rendered: any, finished: any): Finding[] {
  const identity: [string, string, (manifest: any) => unknown][] = [
    ['kind', 'take it out', (manifest) => manifest.kind],
    ['apiVersion', 'take it out', (manifest) => manifest.apiVersion],
    ['metadata.name', 'use the prop `name`', (manifest) => manifest.metadata?.name],
    ['metadata.namespace', 'use the prop `namespace`', (manifest) => manifest.metadata?.namespace],
  ];
  return identity.filter(([, , of]) => of(rendered) !== of(finished)).map(([path, remedy, of]) =>
    propFinding(`overrides.${path}`, `got ${show(of(finished))}, which cannot be overridden`, remedy));
}
