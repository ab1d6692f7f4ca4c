export { PoolAutoscaling } from './autoscaling';
export {
  OpportunisticScaleInOptions, PoolScaleInStrategy, PoolSortPolicy, PoolStatePreservation, PoolUpdateStrategy, ProactiveScaleInOptions,
  ProactiveUpdateOptions,
} from './strategies';
export { PoolAutohealing, PoolNameGeneration, VirtualMachinePool, VirtualMachinePoolProps } from './virtual-machine-pool';
