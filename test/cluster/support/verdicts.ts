import { ApiServer } from './api-server';
import { admit } from '../../../src/admission/admit';
import { Finding } from '../../../src/admission/finding';
import { ClusterFacts } from '../../../src/admission/rule';
import { UNKNOWN } from '../../../src/admission/finding';
import { KubevirtVersion } from '../../../src/kubevirt';
import { Allowed, FACTS, Refused, vmWith } from '../../admission/manifests';

/** The instance that virt-controller makes of a VM without an instancetype. */
export function instanceOf({ metadata: { name, namespace }, spec: { template } }: any): any {
  return { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance', metadata: { ...template.metadata, name, namespace }, spec: template.spec };
}
