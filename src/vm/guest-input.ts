import type { VmInput } from './part';

/** What the guest can be told of the VM it is in. */
export type GuestInput = Pick<VmInput, 'codec' | 'identity' | 'disks'>;

/** A VM that is none, for what does not depend on it. */
export const NO_VM: GuestInput = {
  codec: { document: String, json: String, base64: String, isLiteral: () => true },
  identity: { scope: '', namespace: '', vm: '' },
};

/** What makes the text that a guest reads secret. */
export interface GuestSecrets {
  readonly secret?: boolean;
  readonly users?: readonly { readonly hashedPassword?: string }[];
  readonly files?: readonly { readonly secret?: boolean }[];
}

/** Whether the text is to be in a Secret, however short. */
export function isSecret({ secret = false, users = [], files = [] }: GuestSecrets): boolean {
  return secret || users.some(({ hashedPassword }) => hashedPassword !== undefined) || files.some((file) => file.secret);
}
