import { Construct } from 'constructs';
import { VmService } from './service';
import { VmServiceProps } from './service-options';

/** The Service of a VM or of a pool, as a part of it, by default of its name. Throws where it has a part of that name. */
export function exposed(owner: Construct, className: string, ownName: string, props: VmServiceProps): VmService {
  const { name = ownName } = props;
  const other = owner.node.tryFindChild(name);
  if (!other) return new VmService(owner, name, { ...props, name });
  const what = other instanceof VmService ? 'is exposed as' : 'has a part called';
  throw new Error(`${className} "${owner.node.path}" ${what} "${name}" already\n    → give this Service another name: name: "${name}-2"`);
}
