import { IConstruct } from 'constructs';
import { sourcesOf } from './checks/disks';
import { propFindings } from './checks/props';
import { VmManifests, vmManifests } from './manifest';
import { VmInput } from './part';
import { TextCodec, yamlText } from './text';
import { VirtualMachineProps } from './virtual-machine';
import { Finding } from '../admission/finding';
import { base64Text, hasReferences, jsonText } from '../delivery/terraform-text';
import { canonicalQuantities } from '../kubevirt/canonical';
import { kubevirtFacts } from '../kubevirt/facts';
import { mergeOverrides } from '../kubevirt/overrides';
import { Needed } from '../object/deliver';

/** The manifests of a VM whose props may hold references to other resources. */
export interface FinishedVm extends Pick<VmManifests, 'companions' | 'parts'> {
  /** The VM as it is sent, with `spec` and `overrides` in it. */
  readonly manifest: any;
  /** What is wrong with the props that no rule can see in the manifest. */
  readonly findings: Finding[];
}

/** The way from props to a finished manifest, for all that makes VMs. */
export function finishedVm(scope: IConstruct, className: string, props: VirtualMachineProps, input: Omit<VmInput, 'codec'>): FinishedVm {
  return ofDeclaredKinds(scope, className, () => {
    const { virtualMachine, companions, parts } = vmManifests({ ...input, codec: TERRAFORM_TEXT });
    const schema = kubevirtFacts(props.cluster.kubevirtVersion).kinds.VirtualMachine;
    const typed = mergeOverrides(virtualMachine, { spec: props.spec });
    const manifest = canonicalQuantities(mergeOverrides(typed, props.overrides ?? {}), schema);
    return { manifest, companions, parts, findings: propFindings(props, virtualMachine, manifest) };
  });
}

/** What a VM refers to. */
export function neededBy(props: VirtualMachineProps): Needed[] {
  const { nics = [], size, preference, migrationPolicy } = props;
  const origins = sourcesOf(props).map(([, { _from }]) => _from);
  return [...nics.map((nic) => nic.network), size._from, preference?._from, migrationPolicy, ...origins].filter((one) => one !== undefined);
}

/** What is made of the props. Deep in the options, plain JavaScript may have put values of another kind than declared, which nobody has looked for. */
export function ofDeclaredKinds<T>(scope: IConstruct, className: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`${className} "${scope.node.path}" has a value of another kind than its option declares: ${error.message}\n    → check the program with TypeScript, which says where`, { cause: error });
  }
}

/** How text is written where references to other resources may stand in it. */
const TERRAFORM_TEXT: TextCodec = {
  document: (value) => hasReferences(value) ? `${jsonText(value)}\n` : yamlText(value),
  json: jsonText,
  base64: base64Text,
  isLiteral: (text) => !hasReferences(text),
};
