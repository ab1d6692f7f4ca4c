import { Distribution, RemovalPolicy } from 'cdktf-vmo';
import { Environment } from './platform';

/** All in which the three environments differ. What is not here is the same in all of them: platform.ts and shop.ts. */
export const ENVIRONMENTS: { readonly [name: string]: Environment } = {
  dev: {
    distribution: Distribution.K3S,
    kubeContext: 'dev',
    vlan: 110,
    quota: { cpu: '4', memory: '32Gi' },
    replicas: 1,
    size: 'u1.small',
    useEmulation: true, // its nodes are VMs themselves
    removalPolicy: RemovalPolicy.DESTROY, // made anew every Monday
  },
  stage: {
    distribution: Distribution.RKE2,
    kubeContext: 'stage',
    vlan: 120,
    quota: { cpu: '8', memory: '64Gi' },
    replicas: 2,
    size: 'u1.medium',
  },
  prod: {
    distribution: Distribution.RKE2,
    kubeContext: 'prod',
    vlan: 130,
    quota: { cpu: '32', memory: '256Gi' },
    replicas: 3,
    size: 'u1.medium',
  },
};
