export { Architecture } from './architecture';
export { ImagePullPolicy } from './image-pull-policy';
export { AccessMode, VolumeMode } from './storage';
export { KubevirtVersion } from './version';
