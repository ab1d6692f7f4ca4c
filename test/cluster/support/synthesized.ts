import { join } from 'path';
import { readStacks, Stack } from '../../../testbed/apply/stack';

/** The virtual machines of a synthesized stack, by name, as they are sent to the cluster. */
export function synthesizedVms(stackDir: string): Record<string, any> {
  const stack = readStacks(join(stackDir, '..', '..')).find(({ dir }) => dir === stackDir)!;
  return Object.fromEntries(objectsOf(stack).filter(isVm).map((vm) => [vm.metadata.name, vm]));
}

/** The objects of a stack, in the order in which they are sent; nothing of charts that have templates, and nothing that only makes Helm remove a VM. */
export function objectsOf(stack: Stack): any[] {
  const objects = stack.resources.flatMap((resource) => resource.kind === 'manifest' ? [resource.object] : resource.values.flatMap((values: any) => values.objects ?? []));
  return objects.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] === undefined);
}

/** `spec.configuration` of the KubeVirt CR that the profile of a stack would write, where it has one. */
export function configurationOf(stack: Stack): object | undefined {
  const release = stack.resources.find(({ name }) => name === 'vmo-kubevirt');
  return release?.kind === 'release' ? (release.values[0] as any).spec.configuration : undefined;
}

export function isVm({ kind }: any): boolean {
  return kind === 'VirtualMachine';
}
