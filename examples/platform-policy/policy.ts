import { Policy, PolicySeverity } from 'cdktf-vmo';

const GIB = 2 ** 30;

/** What the platform team asks of every VM: the app in main.ts is held against it, and manifests are by `vmo lint --policy policy.ts`. */
export const policy: Policy = {
  rules: [
    {
      id: 'acme/owner-label',
      title: 'Every VM says whose it is',
      remedy: 'set the label owner to your team, such as "team-a"',
      check: (vm) => vm.labels.owner ? [] : [{ path: `${vm.metadataPath}.labels.owner`, message: 'got no label owner' }],
    },
    {
      id: 'acme/no-root-password',
      title: 'Nobody logs in as root with a password',
      remedy: 'give an SSH key to a user of your own, and let that use sudo',
      check: (vm) => vm.usersWithPassword.includes('root') ? [{ path: `${vm.guestPath}.volumes`, message: 'root gets a password at the first boot' }] : [],
    },
    {
      id: 'acme/at-most-64-gib',
      title: 'A VM has at most 64 GiB of memory',
      remedy: 'take a smaller size, or ask the platform team for an exception',
      check: ({ memory = 0, guestPath }) => memory <= 64 * GIB ? []
        : [{ path: `${guestPath}.domain.memory.guest`, message: `got ${memory / GIB} GiB, expected at most 64` }],
    },
    {
      id: 'acme/vlan-100',
      title: 'VLAN 100 is for team A alone',
      remedy: 'use another network',
      check: (vm) => vm.nics.filter((nic) => nic.vlan === 100 && vm.namespace !== 'team-a')
        .map((nic) => ({ path: nic.path, message: `NIC "${nic.name}" is on VLAN 100, which is for the namespace team-a alone` })),
    },
  ],
  // A VM that hangs when its node is drained: others warn, we refuse it.
  severities: { 'R-9': PolicySeverity.ERROR },
  suppressions: [{
    rule: 'acme/at-most-64-gib',
    objects: { kind: 'VirtualMachine', namespace: 'team-b', name: 'warehouse-*' },
    reason: 'until the warehouse is split, CHG-4711',
    expires: '2027-03-31',
  }],
};
