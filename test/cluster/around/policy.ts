import { Around } from './around';
import { Manifest } from '../../../src/admission/given';
import { PolicySubject } from '../../../src/admission/policy/subject';
import { surroundingsOf } from '../../../src/admission/policy/surroundings';
import { KubevirtVersion } from '../../../src/kubevirt';
import { nanos } from '../../../src/kubevirt/quantity';
import { eventually } from '../support/cluster';

/** Ways to say how large a VM is: all that stands in its domain, beside an instancetype. */
const SIZES: Record<string, { instancetype?: object; preference?: object; domain?: object }> = {
  'requests': { domain: { resources: { requests: { memory: '3G', cpu: '1500m' } } } },
  'limits': { domain: { resources: { limits: { memory: '1Gi', cpu: 4 } } } },
  'requests-and-limits': { domain: { resources: { requests: { memory: '1Gi', cpu: '1' }, limits: { memory: '2Gi', cpu: '3500m' } } } },
  'topology': { domain: { cpu: { sockets: 2, cores: 3, threads: 2 }, memory: { guest: '2Gi' } } },
  'guest-and-requests': { domain: { cpu: { cores: 3 }, memory: { guest: '1536Mi' }, resources: { requests: { memory: '512Mi' } } } },
  'no-cpus': { domain: { memory: { guest: '1Gi' } } },
  'huge-pages': { domain: { memory: { hugepages: { pageSize: '2Mi' } }, resources: { requests: { memory: '1Gi' } } } },
  'instancetype': { instancetype: { name: 'u1.xlarge' } },
  'instancetype-and-preference': { instancetype: { name: 'cx1.xlarge' }, preference: { name: 'fedora' } },
};

const MANIFESTS: Manifest[] = Object.entries(SIZES).map(([name, { domain, ...size }]) => ({
  apiVersion: 'kubevirt.io/v1',
  kind: 'VirtualMachine',
  metadata: { name, namespace: 'policy' },
  spec: { ...size, runStrategy: 'Always', template: { spec: { domain: { ...domain, devices: {} } } } },
}));

/** What a rule of a platform team is told of VMs is what KubeVirt makes of them. */
export function describePolicy(around: () => Around): void {
  describe('policy', () => {
    test('memory and CPUs of a VM, however it says them, are those of its instance', async () => {
      const { cluster } = around();
      await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'policy' } });
      await cluster.apply(MANIFESTS);
      const surroundings = surroundingsOf([], { kubevirtVersion: KubevirtVersion.V1_8_4, featureGates: new Set() });
      const said = Object.fromEntries(MANIFESTS.map((manifest) => {
        const { name, memory, cpus } = PolicySubject._of(manifest, surroundings);
        return [name, { memory, cpus }];
      }));
      await eventually(async () => {
        const instances: any[] = await cluster.get('vmi', '-n', 'policy');
        expect(Object.fromEntries(instances.map(({ metadata: { name }, spec: { domain: { memory, cpu } } }) =>
          [name, { memory: Number(nanos(memory.guest)) / 1e9, cpus: (cpu.sockets ?? 1) * (cpu.cores ?? 1) * (cpu.threads ?? 1) }]))).toEqual(said);
      });
      await cluster.remove(MANIFESTS);
    });
  });
}
