export { KubevirtVersion } from './version';
