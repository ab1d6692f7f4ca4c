import { admit } from '../../src/admission/admit';
import { Finding } from '../../src/admission/finding';
import { ClusterFacts } from '../../src/admission/rule';
import { KubevirtVersion } from '../../src/kubevirt';

/** A cluster with nothing switched on. */
export const FACTS: ClusterFacts = { kubevirtVersion: KubevirtVersion.V1_8_4, featureGates: new Set() };

/** Values by path, `undefined` to take one out: `{ 'spec.template.spec.volumes[1].name': 'data' }`. */
export type Changes = Record<string, unknown>;

/** A row of a table of what is refused: rule, what is changed in the base, where the finding points, what its message names. */
export type Refused = [ruleId: string, changes: Changes, path: string, given: string, facts?: Partial<ClusterFacts>];

/** A row of a table of what passes: rule, why one might think otherwise, what is changed in the base. */
export type Allowed = [ruleId: string, because: string, changes: Changes, facts?: Partial<ClusterFacts>];

/** The spec of the guest, for paths. */
export const T = 'spec.template.spec';

/** A VM nobody has anything against. */
function baseVm(): object {
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name: 'web-0', namespace: 'vms', labels: { app: 'web' } },
    spec: {
      runStrategy: 'Always',
      dataVolumeTemplates: [{
        metadata: { name: 'web-0-root' },
        spec: {
          source: { http: { url: 'https://example.com/ubuntu.qcow2' } },
          storage: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '30Gi' } } },
        },
      }],
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          architecture: 'amd64',
          domain: {
            cpu: { cores: 2 },
            memory: { guest: '2Gi' },
            devices: {
              disks: [{ name: 'root', disk: { bus: 'virtio' } }, { name: 'cloudinit', disk: { bus: 'virtio' } }],
              interfaces: [{ name: 'default', masquerade: {}, macAddress: '02:12:34:56:78:9a' }],
            },
          },
          networks: [{ name: 'default', pod: {} }],
          volumes: [
            { name: 'root', dataVolume: { name: 'web-0-root' } },
            { name: 'cloudinit', cloudInitNoCloud: { userData: '#cloud-config\npackages: [nginx]\n' } },
          ],
        },
      },
    },
  };
}

/** The base VM with some values changed. */
export function vmWith(changes: Changes): object {
  return withChanges(baseVm(), changes);
}

/** A manifest with some values changed, in place. */
export function withChanges<T extends object>(manifest: T, changes: Changes): T {
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
    const last = steps.pop()!;
    const parent = steps.reduce<any>((node, step) => (node[step] ??= {}), manifest);
    if (value !== undefined) parent[last] = copy(value);
    else if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete parent[last];
  }
  return manifest;
}

/** Rows share values; later changes of one row must not reach the others. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, copy(child)]));
}

/** What one rule says of the base VM with some values changed. */
export function findings(ruleId: string, changes: Changes, facts: Partial<ClusterFacts> = {}): Finding[] {
  return admit(vmWith(changes), { ...FACTS, ...facts }).filter((finding) => finding.ruleId === ruleId);
}

/** A finding of the rule at the path, with a message that names what was given, and something to do; with more, one that is just so. */
export function findingLike(ruleId: string, path: string, given: string, more: Partial<Finding> = {}): Finding {
  return {
    ruleId, path, severity: expect.any(String), phase: expect.any(String), message: expect.stringContaining(given), remedy: expect.stringMatching(/\w/), ...more,
  };
}

/** Expects a finding of the rule at the path, with a message that names what was given. */
export function expectRefused(...[ruleId, changes, path, given, facts]: Refused): void {
  expect(findings(ruleId, changes, facts)).toContainEqual(findingLike(ruleId, path, given));
}

/** Expects that the rule has nothing to say. */
export function expectAllowed(...[ruleId, , changes, facts]: Allowed): void {
  expect(findings(ruleId, changes, facts)).toEqual([]);
}
