/** Label of nodes that are being worked on. */
export const MAINTENANCE_LABEL = 'cdktf-vmo/maintenance';
