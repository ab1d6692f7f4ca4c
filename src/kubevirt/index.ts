export { Architecture } from './architecture';
export { AccessMode, VolumeMode } from './storage';
export { KubevirtVersion } from './version';
