import { createHash } from 'crypto';
import { identityDigest, lengthPrefixed, MacIdentity } from './scheme';

/** What else a VM is known by, made from the parts its MAC addresses are made from, so that it survives a rebuild. */
export type VmIdentity = Omit<MacIdentity, 'nic'>;

/** Namespace of the name-based UUIDs of this library; an arbitrary constant that never changes. */
const NAMESPACE = Buffer.from('7d1c2f6e54b04a8e9b3fd2a60c8e41b7', 'hex');

/**
 * SMBIOS UUID or serial of a VM: a name-based UUID, so Windows activation and inventories survive a rebuild.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5
 */
export function firmwareUuid(identity: VmIdentity, purpose: 'uuid' | 'serial'): string {
  const name = lengthPrefixed(`vm-firmware-${purpose}/v1`, identity.scope, identity.namespace, identity.vm);
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = bytes.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

/** Serial of a disk: 20 characters, the most virtio-blk carries, so that `/dev/disk/by-id/virtio-<serial>` is known before first boot. */
export function diskSerial(identity: VmIdentity, disk: string): string {
  return identityDigest('vm-disk/v1', identity.scope, identity.namespace, identity.vm, disk).toString('hex').slice(0, 20);
}
