export { IMigrationPolicy, MigrationCompression, MigrationPolicy, MigrationPolicyProps, MigrationStallDetector } from './migration-policy';
export { NodeMaintenance, NodeMaintenanceProps } from './node-maintenance';
