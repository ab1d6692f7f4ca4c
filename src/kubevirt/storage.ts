/**
 * How a volume can be mounted.
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
 */
export enum AccessMode {
  /** On many nodes: what live migration needs. */
  READ_WRITE_MANY = 'ReadWriteMany',
  /** On one node. */
  READ_WRITE_ONCE = 'ReadWriteOnce',
  /** On many nodes, for reading. */
  READ_ONLY_MANY = 'ReadOnlyMany',
  /** In one pod. */
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
}

/** Whether a volume is a raw device or a file system. */
export enum VolumeMode {
  BLOCK = 'Block',
  FILESYSTEM = 'Filesystem',
}
