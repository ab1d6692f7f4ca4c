import { VirtualMachineOptions } from './options';
import type { Size } from './size';
import type { TextCodec } from './text';
import { isPlainMap, set } from '../kubevirt/maps';
import { VmIdentity } from '../network/mac/identity';
import type { BootSource } from '../storage/boot-source';

export { set };

/** What a VM manifest is made from. */
export interface VmInput extends VirtualMachineOptions {
  readonly name: string;
  readonly namespace: string;
  readonly size: Size;
  readonly boot: BootSource;
  readonly identity: VmIdentity;
  readonly goldenImagesNamespace: string;
  /** Whether several VMs are made from it: then it says nothing that tells one from another. @default false */
  readonly replicated?: boolean;
  /** How text is written into the manifest. */
  readonly codec: TextCodec;
}

/** What one prop adds to a VM's manifest. Of several parts, maps are merged, lists appended, and the last scalar stays. */
export interface VmPart {
  /** The prop, such as `disks[1]`, for messages about what it made; empty for what no prop makes. */
  readonly prop: string;
  /** Which field of the prop makes which field of the manifest, where a message can say more than the prop: `{ macAddress: 'mac' }`. */
  readonly fields?: Record<string, string>;
  /** Fields of `metadata`. */
  readonly metadata?: object;
  /** Fields of `spec`. */
  readonly spec?: object;
  /** Fields of `spec.template.metadata`. */
  readonly podMetadata?: object;
  /** Fields of `spec.template.spec`. */
  readonly pod?: object;
  /** Fields of `spec.template.spec.domain`. */
  readonly domain?: object;
  /** Fields of `spec.template.spec.domain.devices`. */
  readonly devices?: object;
  /** Objects that must be there before the VM. */
  readonly companions?: object[];
}

/** A part for each of the props that is given and has the name of the field it makes. */
export function sameName(place: 'metadata' | 'spec' | 'pod' | 'domain' | 'devices', props: object): VmPart[] {
  return Object.entries(props).filter(([, value]) => value !== undefined).map(([prop, value]) => ({ prop, [place]: { [prop]: value } }));
}

/** Called for everything that a part adds, with its path. */
type Trace = (path: string, part: VmPart) => void;

/**
 * The manifest that the parts make together. What is named here comes in this order, whatever part makes it, so that a manifest reads
 * from top to bottom and stays the same text from release to release; what is not named comes after it.
 */
export function composed(parts: readonly VmPart[], trace?: Trace): any {
  const devices = { disks: undefined, interfaces: undefined };
  const domain = { cpu: undefined, memory: undefined, machine: undefined, firmware: undefined };
  const pod = {
    architecture: undefined,
    hostname: undefined,
    evictionStrategy: undefined,
    terminationGracePeriodSeconds: undefined,
    domain: {},
    networks: undefined,
    volumes: undefined,
  };
  const podMetadata = {};
  const spec = { runStrategy: undefined, instancetype: undefined, preference: undefined, dataVolumeTemplates: undefined };
  const metadata = {};
  for (const part of parts) {
    const tell = trace && ((path: string) => trace(path, part));
    if (part.metadata) add(metadata, part.metadata, 'metadata', tell);
    if (part.spec) add(spec, part.spec, 'spec', tell);
    if (part.podMetadata) add(podMetadata, part.podMetadata, 'spec.template.metadata', tell);
    if (part.pod) add(pod, part.pod, 'spec.template.spec', tell);
    if (part.domain) add(domain, part.domain, 'spec.template.spec.domain', tell);
    if (part.devices) add(devices, part.devices, 'spec.template.spec.domain.devices', tell);
  }
  pod.domain = { ...set(domain), devices: set(devices) };
  return { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata, spec: { ...set(spec), template: { metadata: podMetadata, spec: set(pod) } } };
}

function add(target: any, source: any, at: string, trace?: (path: string) => void): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    const path = trace ? `${at}.${key}` : '';
    if (Array.isArray(value)) {
      const before: unknown[] = Array.isArray(target[key]) ? target[key] : [];
      value.forEach((_, index) => trace?.(`${path}[${before.length + index}]`));
      target[key] = [...before, ...value];
    } else if (isPlainMap(value)) {
      if (!isPlainMap(target[key])) {
        trace?.(path);
        target[key] = {};
      }
      add(target[key], value, path, trace);
    } else {
      trace?.(path);
      target[key] = value;
    }
  }
}

/** The prop, and if possible its field, that makes what stands at a path of the manifest; `undefined` where none does. */
export function propOf(parts: readonly VmPart[]): (path: string) => string | undefined {
  const makers = new Map<string, VmPart>();
  composed(parts, (path, part) => makers.set(path, part));
  return (path) => {
    const part = prefixes(path).map((prefix) => makers.get(prefix)).find((maker) => maker);
    if (!part?.prop) return undefined;
    const made = path.split(/[.[\]]+/).reverse().find((segment) => part.fields && Object.hasOwn(part.fields, segment));
    return made === undefined ? part.prop : `${part.prop}.${part.fields![made]}`;
  };
}

/** The prop that makes an object beside the VM. */
export function companionProp(parts: readonly VmPart[], { metadata: { name } }: any): string | undefined {
  return parts.find(({ companions = [] }) => companions.some((one: any) => one.metadata.name === name))?.prop;
}

/** A path and all that it stands below, the longest first. */
function prefixes(path: string): string[] {
  return [path, ...[...path.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index)).reverse()];
}
