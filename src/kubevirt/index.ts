export { Architecture } from './architecture';
export { BetaFeatures } from './feature-gates';
export { ImagePullPolicy } from './image-pull-policy';
export { AccessMode, VolumeMode } from './storage';
export { KubevirtVersion } from './version';
