import { NodePlacement } from './node-placement';
import { fieldFindings } from './schema-check';
import { Finding } from '../admission/finding';
import { kubevirtFacts, SchemaNode } from '../kubevirt/facts';
import { set } from '../kubevirt/maps';
import { DEFAULT_KUBEVIRT_VERSION } from '../kubevirt/version';

/**
 * What a container asks of its node, and what it may take at most.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface ContainerResources {
  /**
   * Quantities, such as `cpu: 100m` and `memory: 128Mi`.
   * @default - those of the component
   */
  readonly requests?: { readonly [resource: string]: string };
  /**
   * Quantities.
   * @default - those of the component
   */
  readonly limits?: { readonly [resource: string]: string };
}

/** What the pods of a component take, and where they run. */
export interface PodOptions extends NodePlacement {
  /**
   * What each container takes.
   * @default - requests that suit a cluster of some hundred VMs
   */
  readonly resources?: ContainerResources;
  /**
   * Priority class.
   * @default - that of the component
   */
  readonly priorityClassName?: string;
}

/** As Helm charts name them. */
export function podValues(pods: PodOptions = {}): object {
  return set({ ...pods });
}

/** What is wrong with them. */
export function podFindings(path: string, pods: PodOptions | undefined): Finding[] {
  return pods === undefined ? [] : fieldFindings(path, pods, schema());
}

/** Pods of VMs have the same fields, and their schema is known. */
function schema(): SchemaNode {
  const vm: any = kubevirtFacts(DEFAULT_KUBEVIRT_VERSION).kinds.VirtualMachine;
  const { affinity, tolerations } = vm.fields.spec.fields.template.fields.spec.fields;
  const quantities: SchemaNode = { type: 'map', values: { type: 'quantity' } };
  return {
    type: 'object',
    fields: {
      affinity,
      tolerations,
      nodeSelector: { type: 'map', values: { type: 'string' } },
      priorityClassName: { type: 'string' },
      resources: { type: 'object', fields: { requests: quantities, limits: quantities } },
    },
  };
}
