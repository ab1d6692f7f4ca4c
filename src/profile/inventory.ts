import { Token } from 'cdktf';
import { Finding, show } from '../admission/finding';
import { ClusterInventory, vlanRange } from '../admission/inventory';
import { enumFindings, labelFindings, literalFindings, numberFindings, objectNameFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { Architecture } from '../kubevirt/architecture';
import { isMap } from '../kubevirt/maps';
import { isQuantity } from '../kubevirt/quantity';
import { AccessMode, VolumeMode } from '../kubevirt/storage';

const LISTS = [
  'architectures', 'storageClasses', 'networks', 'vlans', 'bridges', 'goldenImages', 'clusterInstancetypes', 'clusterPreferences', 'quotas',
] as const;
const AMOUNTS = ['largestNode', 'capacity'] as const;

/** What is wrong with an inventory. */
export function inventoryFindings(path: string, inventory: ClusterInventory | undefined): Finding[] {
  if (inventory === undefined) return [];
  const shape = [
    ...shapeFindings(path, inventory, isMap(inventory), 'a map: { … }'),
    ...LISTS.flatMap((field) => shapeFindings(`${path}.${field}`, inventory?.[field], isAbsentOr(Array.isArray, inventory?.[field]), 'a list: [ … ]')),
    ...AMOUNTS.flatMap((field) => shapeFindings(`${path}.${field}`, inventory?.[field], isAbsentOr(isMap, inventory?.[field]), '{ cpu: 64, memory: "512Gi" }')),
    ...literalFindings(inventoryValues(inventory, path), 'VMs are checked against it'),
  ];
  if (shape.length > 0) return shape;
  const { architectures, storageClasses = [], networks = [], vlans = [], bridges = [], goldenImages = [], quotas = [] } = inventory;
  const defaults = storageClasses.filter(({ isDefault }) => isDefault);
  return [
    ...(architectures?.length === 0 ? [propFinding(`${path}.architectures`, 'got an empty list, so no VM could run', 'write "amd64", or leave it out')] : []),
    ...(architectures ?? []).flatMap((one, index) => enumFindings(`${path}.architectures[${index}]`, one, { ...Architecture })),
    ...storageClasses.flatMap((one, index) => [
      ...objectNameFindings(`${path}.storageClasses[${index}].name`, one?.name, 'ceph-block'),
      ...(one?.accessModes ?? []).flatMap((mode, at) => enumFindings(`${path}.storageClasses[${index}].accessModes[${at}]`, mode, { ...AccessMode })),
      ...(one?.volumeModes ?? []).flatMap((mode, at) => enumFindings(`${path}.storageClasses[${index}].volumeModes[${at}]`, mode, { ...VolumeMode })),
    ]),
    ...(defaults.length > 1 ? [propFinding(`${path}.storageClasses`, `got ${defaults.map(({ name }) => show(name)).join(' and ')} as defaults`, 'keep the one that VMs get')] : []),
    ...networks.flatMap((one, index) => [
      ...objectNameFindings(`${path}.networks[${index}].name`, one?.name, 'vlan25'),
      ...(one?.namespace === undefined ? [] : labelFindings(`${path}.networks[${index}].namespace`, one.namespace, 'default')),
      ...numberFindings(`${path}.networks[${index}].vlan`, one?.vlan, 1, 4094, 25),
    ]),
    ...vlans.flatMap((one, index) => vlanRange(one) ? []
      : [propFinding(`${path}.vlans[${index}]`, `got ${show(one)}, expected a number from 1 to 4094, or two with "-" between them`, 'write it like "25" or "100-199"')]),
    ...bridges.flatMap((one, index) => shapeFindings(`${path}.bridges[${index}]`, one, typeof one === 'string' && one !== '', 'a name such as "br0"')),
    ...goldenImages.flatMap((one, index) => [
      ...objectNameFindings(`${path}.goldenImages[${index}].name`, one?.name, 'ubuntu'),
      ...(one?.namespace === undefined ? [] : labelFindings(`${path}.goldenImages[${index}].namespace`, one.namespace, 'vmo-golden-images')),
      ...quantityFindings(`${path}.goldenImages[${index}].size`, one?.size, '10Gi'),
      ...enumFindings(`${path}.goldenImages[${index}].volumeMode`, one?.volumeMode, { ...VolumeMode }),
    ]),
    ...(['clusterInstancetypes', 'clusterPreferences'] as const).flatMap((field) =>
      (inventory[field] ?? []).flatMap((name, index) => objectNameFindings(`${path}.${field}[${index}]`, name, 'u1.medium'))),
    ...quotas.flatMap((one, index) => [
      ...labelFindings(`${path}.quotas[${index}].namespace`, one?.namespace, 'virtual-machines'),
      ...shapeFindings(`${path}.quotas[${index}].hard`, one?.hard, isMap(one?.hard), '{ "requests.memory": "256Gi" }'),
      ...Object.entries(isMap(one?.hard) ? one.hard : {}).flatMap(([resource, amount]) => quantityFindings(`${path}.quotas[${index}].hard["${resource}"]`, amount, '256Gi')),
    ]),
    ...AMOUNTS.flatMap((field) => [
      ...(inventory[field]?.cpu === undefined || inventory[field].cpu > 0 ? [] : [propFinding(`${path}.${field}.cpu`, `got ${show(inventory[field].cpu)}, expected a number above 0`, 'write it like 64')]),
      ...quantityFindings(`${path}.${field}.memory`, inventory[field]?.memory, '512Gi'),
    ]),
  ];
}

function isAbsentOr(is: (value: unknown) => boolean, value: unknown): boolean {
  return value === undefined || is(value);
}

function quantityFindings(path: string, value: unknown, example: string): Finding[] {
  return value === undefined || isQuantity(value) ? [] : [propFinding(path, `got ${show(value)}, expected a quantity`, `write it like "${example}"`)];
}

/** All values, with where they stand. */
export function inventoryValues(value: unknown, path: string): [path: string, value: unknown][] {
  if (Token.isUnresolved(value) || value === null || typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([field, child]) => inventoryValues(child, Array.isArray(value) ? `${path}[${field}]` : `${path}.${field}`));
}
