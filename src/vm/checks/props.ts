import { diskFindings } from './disks';
import { firstBootFindings, mountedBusFindings } from './first-boot';
import { guestFindings } from './guest';
import { nicFindings, overriddenMacFindings } from './nics';
import { placementFindings } from './placement';
import { instancetypeFindings, sizeFindings } from './size';
import { Finding, show } from '../../admission/finding';
import { propFinding } from '../../construct/report';
import { VirtualMachineProps } from '../virtual-machine';

/** What no rule can see in the manifest, concept by concept. */
const CHECKS: readonly ((props: VirtualMachineProps) => Finding[])[] = [
  sizeFindings,
  instancetypeFindings,
  diskFindings,
  nicFindings,
  guestFindings,
  placementFindings,
  firstBootFindings,
];

/** What no rule can see in the manifest: mistakes in the props, and what `overrides` may not do. */
export function propFindings(props: VirtualMachineProps, rendered: any, finished: any): Finding[] {
  return [
    ...CHECKS.flatMap((check) => check(props)),
    ...overrideFindings(rendered, finished),
    ...overriddenMacFindings(props, finished),
    ...mountedBusFindings(props, finished),
  ];
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
