import { show } from './finding';
import { Problem } from './rule';

/** The claim behind a volume: one that is there, or that of a data volume, which has its name. */
export function claimOf(volume: any): unknown {
  return volume?.persistentVolumeClaim?.claimName ?? volume?.dataVolume?.name;
}

/** Whether a guest writes to a volume as to a disk, and lets others do so. File systems are made for sharing. */
export function writing(volume: any, guest: any): { shares: boolean } | undefined {
  const { disks, filesystems } = guest?.domain?.devices ?? {};
  const named = (list: unknown) => Array.isArray(list) ? list.find((one) => one?.name === volume.name) : undefined;
  const disk = named(disks);
  const isCd = disk?.cdrom && disk.cdrom.readonly !== false;
  const reads = volume.persistentVolumeClaim?.readOnly || disk?.disk?.readonly || disk?.lun?.readonly || isCd;
  if (reads || (!disk && named(filesystems))) return undefined;
  return { shares: Boolean(disk?.shareable || disk?.lun?.reservation) };
}

/** What keeps two VMs from running at the same time that both have a claim as a disk, where its access modes are known. */
export function mountedTwice(claim: unknown, modes: readonly string[] | undefined, other: string): Pick<Problem, 'severity' | 'message' | 'remedy'> | undefined {
  if (!modes || modes.length === 0 || modes.includes('ReadWriteMany')) return undefined;
  const inOnePod = modes.every((mode) => mode === 'ReadWriteOncePod');
  return {
    severity: inOnePod ? 'error' : 'warning',
    message: `the claim ${show(claim)} is a disk of ${other} too, and of access mode ${show(modes)}: the second of the two ${
      inOnePod ? 'never starts' : 'starts on the node of the first, or not at all'}`,
    remedy: 'make the claim "ReadWriteMany"',
  };
}

/** The NetworkAttachmentDefinition that a NIC hangs on, as `namespace/name`; none on the pod network. */
export function attachmentOf(guest: any, nic: string, namespace: string): string | undefined {
  const networks: unknown = guest?.networks;
  const name: unknown = Array.isArray(networks) ? networks.find((one) => one?.name === nic)?.multus?.networkName : undefined;
  if (typeof name !== 'string') return undefined;
  return name.includes('/') ? name : `${namespace}/${name}`;
}

/** Bindings behind which a guest's addresses are seen by nobody else. */
export const TRANSLATED = ['masquerade', 'passtBinding'];

/** Whether a NIC is behind NAT on the pod network. */
export function isTranslated(guest: any, nic: string): boolean {
  const interfaces: unknown = guest?.domain?.devices?.interfaces;
  const found = Array.isArray(interfaces) ? interfaces.find((one) => one?.name === nic) : undefined;
  return attachmentOf(guest, nic, '') === undefined && TRANSLATED.some((binding) => found?.[binding]);
}
