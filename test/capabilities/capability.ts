import { TerraformStack } from 'cdktf';
import { IVmoCluster, VirtualMachineProps } from '../../src';

/** Namespace of the VMs of all capabilities, and of what they need. */
export const NAMESPACE = 'capabilities';

/** Where the VM of a capability is made. */
export interface CapabilityContext {
  /** For networks and other constructs that the VM refers to. Each capability has a stack of its own. */
  readonly stack: TerraformStack;
  readonly cluster: IVmoCluster;
  readonly namespace: string;
}

/** Something that a VM can be told, and what becomes of it. */
export interface Capability {
  /** What a user wants, in a few words: `Boot from a container image`. The VM is named after it, so at most 50 characters. */
  readonly title: string;
  /**
   * The props of the VM beside `cluster`, `namespace` and `name`; `size` and `boot` only where it is about them. The table in
   * docs/virtual-machine.md shows them as they are written here, so write them where they are used.
   */
  readonly vm: (context: CapabilityContext) => Partial<VirtualMachineProps>;
  /**
   * What this makes of the manifest's `spec`, and nothing else: wherever the VM is not what it would be without, save for the
   * consequences in consequences.ts. Of a list whose items have names, those that matter; other lists whole. `undefined` where a field
   * must not be there. `template()`, `domain()` and `devices()` write the levels above.
   */
  readonly spec: object;
  /** What this makes of the manifest's `metadata`. Most make nothing of it. */
  readonly metadata?: object;
  /** Feature gates it needs beside those that a VmoClusterProfile turns on by itself. */
  readonly gates?: string[];
  /** The KubeVirt version that first has it, where that is not the one of the testbed. Then no VM of it is made there. */
  readonly since?: '1.9.0';
  /** What must stand in `spec.configuration` of the KubeVirt CR: permitted devices, say. Lists of all capabilities are put together. */
  readonly configuration?: object;
  /** What must be in the cluster before the VM: claims, Secrets, … Without `metadata.namespace`, it goes to that of the VM. */
  readonly needs?: object[];
  /**
   * What a webhook makes of `spec` where it does not leave it as it was sent, merged into what was sent as `overrides` are. Rare, and a
   * trap: with `Delivery.manifest()`, Terraform calls it an inconsistent result.
   */
  readonly answer?: object;
  /** Rules that warn of a VM with this alone. */
  readonly warns?: string[];
  /** Why the testbed can make no VMI of it, where that is so. The VM is admitted there all the same. */
  readonly notStarted?: string;
}

/** Capabilities of one subject. */
export interface Subject {
  readonly heading: string;
  /** Name of the file in this folder. */
  readonly file: string;
  readonly capabilities: Capability[];
}

/** Fields of `spec.template.spec`. */
export const template = (fields: object) => ({ template: { spec: fields } });

/** Fields of `spec.template.spec.domain`. */
export const domain = (fields: object) => template({ domain: fields });

/** Fields of `spec.template.spec.domain.devices`. */
export const devices = (fields: object) => domain({ devices: fields });
