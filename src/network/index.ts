export { Mac, MacStyle } from './mac/mac';
export { ExistingVmNetworkAttributes, IVmNetwork, VmNetwork, VmNetworkProps } from './vm-network';
