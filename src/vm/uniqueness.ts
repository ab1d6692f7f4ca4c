import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { RunStrategy } from './lifecycle';
import { VirtualMachine, VirtualMachineProps } from './virtual-machine';
import { AMOUNT_RULES } from '../admission/across/amounts';
import { Finding, UNKNOWN } from '../admission/finding';
import { holds } from '../admission/rule';
import { attachmentOf, claimOf, isTranslated, mountedTwice, writing } from '../admission/sharing';
import { AppRegistry } from '../construct/app-registry';
import { claimMac } from '../construct/mac-claim';
import { propFinding } from '../construct/report';
import { maskReferences } from '../delivery/terraform-text';
import { normalMac } from '../network/mac/scheme';
import { clusterFacts, IVmoCluster } from '../profile/cluster';

/** What two VMs of one app must not share. Takes the VM's names and addresses in the app's registry. */
export function uniquenessFindings(vm: VirtualMachine, props: VirtualMachineProps, finished: any): Finding[] {
  const registry = AppRegistry.of(vm);
  const { clusterName } = props.cluster;
  const place = `${clusterName}/${vm.namespace}`;
  const taken = registry.takeVm('name', clusterName, vm.namespace, vm.vmName, vm);
  if (taken.length > 0) return taken;
  return [
    ...standbyFindings(registry, vm, props, finished),
    ...macFindings(registry, vm, props, finished),
    ...addressFindings(registry, vm, props),
    ...volumeFindings(registry, vm, place, finished),
    ...amountFindings(vm, props.cluster, finished),
  ];
}

/** What all VMs of this app ask for, where it is known how much there is. */
export function amountFindings(scope: IConstruct, cluster: IVmoCluster, finished: any): Finding[] {
  const facts = clusterFacts(cluster);
  const rules = AMOUNT_RULES.filter((rule) => holds(rule, facts));
  if (rules.length === 0) return [];
  const registry = AppRegistry.of(scope);
  const manifest = maskReferences(finished, UNKNOWN);
  const spent = registry.spent.get(cluster.clusterName) ?? new Map<string, bigint>();
  registry.spent.set(cluster.clusterName, spent);
  return rules.flatMap(({ id, severity, phase, spend }) =>
    [...spend(manifest, spent, facts)].map((problem) => ({ ruleId: id, severity, phase, ...problem })));
}

/** Of the VMs that share addresses, one may run, and no two can be on one cluster. */
function standbyFindings(registry: AppRegistry, vm: VirtualMachine, props: VirtualMachineProps, finished: any): Finding[] {
  const findings: Finding[] = [];
  const neighbour = registry.takeName(`VM of ${vm._pair} on ${props.cluster.clusterName}`, vm);
  if (neighbour) {
    findings.push(propFinding('standbyOf', `"${neighbour}" has the same MAC addresses on the same cluster, "${props.cluster.clusterName}"`,
      'put the standby on another cluster'));
  }
  const strategy = finished.spec?.runStrategy;
  const runs = !Token.isUnresolved(strategy) && strategy !== RunStrategy.HALTED && strategy !== RunStrategy.MANUAL;
  const runner = runs ? registry.takeName(`running VM of ${vm._pair}`, vm) : undefined;
  if (runner) {
    findings.push(propFinding('runStrategy', `got "${strategy}", but "${runner}" runs with the same MAC addresses`, 'use RunStrategy.HALTED on all but one of them'));
  }
  return findings;
}

function macFindings(registry: AppRegistry, vm: VirtualMachine, props: VirtualMachineProps, finished: any): Finding[] {
  return vm.nics.flatMap((nic, index) => {
    const mac = normalMac(nic.macAddress);
    if (!mac) return []; // from the cluster, known only at apply, or refused by NW-12
    if (vm.nics.findIndex((other) => other.name === nic.name) < index) return []; // two NICs of one name: NW-3 says so
    return claimMac(registry.macs, {
      mac,
      l2: l2Domain(registry, vm, props, finished, nic.name),
      owner: vm.node.path,
      nic: nic.name,
      pair: vm._pair,
      hidden: isTranslated(finished.spec?.template?.spec, nic.name),
    }, `nics[${index}].mac`, 'give one of them another address, or leave `mac` out; for a VM that stands by for another, use `standbyOf`');
  });
}

/** The broadcast domain of a NIC: what it attaches to in the finished manifest, overrides included. */
function l2Domain(registry: AppRegistry, vm: VirtualMachine, props: VirtualMachineProps, finished: any, name: string): string {
  const { clusterName } = props.cluster;
  const networkName = attachmentOf(finished.spec?.template?.spec, name, vm.namespace);
  if (networkName === undefined) return `the pod network of cluster ${clusterName}`;
  const given = (props.nics ?? []).find((nic) => nic.network?.networkName === networkName)?.network;
  return given?.l2Domain ?? registry.l2Domains.get(`${clusterName}/${networkName}`) ?? `network ${networkName} of cluster ${clusterName}`;
}

/** A standby has the addresses of its primary, and that is wanted. */
function addressFindings(registry: AppRegistry, vm: VirtualMachine, props: VirtualMachineProps): Finding[] {
  return (props.nics ?? []).flatMap((nic, index) => (nic._options.addresses ?? []).flatMap((cidr, at) => {
    if (!nic.network || props.standbyOf || typeof cidr !== 'string' || Token.isUnresolved(cidr)) return [];
    const address = cidr.split('/')[0];
    const taken = registry.takeName(`address ${address} on ${nic.network.l2Domain}`, vm);
    return taken === undefined ? [] : [propFinding(`nics[${index}].addresses[${at}]`, `${address} is an address of "${taken}" too, both on ${nic.network.l2Domain}`,
      'give each NIC an address of its own')];
  }));
}

function volumeFindings(registry: AppRegistry, vm: VirtualMachine, place: string, finished: any): Finding[] {
  const templates: any[] = Array.isArray(finished.spec?.dataVolumeTemplates) ? finished.spec.dataVolumeTemplates : [];
  const volumes: any[] = Array.isArray(finished.spec?.template?.spec?.volumes) ? finished.spec.template.spec.volumes : [];
  const literal = (name: unknown): name is string => typeof name === 'string' && !Token.isUnresolved(name);
  return [
    ...templates.map((template) => template?.metadata?.name).filter(literal).flatMap((name, index): Finding[] => {
      const taken = registry.takeName(`DataVolume ${place}/${name}`, vm);
      return taken === undefined ? [] : [propFinding(`spec.dataVolumeTemplates[${index}].metadata.name`, `"${name}" is a disk of "${taken}" already`,
        'give one of the two VMs or disks another name')];
    }),
    ...volumes.flatMap((volume, index): Finding[] => {
      const claim = claimOf(volume);
      const writes = literal(claim) ? writing(volume, finished.spec.template.spec) : undefined;
      if (!writes) return [];
      const key = `${place}/${claim}`;
      const earlier = registry.writers.get(key);
      if (!earlier || !writes.shares) registry.writers.set(key, { owner: vm.node.path, ...writes });
      if (!earlier || earlier.owner === vm.node.path) return [];
      const path = `spec.template.spec.volumes[${index}]`;
      if (earlier.shares && writes.shares) {
        const problem = mountedTwice(claim, registry.volumesOf(vm.cluster.clusterName).claims.get(`${vm.namespace}/${claim}`)?.accessModes, `"${earlier.owner}"`);
        return problem ? [{ ruleId: 'PVC-2', path, ...problem, severity: problem.severity ?? 'warning' }] : [];
      }
      return [{
        ruleId: 'PVC-1',
        severity: 'warning',
        path,
        message: `the claim "${claim}" is a disk of "${earlier.owner}" too; two guests that write to one file system destroy it`,
        remedy: 'use another claim, or a file system made for sharing, and make the disk `shareable` in both VMs',
      }];
    }),
  ];
}
