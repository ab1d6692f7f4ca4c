import { TerraformStack } from 'cdktf';
import {
  Admission, BootSource, CloudInit, KubevirtVersion, Nic, Policy, Size, VirtualMachine, VirtualMachineProps, VmNetwork, VmoClusterProfile,
} from '../src';
import { refusalOf, synth } from './support/synth';
import { admitAll } from '../src/admission/admit-all';
import { Manifest, withManifests } from '../src/admission/given';
import { Judge } from '../src/admission/policy/judge';
import { policyFindings } from '../src/admission/policy/mistakes';
import { surroundingsOf } from '../src/admission/policy/surroundings';

// Not by an import: the example says `from 'cdktf-vmo'`, which jest knows, and the types of the tests do not.
const { policy } = jest.requireActual<{ policy: Policy }>('../examples/platform-policy/policy');

const ROOT_PASSWORD = '#cloud-config\nchpasswd:\n  expire: false\n  users: [{ name: root, password: $6$x, type: hash }]\n';

/** A VM of team B under the policy of the example, and what is changed in it. */
function build(change: (stack: TerraformStack) => Partial<VirtualMachineProps>, today = '2026-11-21'): (stack: TerraformStack) => void {
  return (stack) => {
    Admission.of(stack).use(policy);
    Admission.of(stack).on(today);
    const props = change(stack);
    new VirtualMachine(stack, 'web-0', {
      cluster: props.cluster ?? VmoClusterProfile.fromExisting(stack, 'east', { clusterName: 'east', kubevirtVersion: KubevirtVersion.V1_8_4 }),
      namespace: 'team-b',
      size: Size.instancetype('u1.medium'),
      boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
      nics: [Nic.pod()],
      labels: { owner: 'team-b' },
      ...props,
    });
  };
}

function payments(stack: TerraformStack): Partial<VirtualMachineProps> {
  const cluster = VmoClusterProfile.fromExisting(stack, 'west', { clusterName: 'west', kubevirtVersion: KubevirtVersion.V1_8_4 });
  return { cluster, nics: [Nic.on(new VmNetwork(stack, 'payments', { cluster, vlan: 100 }))] };
}

test.each<[what: string, change: (stack: TerraformStack) => Partial<VirtualMachineProps>, says: string]>([
  ['nobody\'s', () => ({ labels: {} }), `metadata.labels.owner: got no label owner
    → set the label owner to your team, such as "team-a" [acme/owner-label]`],
  ['with a root password', () => ({ cloudInit: CloudInit.raw(ROOT_PASSWORD) }), `spec.template.spec.volumes: root gets a password at the first boot
    → give an SSH key to a user of your own, and let that use sudo [acme/no-root-password]`],
  ['with a root password in a Secret', () => ({ cloudInit: CloudInit.raw(ROOT_PASSWORD, { secret: true }) }), 'root gets a password at the first boot'],
  ['that is too large', () => ({ size: Size.of({ cpu: 2, memory: '65Gi' }) }), `size.memory (spec.template.spec.domain.memory.guest): got 65 GiB, expected at most 64
    → take a smaller size, or ask the platform team for an exception [acme/at-most-64-gib]`],
  ['that is too large by its instancetype', () => ({ size: Size.instancetype('m1.8xlarge') }), 'got 256 GiB, expected at most 64'],
  ['on VLAN 100', payments, 'NIC "payments" is on VLAN 100, which is for the namespace team-a alone\n    → use another network [acme/vlan-100]'],
])('a VM is refused: one %s', (_, change, says) => {
  const message = refusalOf(build(change));
  expect(message).toMatch(/^VirtualMachine "test\/web-0" has a mistake:\n/);
  expect(message).toContain(says);
});

test.each<[what: string, change: (stack: TerraformStack) => Partial<VirtualMachineProps>]>([
  ['as it should be', () => ({})],
  ['of 64 GiB', () => ({ size: Size.of({ cpu: 2, memory: '64Gi' }) })],
  ['with an SSH key of root', () => ({ cloudInit: CloudInit.raw('#cloud-config\nusers: [{ name: root, ssh_authorized_keys: [a] }]\n') })],
  ['of team A on VLAN 100', (stack) => ({ ...payments(stack), namespace: 'team-a' })],
])('a VM passes: one %s', (_, change) => {
  expect(synth(build(change)).stack.warnings).toEqual([]);
});

test('the exception of the warehouse is one until it ends', () => {
  const warehouse = (): Partial<VirtualMachineProps> => ({ name: 'warehouse-0', size: Size.of({ cpu: 2, memory: '96Gi' }) });
  expect(synth(build(warehouse, '2027-03-31')).stack.warnings).toEqual([]);
  expect(refusalOf(build(warehouse, '2027-04-01')))
    .toContain('got 96 GiB, expected at most 64; it was accepted until 2027-03-31 (until the warehouse is split, CHG-4711)');
});

test('manifests are held against the same policy', () => {
  expect(policyFindings(policy)).toEqual([]);
  const pool: Manifest = {
    apiVersion: 'pool.kubevirt.io/v1beta1',
    kind: 'VirtualMachinePool',
    metadata: { name: 'pool', namespace: 'team-b', labels: { owner: 'team-b' } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'pool' } },
      virtualMachineTemplate: {
        metadata: { labels: { app: 'pool' } },
        spec: {
          runStrategy: 'Always',
          template: {
            metadata: { labels: { app: 'pool' } },
            spec: {
              domain: { memory: { guest: '128Gi' }, devices: { disks: [{ name: 'cloudinit', disk: { bus: 'virtio' } }], interfaces: [{ name: 'lan', bridge: {} }] } },
              networks: [{ name: 'lan', multus: { networkName: 'default/payments' } }],
              volumes: [{ name: 'cloudinit', cloudInitNoCloud: { secretRef: { name: 'boot' } } }],
            },
          },
        },
      },
    },
  };
  const manifests: Manifest[] = [
    pool,
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'boot', namespace: 'team-b' }, stringData: { userdata: ROOT_PASSWORD } },
    { apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'payments', namespace: 'default' }, spec: { config: '{"cniVersion":"0.3.1","type":"bridge","bridge":"br0","vlan":100}' } },
  ];
  const facts = { kubevirtVersion: KubevirtVersion.V1_8_4, featureGates: new Set<string>() };
  const judge = new Judge(policy, surroundingsOf(manifests, withManifests(facts, manifests)), '2026-11-21');
  const found = admitAll(manifests, facts).map((findings, index) =>
    judge.judge(manifests[index], [...findings, ...judge.own(manifests[index]).findings]).findings);
  expect(found[0].filter(({ ruleId }) => ruleId.startsWith('acme/')).map(({ ruleId, path }) => `${ruleId} ${path}`)).toEqual([
    'acme/owner-label spec.virtualMachineTemplate.metadata.labels.owner',
    'acme/no-root-password spec.virtualMachineTemplate.spec.template.spec.volumes',
    'acme/at-most-64-gib spec.virtualMachineTemplate.spec.template.spec.domain.memory.guest',
    'acme/vlan-100 spec.virtualMachineTemplate.spec.template.spec.networks[0]',
  ]);
  expect(judge.notes()).toEqual([]);
});
