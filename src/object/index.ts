export { ClusterObjectPlacement, ObjectOptions, ObjectPlacement } from './options';
export { IVirtualMachine, VmNic } from './virtual-machine';
