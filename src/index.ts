export { Suppression } from './admission/finding';
export * from './delivery';
export * from './kubevirt';
export * as kubevirt from './kubevirt/spec';
export * from './instancetype';
export * from './network';
export * from './profile';
export * from './template';
export * from './vm';
