export { Architecture } from './architecture';
export { Capability } from './capability';
export { BetaFeatures } from './feature-gates';
export { ImagePullPolicy } from './image-pull-policy';
export { AccessMode, VolumeMode } from './storage';
export { KubevirtVersion } from './version';
