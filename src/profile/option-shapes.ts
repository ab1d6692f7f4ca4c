import { readFileSync } from 'fs';
import { join } from 'path';
import { Token } from 'cdktf';
import { closest, Finding, show } from '../admission/finding';
import { shapeFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { isMap, isPlainMap } from '../kubevirt/maps';

/** Kinds of the options of each struct: `string`, `number`, `boolean`, `any`, `#Struct`, `@Enum`, and with `[]` or `{}` before it a list or a map of them. */
export type Shapes = Record<string, Record<string, string>>;

const FILE = join(__dirname, '..', '..', 'data', 'profile', 'options.json');
let read: Shapes | undefined;

/** The options of every struct that a platform is made from. */
export function shapes(): Shapes {
  return read ??= JSON.parse(readFileSync(FILE, 'utf8')).structs;
}

/** What a part of the profile is made with, where it is a class. */
const MADE: [field: string, expected: string, struct: string][] = [
  ['multus', 'Multus.install(), existing() or none()', 'MultusOptions'],
  ['cdi', 'Cdi.install(), existing() or none()', 'CdiOptions'],
  ['descheduler', 'Descheduler.install() or none()', 'DeschedulerOptions'],
  ['snapshotController', 'SnapshotController.install(), existing() or none()', 'SnapshotControllerOptions'],
];

/** What an exposure is made from, by its kind. */
export const EXPOSURES: Record<string, string> = {
  ingress: 'IngressExposureOptions', gateway: 'GatewayExposureOptions', loadBalancer: 'LoadBalancerExposureOptions', nodePort: 'NodePortExposureOptions',
};

/**
 * Props of another kind than declared, or not declared at all, as plain JavaScript and `any` bring them: nothing behind it would look, and the option
 * would do nothing. Values that are only known at apply pass.
 */
export function profileShapeFindings(props: any): Finding[] {
  if (props === undefined) return [propFinding('props', 'got nothing', 'write { clusterName: "prod-east" }')];
  return [
    ...findings('', props, '#VmoClusterProfileProps'),
    ...MADE.flatMap(([field, expected, struct]) => {
      const value = props?.[field];
      if (value === undefined || value?._mode) return findings(field, value?._options, `#${struct}`);
      return shapeFindings(field, value, false, expected);
    }),
    ...accessShapeFindings(props?.access),
  ];
}

function accessShapeFindings(access: any): Finding[] {
  if (access === undefined) return [];
  const { _mode: mode, _exposures: exposures, _reverseProxy: tunnel } = access ?? {};
  if (!mode || !isMap(exposures)) return shapeFindings('access', access, false, 'Access.proxied({ … }), .direct(), .custom({ … }) or .none()');
  if (mode === 'proxied' && tunnel === undefined) return [propFinding('access', 'got no options', 'write Access.proxied({ server: "frps.example.com", … })')];
  return [
    ...findings('access', exposures, '#CustomAccessOptions'),
    ...findings(mode === 'custom' ? 'access.reverseProxy' : 'access', tunnel, '#ReverseProxyOptions'),
    ...Object.entries<any>(exposures).flatMap(([field, one]) => one?._kind in EXPOSURES ? findings(`access.${field}`, one._options, `#${EXPOSURES[one._kind]}`) : []),
  ];
}

const EXPECTED: Record<string, string> = { string: 'text', number: 'a number', boolean: 'true or false' };

function findings(path: string, value: unknown, kind: string): Finding[] {
  if (value === undefined || kind === 'any' || Token.isUnresolved(value)) return [];
  const wrong = (remedy: string) => [propFinding(path || 'props', `got ${shown(value)}`, remedy)];
  if (value === null) return wrong('take it out');
  if (kind.startsWith('[]')) {
    return Array.isArray(value) ? value.flatMap((item, index) => item === undefined ? [] : findings(`${path}[${index}]`, item, kind.slice(2))) : wrong('write a list: [ … ]');
  }
  if (kind.startsWith('{}')) {
    return isPlainMap(value) ? Object.entries(value).flatMap(([key, item]) => findings(`${path}["${key}"]`, item, kind.slice(2))) : wrong('write a map: { … }');
  }
  if (kind.startsWith('#')) return isMap(value) ? optionFindings(path, value, shapes()[kind.slice(1)]) : wrong('write a map: { … }');
  const expected = kind.startsWith('@') ? 'string' : kind;
  if (typeof value === expected && !Number.isNaN(value)) return [];
  return wrong(expected === 'string' && typeof value !== 'object' && !Number.isNaN(value) ? `write "${String(value)}"` : `write ${EXPECTED[expected]}`);
}

function optionFindings(path: string, value: Record<string, unknown>, shape: Record<string, string>): Finding[] {
  return Object.keys(value).flatMap((name) => {
    const at = path ? `${path}.${name}` : name;
    if (value[name] === null) return [propFinding(at, 'got null', 'take it out')];
    if (Object.hasOwn(shape, name)) return findings(at, value[name], shape[name]);
    const meant = closest(name, Object.keys(shape));
    return value[name] === undefined ? [] : [propFinding(at, `there is no field "${name}" here; it would do nothing`,
      meant ? `did you mean "${meant}"?` : `the fields here are ${Object.keys(shape).sort().join(', ')}`)];
  });
}

/** What is in a map may be secret. */
function shown(value: unknown): string {
  return isPlainMap(value) && Object.keys(value).length > 0 ? 'an object' : show(value);
}
