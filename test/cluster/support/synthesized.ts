import { join } from 'path';
import { readStacks } from '../../../testbed/apply/stack';

/** The virtual machines of a synthesized stack, by name, as they are sent to the cluster. */
export function synthesizedVms(stackDir: string): Record<string, any> {
  const stack = readStacks(join(stackDir, '..', '..')).find(({ dir }) => dir === stackDir)!;
  const objects: any[] = stack.resources.flatMap((resource) => resource.kind === 'manifest' ? [resource.object] : resource.values.flatMap((values: any) => values.objects ?? []));
  return Object.fromEntries(objects.filter(({ kind }) => kind === 'VirtualMachine').map((vm) => [vm.metadata.name, vm]));
}
